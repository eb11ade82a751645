"""The join page: what is recorded, then the way in. Works without JavaScript up to the room itself."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from allauth.core.ratelimit import consume, respond_429
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from leavethemeeting.accounts.age_question import refuse, was_refused
from leavethemeeting.accounts.models import User
from leavethemeeting.consent.forms import agreement
from leavethemeeting.consent.kinds import Channel
from leavethemeeting.consent.queries import guest_has_accepted
from leavethemeeting.meetings.actions.entering import NotAdmitted, enter_as_guest, enter_as_member
from leavethemeeting.meetings.actions.seating import take_seat, takes_a_seat
from leavethemeeting.meetings.door import Door, State, door_of
from leavethemeeting.meetings.door_forms import AgeForm, GuestForm
from leavethemeeting.meetings.models import Attendee, Meeting
from leavethemeeting.meetings.page_words import page_words
from leavethemeeting.meetings.queries import GUESTS_OF_SESSION, attendee_of, hosts_of, meeting_at
from leavethemeeting.shared.environment import environment
from leavethemeeting.shared.moments import now_ms

AGE_PASSED = "age_passed"  # session key: this browser's guest passed the age question


def _door(request: HttpRequest, meeting: Meeting) -> tuple[Door, Attendee | None]:
    attendee = attendee_of(request, meeting)
    return door_of(meeting, attendee=attendee, reader=request.user, now=timezone.now()), attendee


def _step(request: HttpRequest, meeting: Meeting, attendee: Attendee | None) -> str:
    """What an open door asks of this person next: ``enter``, ``seat``, ``age`` or ``guest``."""
    if takes_a_seat(request.user, meeting):
        return "seat"
    if isinstance(request.user, User) or (attendee is not None and guest_has_accepted(attendee.email)):
        return "enter"
    return "guest" if request.session.get(AGE_PASSED) else "age"


def _blank(step: str, attendee: Attendee | None) -> AgeForm | GuestForm | None:
    if step == "age":
        return AgeForm(today=timezone.localdate())
    known = (
        {"name": attendee.name, "email": attendee.email} if attendee else {}
    )  # asked again after a change of the policy
    return GuestForm(initial=known) if step == "guest" else None


def _page(request: HttpRequest, meeting: Meeting, *, form: AgeForm | GuestForm | None = None) -> HttpResponse:
    door, attendee = _door(request, meeting)
    outside = meeting.place == Meeting.Place.LINK
    step = _step(request, meeting, attendee) if door.state is State.OPEN and not outside else ""
    context: dict[str, Any] = {
        "meeting": meeting,
        "door": door,
        "attendee": attendee,
        "shown_name": request.user.name if isinstance(request.user, User) else attendee and attendee.name,
        "step": step,
        "form": form or _blank(step, attendee),
        "hosts": hosts_of(meeting),
        "outside_host": urlsplit(meeting.outside_url).hostname,
        "provider": environment().operator_name,
        "sends_media": (attendee.role if attendee else meeting.newcomers_are) == Meeting.Role.PARTICIPANT or door.hosts,
        "stun_url": environment().stun_url,
        "has_turn": environment().turn is not None,
        "relay_only": environment().relay_only,
        "agreement": agreement() if step == "guest" else "",
        "words": page_words(),
        "waits": door.state in (State.NOT_YET, State.CLOSED) and not outside,
    }
    return render(request, "meetings/join.html", context)


@require_GET
@never_cache
def join(request: HttpRequest, code: str) -> HttpResponse:
    """The page behind every join link."""
    meeting = meeting_at(code)
    if was_refused(request) and not isinstance(request.user, User) and not meeting.minors_attend:
        return render(request, "accounts/age_refused.html", status=403)
    return _page(request, meeting)


@require_GET
@never_cache
def state(request: HttpRequest, code: str) -> JsonResponse:
    """What a waiting page asks every few seconds: ``{"state": "not_yet"}``."""
    door, _attendee = _door(request, meeting_at(code))
    return JsonResponse({"state": door.state})


@require_POST
@never_cache
def age(request: HttpRequest, code: str) -> HttpResponse:
    """The guest's answer to the age question; that it was passed is remembered, the date is not."""
    meeting = meeting_at(code)
    if was_refused(request):
        return refuse(request)
    form = AgeForm(request.POST, today=timezone.localdate())
    if form.is_valid():
        request.session[AGE_PASSED] = True
        return redirect("meetings:join", code)
    if form.age_refused:
        return refuse(request)
    return _page(request, meeting, form=form)


