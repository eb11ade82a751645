"""Reads about rooms. The caller knows who asks: ``attendee`` is the reader's own row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Max

from leavethemeeting.attendance.models import Claim, Event
from leavethemeeting.attendance.payloads import decode_detail
from leavethemeeting.domain.events import EventType, SourceKind
from leavethemeeting.meetings.actions.erasing import attendees_of
from leavethemeeting.meetings.models import Attendee
from leavethemeeting.room.models import Checkpoint
from leavethemeeting.shared.moments import from_datetime, to_datetime

_LATEST = 50  # connections; more than one sitting has


@dataclass(frozen=True, slots=True)
class Departure:
    """How a connection ended. ``reason`` as in ``domain.events.ExitReason``, without the id of a rule."""

    at: int
    reason: str


def last_departure(attendee: Attendee) -> Departure | None:
    """How the attendee's latest connection to a room of this meeting ended; None while its end is not written."""
    entrances = (
        Claim.objects.filter(meeting_id=attendee.meeting_id, attendee_id=attendee.id, event_id__startswith="enter-")
        .order_by("-occurrence_id")
        .values_list("connection_ref", flat=True)
    )
    events = Event.objects.filter(
        meeting_id=attendee.meeting_id, source_kind=SourceKind.ROOM, connection_ref__in=list(entrances[:_LATEST])
    )
    latest = events.filter(type=EventType.ENTER).order_by("-at", "-position").first()
    left = latest and events.filter(type=EventType.EXIT, connection_ref=latest.connection_ref).first()
    return Departure(left.at, decode_detail(left.detail).reason.partition(":")[0]) if left else None


_FRESH_MS = 60_000  # an occupied room writes a checkpoint every ten seconds, an empty one has none


def occupied(occurrence_id: UUID, *, now: datetime) -> bool:
    """Whether somebody is in the occurrence's room, as far as its last checkpoint knows. Who waits is not in it."""
    references = _connected(occurrence_id, now)
    entrances = Event.objects.filter(occurrence_id=occurrence_id, type=EventType.ENTER, connection_ref__in=references)
    return entrances.exists()


def _connected(occurrence_id: UUID, now: datetime) -> set[str]:
    fresh = Checkpoint.objects.filter(occurrence_id=occurrence_id, at__gte=from_datetime(now) - _FRESH_MS)
    return {reference for listed in fresh.values_list("connections", flat=True) for reference, _proof in listed}


def last_in_room(user_id: UUID, now: datetime) -> datetime | None:
    """``now`` for a member who is in a room or its waiting room; else when they left the last one, None where never."""
    mine = Claim.objects.filter(attendee_id__in=list(attendees_of(user_id))).order_by("-occurrence_id")
    connections = list(mine.values_list("meeting_id", "occurrence_id", "connection_ref").distinct()[:_LATEST])
    for occurrence in {occurrence for _meeting, occurrence, _reference in connections}:
        if _connected(occurrence, now) & {reference for _meeting, _occurrence, reference in connections}:
            return now
    left = Event.objects.filter(
        meeting_id__in={meeting for meeting, _occurrence, _reference in connections}, source_kind=SourceKind.ROOM,
        type=EventType.EXIT, connection_ref__in={reference for _meeting, _occurrence, reference in connections},
    ).aggregate(at=Max("at"))["at"]  # fmt: skip
    return min(to_datetime(left), now) if left else None
