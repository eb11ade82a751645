"""Objecting, and for a guest: erasing."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from leavethemeeting.consent.forms import SwitchForm
from leavethemeeting.consent.kinds import OBJECTIONS, TITLES, Kind, sentence
from leavethemeeting.privacy.erasure import erase_address
from leavethemeeting.privacy.people import Person, kept_about
from leavethemeeting.rights.forms import EraseForm
from leavethemeeting.rights.objections import since, switch
from leavethemeeting.rights.whose import for_the_person, forget
from leavethemeeting.shared.table_words import title_of


@require_safe
@for_the_person
def objections(request: HttpRequest, person: Person) -> HttpResponse:
    """What one may object to, and what holds now."""
    switches = [
        {"kind": kind.value, "title": TITLES[kind], "sentence": sentence(kind), "since": moment}
        for kind, moment in since(person)
    ]
    return render(request, "rights/objections.html", {"switches": switches, "person": person})


@require_POST
@for_the_person
def object_to(request: HttpRequest, person: Person, kind: str) -> HttpResponse:
    """Switch one on or off, at once. Raises Http404."""
    if kind not in {one.value for one in OBJECTIONS}:
        raise Http404("objection")
    form = SwitchForm(request.POST)
    if form.is_valid():
        on = form.cleaned_data["on"]
        switch(person=person, kind=Kind(kind), on=on, now=timezone.now())
        said = _("It holds from now: %(what)s.") if on else _("Taken back: %(what)s.")
        messages.success(request, said % {"what": TITLES[Kind(kind)]})
    return redirect("rights:objections")


#: Where a table's title does not speak to its person.
_YOURS = {
    "meetings_attendee": gettext_lazy("Meetings you came to"),
    "attendance_claim": gettext_lazy("What the record says of you"),
}


def _goes(person: Person) -> list[tuple[str, int]]:
    """What a guest's erasure takes: each table of the data map, and how many of its rows."""
    return [(str(_YOURS.get(kept.table.name) or title_of(kept.table.name)), kept.count) for kept in kept_about(person)]


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_person
def erase(request: HttpRequest, person: Person) -> HttpResponse:
    """What would go, by the data map; then it goes. A member is led to the end of their account."""
    if person.user_id:
        return redirect("accounts:delete")
    form = EraseForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = {"form": form, "goes": _goes(person), "person": person}
        return render(request, "rights/erase.html", context, status=422 if form.is_bound else 200)
    forget(request)
    request.session.save()  # before the erasure ends every session that names the address
    erase_address(email=person.emails[0], now=timezone.now())
    return render(request, "rights/erased.html")