def _room(meeting: Meeting) -> HttpResponse:
    try:
        return redirect(reverse("room:page", args=[meeting.code]))
    except NoReverseMatch as error:
        raise Http404("this installation has no room") from error


@require_POST
@never_cache
def guest(request: HttpRequest, code: str) -> HttpResponse:
    """The guest's name and e-mail; then into the room."""
    meeting = meeting_at(code)
    if (
        isinstance(request.user, User)
        or was_refused(request)
        or not request.session.get(AGE_PASSED)
        or meeting.minors_attend
    ):
        return redirect("meetings:join", code)  # a member enters as a member, a guest is asked the age first
    form = GuestForm(request.POST)
    if not form.is_valid():
        return _page(request, meeting, form=form)
    guests: dict[str, str] = request.session.get(GUESTS_OF_SESSION, {})
    known = attendee_of(request, meeting)
    if known is None and not consume(request, action="enter_as_guest"):
        return respond_429(request)
    try:
        with transaction.atomic():
            attendee = enter_as_guest(
                meeting=meeting, name=form.cleaned_data["name"], email=form.cleaned_data["email"],
                known=known.id if known else None, now=now_ms(),
            )  # fmt: skip
            form.accept(email=attendee.email, channel=Channel.DOOR, now=timezone.now())
    except NotAdmitted:
        return redirect("meetings:join", code)
    request.session[GUESTS_OF_SESSION] = {**guests, str(meeting.id): str(attendee.id)}
    return _room(meeting)


@require_POST
@never_cache
def enter(request: HttpRequest, code: str) -> HttpResponse:
    """Into the room, for a member or for the guest whom this browser remembers."""
    meeting = meeting_at(code)
    if takes_a_seat(request.user, meeting):
        return _seat(request, meeting)
    if isinstance(request.user, User):
        try:
            enter_as_member(meeting=meeting, user=request.user, now=now_ms())
        except NotAdmitted:
            return redirect("meetings:join", code)
        return _room(meeting)
    door, attendee = _door(request, meeting)
    if attendee is None and meeting.admits == Meeting.Admits.MEMBERS:
        return redirect_to_login(reverse("meetings:join", args=[code]), settings.LOGIN_URL)
    if attendee is None or door.state is not State.OPEN or not guest_has_accepted(attendee.email):
        return redirect("meetings:join", code)
    return _room(meeting)


def _seat(request: HttpRequest, meeting: Meeting) -> HttpResponse:
    """Nothing is asked. The number stands in the session, for as long as the seat is there."""
    known, reader = attendee_of(request, meeting), request.user if isinstance(request.user, User) else None
    if known is None and not consume(request, action="enter_as_guest"):
        return respond_429(request)
    try:
        seat = take_seat(meeting=meeting, reader=reader, known=known.id if known else None, now=now_ms())
    except NotAdmitted:
        return redirect("meetings:join", meeting.code)
    seats: dict[str, str] = request.session.get(GUESTS_OF_SESSION, {})
    request.session[GUESTS_OF_SESSION] = {**seats, str(meeting.id): str(seat.id)}
    return _room(meeting)


@require_POST
@never_cache
def forget(request: HttpRequest, code: str) -> HttpResponse:
    """Somebody else sits at this browser now: ask for name and e-mail anew. What was recorded stays."""
    meeting = meeting_at(code)
    guests = {key: value for key, value in request.session.get(GUESTS_OF_SESSION, {}).items() if key != str(meeting.id)}
    request.session[GUESTS_OF_SESSION] = guests
    request.session.pop(AGE_PASSED, None)  # the question was about the one before
    return redirect("meetings:join", code)


@require_GET
@never_cache
def outside(request: HttpRequest, code: str) -> HttpResponse:
    """The notice before leaving for an outside link. Nothing is recorded here."""
    meeting = meeting_at(code)
    door, _attendee = _door(request, meeting)
    if meeting.place != Meeting.Place.LINK or door.state is not State.OPEN:
        return redirect("meetings:join", code)
    context = {"meeting": meeting, "outside_host": urlsplit(meeting.outside_url).hostname}
    return render(request, "meetings/outside.html", context)
