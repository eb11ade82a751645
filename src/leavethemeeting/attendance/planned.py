"""A member's dates, past and to come, as their plugin needs them for rules about the end and the next meeting."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import takewhile

from django.db.models import Q

from leavethemeeting.accounts.models import User
from leavethemeeting.domain.call_addresses import address_sha256, room_address
from leavethemeeting.domain.schedule import Span
from leavethemeeting.meetings.dates import dates_of
from leavethemeeting.meetings.models import Meeting
from leavethemeeting.meetings.queries import meetings_hosted_by
from leavethemeeting.shared.environment import environment
from leavethemeeting.shared.moments import from_datetime, to_datetime

BEFORE, AHEAD = timedelta(hours=12), timedelta(days=14)
MOST_MEETINGS, MOST_DATES = 200, 500


def planned_for(user: User, *, now: int) -> list[dict[str, object]]:
    """One line per date from twelve hours ago to fourteen days ahead, in order; meetings at any time without moments.

    ``call_sha256`` is the hash of the call's normalised address, empty where no call can be told from the link.
    """
    hosted = set(meetings_hosted_by(user).values_list("pk", flat=True))
    mine = Meeting.objects.filter(Q(pk__in=hosted) | Q(attendees__user=user)).distinct().select_related("owner")
    since = to_datetime(now) - BEFORE
    ended = Q(repeats="") & (Q(ends_at__lt=since) | Q(ends_at__isnull=True, starts_at__lt=since - BEFORE))
    lines = [
        _line(meeting, span, hosts=meeting.pk in hosted)
        for meeting in mine.exclude(ended).order_by("-planned_at", "pk")[:MOST_MEETINGS]
        for span in _near(meeting, now)
    ]
    lines.sort(key=lambda line: (line["start"] is None, line["start"], line["id"]))
    return lines[:MOST_DATES]


def _near(meeting: Meeting, now: int) -> Iterator[Span | None]:
    if meeting.starts_at is None:
        yield None
        return
    first, last = to_datetime(now) - BEFORE, to_datetime(now) + AHEAD
    yield from (span for span in takewhile(lambda span: span.start < last, dates_of(meeting)) if span.over_at > first)


def _line(meeting: Meeting, span: Span | None, *, hosts: bool) -> dict[str, object]:
    return {
        "id": str(meeting.pk),
        "series": str(meeting.pk) if meeting.repeats else "",
        "title": meeting.title,
        "host": meeting.owner.name,
        "role": "host" if hosts else "attendee",
        "start": from_datetime(span.start) if span else None,
        "end": from_datetime(span.end) if span and span.end else None,
        "call_sha256": meeting.call_sha256 or _room(meeting),
    }


def _room(meeting: Meeting) -> str:
    """The built-in room has a call address as well: the plugin knows by it when the date ends."""
    if meeting.place != Meeting.Place.ROOM:
        return ""
    address = room_address(f"{environment().public_url}/m/{meeting.code}/")
    return address_sha256(address) if address else ""
