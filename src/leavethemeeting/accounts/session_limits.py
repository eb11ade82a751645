"""Ends what was signed in for too long: without a sign of life, or at all (``shared.session_limits``).

Nobody is put out in the middle of a meeting: while they are connected to a room neither limit holds, and having
been there is a sign of life.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import logout
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leavethemeeting.accounts.models import User
from leavethemeeting.shared.environment import environment
from leavethemeeting.shared.session_limits import STAFF, SessionLimits
from leavethemeeting.shared.tickets import session_digest
from leavethemeeting.shared.wakeups import ACCESS, ring_on_commit

BEGAN, SEEN = "signed_in_at", "seen_at"  # session keys, in seconds UTC
NOTED_EVERY = 300  # seconds: a sign of life within these is not written again

LastInRoom = Callable[[UUID, datetime], datetime | None]
_last_in_room: list[LastInRoom] = []


def tell_last_in_room(ask: LastInRoom) -> None:
    """For ``room``, a higher slice: ``ask(user_id, now)`` is ``now`` for whoever is in a room, else when they left the last."""
    _last_in_room.append(ask)


def limits_of(user: User) -> SessionLimits:
    """What holds for this member."""
    limits = environment().sessions
    if not user.is_provider:
        return limits
    return SessionLimits(min(limits.idle, STAFF.idle), min(limits.whole, STAFF.whole))


def span_words(span: timedelta) -> str:
    """A limit as it is told: "12 hours", "14 days"."""
    hours = int(span.total_seconds()) // 3600
    if hours % 24:
        return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    return ngettext("%(n)d day", "%(n)d days", hours // 24) % {"n": hours // 24}


def began(*, request: HttpRequest, **_signal: Any) -> None:
    """Django's ``user_logged_in``: both limits count from here."""
    request.session[BEGAN] = request.session[SEEN] = int(timezone.now().timestamp())


def is_over(user: User, *, began_at: int, seen_at: int, now: datetime) -> bool:
    """Whether a session ends here. Rooms are asked only for one that otherwise would."""
    limits, moment = limits_of(user), now.timestamp()
    old = moment - began_at >= limits.whole.total_seconds()
    idle = moment - seen_at >= limits.idle.total_seconds()
    if not old and not idle:
        return False
    there = [at for ask in _last_in_room if (at := ask(user.pk, now))]
    if any(at >= now for at in there):
        return False
    return old or not any(now - at < limits.idle for at in there)


class Limits:
    """Signs out whoever was signed in for too long, before the page wanted does anything; notes signs of life."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if isinstance(request.user, User):
            _keep_or_end(request, request.user, timezone.now())
        return self.get_response(request)


def _keep_or_end(request: HttpRequest, user: User, now: datetime) -> None:
    session, moment = request.session, int(now.timestamp())
    if BEGAN not in session:  # signed in before there were limits
        session[BEGAN] = session[SEEN] = moment
        return
    if is_over(user, began_at=session[BEGAN], seen_at=session[SEEN], now=now):
        with transaction.atomic():
            ring_on_commit(ACCESS, f"session:{session_digest(session.session_key)}")  # a dashboard left open
            UserSession.objects.filter(session_key=session.session_key).delete()
            logout(request)
        messages.info(
            request, _("You were signed out, because your last sign-in is some time ago. Sign in again to go on.")
        )
    elif moment - session[SEEN] >= NOTED_EVERY:
        session[SEEN] = moment
        UserSession.objects.filter(session_key=session.session_key).update(last_seen_at=now)
