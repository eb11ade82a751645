"""Reads about rooms. The caller knows who asks: ``attendee`` is the reader's own row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from leavethemeeting.attendance.models import Claim, Event
from leavethemeeting.attendance.payloads import decode_detail
from leavethemeeting.domain.events import EventType, SourceKind
from leavethemeeting.meetings.models import Attendee
from leavethemeeting.room.models import Checkpoint
from leavethemeeting.shared.moments import from_datetime

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
    fresh = Checkpoint.objects.filter(occurrence_id=occurrence_id, at__gte=from_datetime(now) - _FRESH_MS)
    references = [reference for listed in fresh.values_list("connections", flat=True) for reference, _proof in listed]
    entrances = Event.objects.filter(occurrence_id=occurrence_id, type=EventType.ENTER, connection_ref__in=references)
    return entrances.exists()
