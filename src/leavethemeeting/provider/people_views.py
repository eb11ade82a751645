"""Find a person, see what is kept about them, write to them, erase them. A reason first, every time."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from leavethemeeting.accesslog import deeds
from leavethemeeting.accesslog.kinds import Done, Subject, What
from leavethemeeting.accounts.models import User
from leavethemeeting.accounts.queries import where_to_write
from leavethemeeting.consent.provider_views import for_provider
from leavethemeeting.privacy.carrying_out import carry_out
from leavethemeeting.privacy.erasure import AT_ONCE, IsProvider, order, preview, receipt_of
from leavethemeeting.privacy.models import Erasure
from leavethemeeting.privacy.people import Person, attendee, find, kept_about, member, under
from leavethemeeting.privacy.progress import progress_of
from leavethemeeting.provider.forms import EraseForm, ReasonForm, SearchForm, WriteFirstForm
from leavethemeeting.provider.looking import note_look
from leavethemeeting.safety.queries import standing_suspension
from leavethemeeting.website.cases import write_first
from leavethemeeting.website.models import Case, GuardianRequest

FORM = ["GET", "HEAD", "POST"]


def _note(request: HttpRequest, people: list[Person], what: What, reason: str) -> None:
    """Committed before anything is read that is shown."""
    subjects = [(Subject(person.kind), person.id) for person in people if person.user_id or person.attendee_ids]
    note_look(request, subjects, what, reason)


def _person(kind: str, key: UUID) -> Person:
    """Raises Http404."""
    found = member(key) if kind == "member" else attendee(key) if kind == "attendee" else None
    if found is None:
        raise Http404("person")
    return found


@require_http_methods(FORM)
@never_cache
@for_provider
def people(request: HttpRequest) -> HttpResponse:
    """Search. The words stand in no address, so in no history and no log."""
    form = SearchForm(request.POST if request.method == "POST" else None)
    found: list[Person] | None = None
    if form.is_bound and form.is_valid():
        found = find(form.cleaned_data["words"])
        _note(request, found, What.SEARCH, form.cleaned_data["reason"])
    return render(request, "provider/people.html", {"form": form, "found": found})


@require_http_methods(FORM)
@never_cache
@for_provider
def person(request: HttpRequest, kind: str, key: UUID) -> HttpResponse:
    """Everything that is kept about a person, by the data map, after a reason."""
    form = ReasonForm(request.POST if request.method == "POST" else None)
    found = _person(kind, key)
    if not form.is_bound or not form.is_valid():
        return render(request, "provider/person_why.html", {"form": form, "kind": kind})
    _note(request, [found], What.FILE, form.cleaned_data["reason"])
    user = User.objects.filter(pk=found.user_id).first() if found.user_id else None
    context = {
        "person": found, "kept": list(kept_about(found)), "may_write": bool(_address_of(found)),
        "may_erase": user is None or not user.is_provider,
        "suspended": found.user_id is not None and standing_suspension(found.user_id) is not None,
    }  # fmt: skip
    return render(request, "provider/person.html", context)


def _address_of(found: Person) -> str:
    """Members only: guests did not ask for letters, and their address was never shown to be theirs."""
    return where_to_write([found.user_id]).get(found.user_id, "") if found.user_id else ""


@require_http_methods(FORM)
@never_cache
@for_provider
def write(request: HttpRequest, kind: str, key: UUID) -> HttpResponse:
    """The provider writes first (C27); it becomes a case, so that the person can answer."""
    found = _person(kind, key)
    form = WriteFirstForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        _note(request, [found], What.ADDRESS, form.cleaned_data["reason"])
        address = _address_of(found)
        if not address:
            raise Http404("no address")
        by, now = UUID(str(request.user.pk)), timezone.now()
        with transaction.atomic():
            case = write_first(email=address, name=found.name, text=form.cleaned_data["text"], by=by, now=now)
            deeds.note(by_id=by, what=Done.WROTE, subject_id=found.id, reason=form.cleaned_data["reason"], now=now)
        messages.success(request, _("Your letter is written."))
        return redirect("provider:case", case.reference)
    if not _address_of(found):
        raise Http404("no address")
    return render(request, "provider/write.html", {"form": form})


@require_http_methods(FORM)
@never_cache
@for_provider
def erase_person(request: HttpRequest, kind: str, key: UUID) -> HttpResponse:
    """First a reason and what would go; then, with the box ticked, it goes. ``?case=`` closes the guardian's case."""
    found = _person(kind, key)
    case = Case.objects.filter(reference=request.GET.get("case", "")).first()
    sure = "sure" in request.POST.getlist("step")
    form = EraseForm(request.POST) if sure else ReasonForm(request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        if request.method != "POST" or not sure:
            return render(request, "provider/erase_why.html", {"form": form, "case": case})
        return _preview(request, found, form, case)
    _note(request, [found], What.ERASURE, form.cleaned_data["reason"])
    if not sure:
        return _preview(request, found, EraseForm(initial={"reason": form.cleaned_data["reason"]}), case)
    return _erase(request, found, case)


@require_POST
@for_provider
def case_child(request: HttpRequest, reference: str) -> HttpResponse:
    """From a guardian's case: what stands under the child's address; then, with the box ticked, all of it goes."""
    case = Case.objects.filter(reference=reference, kind=Case.Kind.GUARDIAN).first()
    told = GuardianRequest.objects.filter(case=case).first() if case else None
    if case is None or told is None or not told.child_email or case.state == Case.State.UNCONFIRMED:
        raise Http404("child")
    found = under(told.child_email)
    sure, asked = "sure" in request.POST.getlist("step"), ReasonForm(request.POST)
    if not asked.is_valid():
        return redirect("provider:case", reference)
    reason = asked.cleaned_data["reason"]
    form = EraseForm(request.POST if sure else None, initial={"reason": reason})
    if sure and not form.is_valid():
        return _preview(request, found, form, case)
    _note(request, [found], What.ERASURE, reason)
    return _erase(request, found, case) if sure else _preview(request, found, form, case)


def _preview(
    request: HttpRequest, found: Person, form: EraseForm | ReasonForm, case: Case | None
) -> HttpResponse:  # fmt: skip
    context = {"form": form, "person": found, "goes": preview(found), "case": case}
    return render(request, "provider/erase.html", context)


def _erase(request: HttpRequest, found: Person, case: Case | None) -> HttpResponse:
    """At once where it is little; else the next page shows how far it is. A guardian's case closes with it."""
    guardian = case is not None and case.kind == Case.Kind.GUARDIAN
    why = Erasure.Why.CHILD if guardian else Erasure.Why.ASKED
    try:
        ordered = order(person=found, now=timezone.now(), why=why, case_id=case.pk if case and guardian else None)
    except IsProvider as error:
        raise Http404("staff") from error
    # Of nobody, and not with the reason given, which may name them: they are gone.
    told = f"case {case.reference}" if case is not None else "person's page"
    deeds.note(by_id=UUID(str(request.user.pk)), what=Done.ERASED, reason=told, now=timezone.now())
    if ordered.expected <= AT_ONCE:
        carry_out(ordered.pk)
    return redirect("provider:erasure", ordered.pk)


@require_safe
@never_cache
@for_provider
def erasure(request: HttpRequest, key: UUID) -> HttpResponse:
    """How far it is, and then the receipt. It names nobody."""
    found = Erasure.objects.filter(pk=key).first()
    if found is None:
        raise Http404("erasure")
    context = {"progress": progress_of(found), "receipt": receipt_of(found), "child": found.why == Erasure.Why.CHILD}
    return render(request, "provider/erased.html", context)
