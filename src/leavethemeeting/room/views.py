"""The room's page, its tickets, and the page after leaving. What happens inside goes over the socket."""

from __future__ import annotations

from typing import Any

import msgspec
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from leavethemeeting.accounts.models import User
from leavethemeeting.meetings.door import Door, State, door_of
from leavethemeeting.meetings.models import Attendee, Meeting
from leavethemeeting.meetings.queries import attendee_of, meeting_at
from leavethemeeting.room.page_words import page_words
from leavethemeeting.room.payloads import TicketWish, read_wish
from leavethemeeting.room.queries import last_departure
from leavethemeeting.shared import tickets
from leavethemeeting.shared.environment import environment
from leavethemeeting.shared.moments import now_ms, to_datetime
from leavethemeeting.shared.request_numbers import request_number

SOCKET_PATH = "/realtime/room"
TICKETS_A_MINUTE = 60  # for one attendee, all tabs together; a tab whose network flaps needs a few


def _door(request: HttpRequest, meeting: Meeting) -> tuple[Door, Attendee | None]:
    attendee = attendee_of(request, meeting)
    return door_of(meeting, attendee=attendee, reader=request.user, now=timezone.now()), attendee


def _policy() -> dict[str, str]:
    try:
        return {"privacyUrl": reverse("website:privacy")}
    except NoReverseMatch:  # the page is not written yet: the program knows where it will be
        return {}


def _config(request: HttpRequest, meeting: Meeting, attendee: Attendee, door: Door) -> dict[str, Any]:
    """What the page's program is told; read by web/src/room/config.ts."""
    settings = environment()
    return {
        "occurrence": str(door.opening.occurrence_id) if door.opening else "",
        "ticketUrl": reverse("room:ticket", args=[meeting.code]),
        "socketPath": SOCKET_PATH,
        "leftUrl": reverse("room:left", args=[meeting.code]),
        "joinUrl": reverse("meetings:join", args=[meeting.code]),
        "signInUrl": reverse("account_login"),
        "iconsUrl": static("shared/icons.svg"),
        "csrf": get_token(request),
        "title": meeting.title,
        "name": attendee.name,
        "keptDays": meeting.keeps_days,
        "relays": settings.turn is not None,
        "stun": bool(settings.stun_url),
        **_policy(),
    }


@require_GET
@never_cache
def page(request: HttpRequest, code: str) -> HttpResponse:
    """The room itself, for whoever came through the join page; everybody else is sent there."""
    meeting = meeting_at(code)
    door, attendee = _door(request, meeting)
    if attendee is None or door.state is not State.OPEN or meeting.place != Meeting.Place.ROOM:
        return redirect("meetings:join", code)
    config = _config(request, meeting, attendee, door)
    return render(request, "room/room.html", {"meeting": meeting, "config": config, "words": page_words()})


_REFUSALS = {
    State.NOT_YET: ("not_open", 409), State.CLOSED: ("closed", 410), State.OVER: ("closed", 410),
    State.REMOVED: ("removed", 403), State.MEMBERS_ONLY: ("signed_out", 403),
}  # fmt: skip


def _words(code: str) -> str:
    return {
        "not_open": _("This meeting is not open yet."),
        "closed": _("This meeting is closed."),
        "removed": _("The host removed you from this meeting."),
        "signed_out": _("Open the meeting's link again to come in."),
        "malformed": _("The service did not understand this request."),
        "too_fast": _("That was too many tries in a short time. Wait a minute, then try again."),
    }[code]


def _no(code: str, status: int) -> JsonResponse:
    return JsonResponse({"code": code, "message": _words(code)}, status=status)


@require_POST
@never_cache
def ticket(request: HttpRequest, code: str) -> JsonResponse:
    """``{"tab": …}`` → ``{"ticket": …}``, good for a minute and one use; or ``{"code", "message"}`` why not."""
    meeting = meeting_at(code)
    try:
        wish = read_wish(request.body)
    except (msgspec.MsgspecError, UnicodeDecodeError):  # the latter where a string is not UTF-8
        return _no("malformed", 400)
    door, attendee = _door(request, meeting)
    if door.state in _REFUSALS:
        return _no(*_REFUSALS[door.state])
    if attendee is None:
        return _no("signed_out", 403)
    if door.opening is None:
        return _no("closed", 410)
    if not _in_measure(attendee):
        answer = _no("too_fast", 429)
        answer["Retry-After"] = "60"
        return answer
    return JsonResponse({"ticket": _issue(request, attendee, door.opening.occurrence_id, wish)})


def _in_measure(attendee: Attendee) -> bool:
    """Count one ticket more; False when this minute's are used up.

    The minute stands in the key, because a shared cache prolongs what it counts up.
    """
    counter = f"room-tickets:{attendee.id}:{now_ms() // 60_000}"
    cache.add(counter, 0, timeout=120)
    try:
        return cache.incr(counter) <= TICKETS_A_MINUTE
    except ValueError:  # thrown out between the two lines
        return True


def _issue(request: HttpRequest, attendee: Attendee, occurrence: Any, wish: TicketWish) -> str:
    user = request.user if isinstance(request.user, User) and attendee.user_id else None  # a seat is nobody's
    statement = tickets.Ticket(
        purpose=tickets.Purpose.ROOM, meeting=attendee.meeting_id, occurrence=occurrence,
        expires_at=now_ms() + tickets.LIFE_MS, nonce=tickets.new_nonce(), user=user.id if user else None,
        attendee=attendee.id, session=tickets.session_digest(request.session.session_key), tab=wish.tab, request=request_number(),
    )  # fmt: skip
    return tickets.issue(statement, secret_key=environment().secret_key)


@require_GET
@never_cache
def left(request: HttpRequest, code: str) -> HttpResponse:
    """After leaving: when and why, as the record says, and the way back in where there is one."""
    meeting = meeting_at(code)
    door, attendee = _door(request, meeting)
    if attendee is None:
        return redirect("meetings:join", code)
    departure = last_departure(attendee)
    context = {
        "meeting": meeting,
        "departure": departure,
        "at": to_datetime(departure.at) if departure else None,
        "may_return": door.state is State.OPEN,
    }
    return render(request, "room/left.html", context)
