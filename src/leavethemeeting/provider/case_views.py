"""Cases: what people wrote, and the provider's answers."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db.models import BooleanField, ExpressionWrapper, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from leavethemeeting.consent.provider_views import for_provider
from leavethemeeting.provider.forms import WriteForm
from leavethemeeting.website.cases import NotConfirmed, answer, cases, close, confirm, conversation
from leavethemeeting.website.cases import note as add_note
from leavethemeeting.website.models import Case, GuardianRequest

MOST = 200


def _case(reference: str) -> Case:
    """Raises Http404."""
    found = Case.objects.filter(reference=reference).first()
    if found is None:
        raise Http404("case")
    return found


def _guardians_first(state: Case.State) -> list[Case]:
    found = cases(state).annotate(urgent=ExpressionWrapper(Q(kind=Case.Kind.GUARDIAN), BooleanField()))
    return list(found.order_by("-urgent", "opened_at")[:MOST])


@require_safe
@never_cache
@for_provider
def case_list(request: HttpRequest) -> HttpResponse:
    """Those that wait for us, those that wait for the person, those whose code never came; ``?state=closed`` the rest."""
    if request.GET.get("state") == "closed":
        groups = [(_("Closed"), list(cases(Case.State.CLOSED).order_by("-closed_at")[:MOST]))]
    else:
        groups = [
            (_("Waiting for you"), _guardians_first(Case.State.OPEN)),
            (_("Waiting for the person"), _guardians_first(Case.State.ANSWERED)),
            (_("Address not confirmed"), _guardians_first(Case.State.UNCONFIRMED)),
        ]
    context = {"groups": [(title, found) for title, found in groups if found], "closed": "state" in request.GET}
    return render(request, "provider/cases.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@for_provider
def case(request: HttpRequest, reference: str) -> HttpResponse:
    """Read, answer by letter, or add a note that stays here."""
    found = _case(reference)
    form = WriteForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        by, text, now = UUID(str(request.user.pk)), form.cleaned_data["text"], timezone.now()
        if "note" in request.POST:
            add_note(case=found, text=text, by=by, now=now)
            return redirect("provider:case", reference)
        try:
            answer(case=found, text=text, by=by, now=now)
        except NotConfirmed:
            form.add_error(None, _("Nobody knows yet who would read this: the address is not confirmed."))
        else:
            messages.success(request, _("Your answer is written and leaves as a letter."))
            return redirect("provider:case", reference)
    told = GuardianRequest.objects.filter(case=found).first()
    context = {"case": found, "said": conversation(found, with_notes=True), "form": form, "child": told}
    return render(request, "provider/case.html", context)


@require_POST
@for_provider
def case_move(request: HttpRequest, reference: str) -> HttpResponse:
    """Close it, or judge that an unconfirmed one is genuine."""
    found = _case(reference)
    if "confirm" in request.POST:
        confirm(case=found, now=timezone.now())
    elif "close" in request.POST:
        close(case=found, now=timezone.now())
        messages.success(request, _("The case is closed."))
        return redirect("provider:cases")
    return redirect("provider:case", reference)
