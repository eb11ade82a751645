"""The provider's side: draft, look at the difference, post. Listed in provider/urls.py."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from leavethemeeting.accesslog import deeds
from leavethemeeting.accesslog.kinds import Done
from leavethemeeting.consent import posting
from leavethemeeting.consent.difference import changes
from leavethemeeting.consent.filling import FaultyText, faults, filled, shipped, unmarked_clauses
from leavethemeeting.consent.models import Document, PolicyDraft, PolicyVersion
from leavethemeeting.consent.provider_forms import DraftForm
from leavethemeeting.consent.queries import current, draft_of, members_waiting
from leavethemeeting.consent.rendering import rendered
from leavethemeeting.consent.views import title_of
from leavethemeeting.shared.environment import environment

Given = ParamSpec("Given")


def for_provider(
    view: Callable[Concatenate[HttpRequest, Given], HttpResponse],
) -> Callable[Concatenate[HttpRequest, Given], HttpResponse]:
    """404 for everybody else, so that nobody learns of the page."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: Given.args, **kwargs: Given.kwargs) -> HttpResponse:
        if not getattr(request.user, "is_provider", False):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def _kind(word: str) -> Document:
    """Raises Http404."""
    try:
        return Document(word)
    except ValueError as error:
        raise Http404 from error


@dataclass(frozen=True, slots=True)
class Text:
    """One of the two texts on the provider's page."""

    kind: str
    title: str
    version: PolicyVersion
    draft: PolicyDraft | None
    waiting: int  # members who have yet to accept it
    shipped_differs: bool  # the product brings another text than the one posted


@require_safe
@never_cache
@for_provider
def policy(request: HttpRequest) -> HttpResponse:
    """Both texts: what holds, what is being written."""
    texts = []
    for kind in Document:
        version = current(kind)
        differs = shipped(kind).strip() != version.source.strip()
        texts.append(Text(kind.value, title_of(kind), version, draft_of(kind), members_waiting(kind), differs))
    return render(request, "consent/provider/policy.html", {"texts": texts})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@for_provider
def policy_draft(request: HttpRequest, kind: str) -> HttpResponse:
    """Write. ``?from=shipped`` begins with the text that comes with the product."""
    which = _kind(kind)
    form = DraftForm(request.POST if request.method == "POST" else None, initial=_beginning(request, which))
    if form.is_bound and form.is_valid():
        posting.save_draft(kind=which, by=_member(request), now=timezone.now(), **form.cleaned_data)
        return redirect("provider:policy_preview", which.value)
    context = {"form": form, "kind": which.value, "title": title_of(which), "version": current(which)}
    return render(request, "consent/provider/draft.html", context, status=422 if form.is_bound else 200)


def _beginning(request: HttpRequest, kind: Document) -> dict[str, object]:
    draft = draft_of(kind)
    if request.GET.get("from") == "shipped":
        return {"source": shipped(kind), "material": True}
    if draft is not None:
        return {"source": draft.source, "summary": draft.summary, "material": draft.material}
    return {"source": current(kind).source, "material": True}


def _member(request: HttpRequest) -> UUID:
    return UUID(str(request.user.pk))


def _draft(kind: Document) -> PolicyDraft:
    found = draft_of(kind)
    if found is None:
        raise Http404
    return found


@require_safe
@never_cache
@for_provider
def policy_preview(request: HttpRequest, kind: str) -> HttpResponse:
    """What posting the draft would change, and what stands in its way."""
    which = _kind(kind)
    draft, version, seen = _draft(which), current(which), environment()
    text = filled(draft.source, seen)
    context = {
        "kind": which.value, "title": title_of(which), "draft": draft, "version": version, "shown": rendered(text),
        "changes": changes(version.text, text), "faults": faults(which, draft.source, seen),
        "unmarked": unmarked_clauses(draft.source) if which is Document.POLICY else [],
    }  # fmt: skip
    return render(request, "consent/provider/preview.html", context)


@require_POST
@never_cache
@for_provider
def policy_post(request: HttpRequest, kind: str) -> HttpResponse:
    """Post the draft, at once."""
    which = _kind(kind)
    draft = _draft(which)
    now = timezone.now()
    try:
        with transaction.atomic():
            version = posting.post_version(
                kind=which, source=draft.source, summary=draft.summary, material=draft.material,
                environment=environment(), now=now, by=_member(request),
            )  # fmt: skip
            told = f"{which.value} {version.number}: {draft.summary}"
            deeds.note(by_id=_member(request), what=Done.POSTED, reason=told, now=now)
    except FaultyText:
        return redirect("provider:policy_preview", which.value)  # it says what is wrong
    except posting.NothingChanged:
        messages.warning(request, _("This is word for word the text that holds. Nothing was posted."))
        return redirect("provider:policy_preview", which.value)
    messages.success(request, _("Posted. Version %(number)d holds from now.") % {"number": version.number})
    return redirect("provider:policy")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@for_provider
def policy_discard(request: HttpRequest, kind: str) -> HttpResponse:
    """Throw the draft away, after a question."""
    which = _kind(kind)
    _draft(which)
    if request.method == "POST":
        posting.discard_draft(kind=which)
        messages.success(request, _("The draft is gone. What is posted stays as it is."))
        return redirect("provider:policy")
    context = {
        "question": _("Throw the draft away?"), "text": _("What is posted stays as it is."), "confirm": _("Throw it away"),
        "consequences": [_("What you wrote since is lost.")], "cancel_url": reverse("provider:policy_preview", args=[which.value]),
    }  # fmt: skip
    return render(request, "shared/confirm.html", context)
