"""The provider's pages about incidents."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from leavethemeeting.consent.provider_views import for_provider
from leavethemeeting.registers import incidents as register
from leavethemeeting.registers import telling
from leavethemeeting.registers.affected import Selection, affected_by
from leavethemeeting.registers.forms import IncidentForm, IncidentNoteForm
from leavethemeeting.registers.history import told_of
from leavethemeeting.registers.incidents import Incident, NotNow
from leavethemeeting.registers.kinds import Kind
from leavethemeeting.registers.notices import period_words
from leavethemeeting.registers.producible import words_of


def _member(request: HttpRequest) -> UUID:
    return UUID(str(request.user.pk))


def _found(key: UUID) -> Incident:
    """Raises Http404."""
    found = register.incident(key)
    if found is None:
        raise Http404
    return found


@require_safe
@never_cache
@for_provider
def index(request: HttpRequest) -> HttpResponse:
    """Every incident, and how much time is left to tell the authority."""
    now = timezone.now()
    rows = [(one, one.hours_left(now)) for one in register.incidents()]
    return render(request, "registers/incidents.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@for_provider
def new(request: HttpRequest) -> HttpResponse:
    """What happened, to which data. ``count`` says first how many persons that is; nothing is written then."""
    form = IncidentForm(
        request.POST if request.method == "POST" else None, initial={"noticed_at": timezone.localtime()}
    )
    counted = None
    if form.is_bound and form.is_valid():
        told = dict(form.cleaned_data)
        selection = Selection(tuple(told.pop("fields_of")), told.pop("since"), told.pop("until"))
        if "count" not in request.POST:
            key = register.mark(**told, selection=selection, by=_member(request), now=timezone.now())
            return redirect("registers:incident", key)
        counted = affected_by(selection)
    return render(request, "registers/incident_new.html", {"form": form, "counted": counted})


@require_safe
@never_cache
@for_provider
def one(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """One incident: the clock, whom it affects, how far the letters are, what was written down."""
    return _page(request, _found(incident_id), IncidentNoteForm())


def _page(request: HttpRequest, found: Incident, form: IncidentNoteForm) -> HttpResponse:
    hours = found.hours_left(timezone.now())
    context = {
        "one": found, "hours": hours, "late": -hours, "fields": words_of(found.selection.fields),
        "period": period_words(found.selection.since, found.selection.until), "history": told_of(found.entries), "form": form,
        "people": affected_by(found.selection) if found.letters is None else None,
        "progress": telling.progress_of(found.id) if found.letters is not None else None,
    }  # fmt: skip
    return render(request, "registers/incident.html", context)


@require_POST
@for_provider
def write(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """One more entry."""
    found, form = _found(incident_id), IncidentNoteForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    told = form.cleaned_data
    try:
        register.write_down(
            key=found.id, kind=Kind(told["kind"]), text=told["text"], by=_member(request), now=timezone.now()
        )
    except NotNow:
        form.add_error("kind", _("First write down that the authority was told, or why it need not be."))
        return _page(request, found, form)
    messages.success(request, _("Written down."))
    return redirect("registers:incident", found.id)


@require_POST
@for_provider
def letters(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """Note whom it affects, and write to each."""
    found = _found(incident_id)
    try:
        count = telling.begin_letters(key=found.id, by=_member(request), now=timezone.now())
    except NotNow:
        messages.error(request, _("The letters were begun before."))
    else:
        messages.success(request, _("%(count)d persons are noted; the letters are being written.") % {"count": count})
    return redirect("registers:incident", found.id)
