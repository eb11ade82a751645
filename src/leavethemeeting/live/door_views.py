"""Letting people in from the dashboard: the same rows and commands as from the room and from the meeting's page."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from leavethemeeting.domain.permissions import Deed
from leavethemeeting.meetings.models import Occurrence, Opening
from leavethemeeting.meetings.queries import occurrence_for
from leavethemeeting.meetings.views import MemberRequest
from leavethemeeting.room.actions import command
from leavethemeeting.room.models import Command
from leavethemeeting.room.waiting import Asking, asking, asking_as
from leavethemeeting.room.words import because
from leavethemeeting.shared.moments import now_ms

_ANSWERS = {"admit": Command.Kind.ADMIT, "refuse": Command.Kind.REFUSE}


@never_cache
@require_POST
@login_required
def door(request: MemberRequest, occurrence_id: UUID) -> HttpResponse:
    """``deed`` ``admit`` or ``refuse`` with ``person`` (the row's key), or ``admit_all``.

    Whoever resembles somebody removed, or came back under another name, is let in only with ``sure``: a page asks
    for it, and a script that accepts JSON gets ``{"ask": why}``. It otherwise gets ``{"said": what was done}``.
    """
    found = occurrence_for(user=request.user, occurrence_id=occurrence_id, deed=Deed.ADMIT)
    deed = request.POST.get("deed", "")
    if not Opening.objects.filter(occurrence=found, closed_at=None).exists():
        return _said(request, found, _("The meeting is not open any more, so nothing was changed."))
    if deed == "admit_all":
        return _said(request, found, _admit_all(request, found))
    if deed not in _ANSWERS:
        raise BadRequest("deed")
    one = asking_as(found, _attendee_in(request.POST.get("person", "")))
    if one is None:
        return _said(request, found, _("Nobody waits under this name any more."))
    if deed == "admit" and not one.is_plain and request.POST.get("sure") != "1":
        return _ask(request, found, one)
    _answer(request, found, one, _ANSWERS[deed])
    said = {"admit": _("%(name)s is admitted."), "refuse": _("%(name)s is not admitted.")}[deed]
    return _said(request, found, said % {"name": one.attendee.name})


def _attendee_in(key: str) -> UUID:
    """The attendee of a row's key (live/shapes.py). Raises Http404: only who came through our door waits at it."""
    kind, _colon, name = key.partition(":")
    try:
        return UUID(name if kind == "attendee" else "")
    except ValueError as error:
        raise Http404("attendee") from error


def _answer(request: MemberRequest, found: Occurrence, one: Asking, kind: Command.Kind) -> None:
    command(occurrence=found, kind=kind, attendee=one.attendee, actor=request.user, now=now_ms())


def _admit_all(request: MemberRequest, found: Occurrence) -> str:
    """Everybody of whom nothing else must be known first."""
    waiting = asking(found)
    plain = [one for one in waiting if one.is_plain]
    for one in plain:
        _answer(request, found, one, Command.Kind.ADMIT)
    said = ngettext("%(n)d person is admitted.", "%(n)d people are admitted.", len(plain)) % {"n": len(plain)}
    rest = len(waiting) - len(plain)
    if not rest:
        return said
    left = ngettext(
        "%(n)d waits for a decision of their own.", "%(n)d wait for a decision of their own.", rest
    ) % {"n": rest}  # fmt: skip
    return f"{said} {left}"


def _wants_json(request: MemberRequest) -> bool:
    return request.headers.get("Accept", "") == "application/json"


def _said(request: MemberRequest, found: Occurrence, said: str) -> HttpResponse:
    if _wants_json(request):
        return JsonResponse({"said": said})
    messages.info(request, said)
    return redirect("live:occurrence", found.id)


def _ask(request: MemberRequest, found: Occurrence, one: Asking) -> HttpResponse:
    why = because()[one.because] % {"former": one.former}
    if _wants_json(request):
        return JsonResponse({"ask": why})
    context = {
        "question": _("Admit %(name)s?") % {"name": one.attendee.name},
        "text": why,
        "harmless": True,
        "hidden": {"deed": "admit", "person": f"attendee:{one.attendee.id}", "sure": "1"},
        "confirm": _("Admit"),
        "keep": _("Cancel"),
        "cancel_url": reverse("live:occurrence", args=[found.id]),
    }
    return render(request, "shared/confirm.html", context)
