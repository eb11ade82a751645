"""Lets evidence go: when its meeting is deleted, and when its time is over.

Rows are deleted, never edited, in chunks of ``CHUNK``, so that on SQLite the writer of the log waits for no
long transaction. Nothing is left behind: what a host promised at the door to keep for a number of days is gone after.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.db.models import F, Max
from django.utils.translation import ngettext

from leavethemeeting.attendance.models import Claim, Event, Tally
from leavethemeeting.meetings.models import Attendee, Occurrence
from leavethemeeting.shared.moments import from_datetime

CHUNK = 200
DAY_MS = 86_400_000


def _delete(model: type[models.Model], column: str, key: UUID) -> int:
    """Every row of ``model`` whose ``column`` is ``key``, chunk by chunk. Returns how many went."""
    table = model._meta.db_table
    stored: Any = key if connection.vendor == "postgresql" else key.hex
    handle = "ctid" if connection.vendor == "postgresql" else "rowid"
    gone = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                f"DELETE FROM {table} WHERE {handle} IN "  # noqa: S608 -- our own table, our own column
                f"(SELECT {handle} FROM {table} WHERE {column} = %s LIMIT {CHUNK})",
                [stored],
            )
            deleted: int = cursor.rowcount
        gone += deleted
        if deleted < CHUNK:
            return gone


def _delete_occurrence(occurrence_id: UUID) -> int:
    """Words and names first, so that nothing personal outlives a break in the middle."""
    return sum(_delete(model, "occurrence_id", occurrence_id) for model in (Claim, Tally, Event))


def forget_meeting(meeting_id: UUID) -> int:
    """All evidence of a meeting that is being deleted. Returns how many rows went."""
    return sum(
        _delete_occurrence(each)
        for each in Occurrence.objects.filter(meeting_id=meeting_id).values_list("id", flat=True)
    )


def named_with_meeting(meeting_id: UUID) -> list[str]:
    """What would go, for the confirmation page."""
    count = Event.objects.filter(meeting_id=meeting_id).count()
    return (
        [ngettext("%(count)d recorded event", "%(count)d recorded events", count) % {"count": count}] if count else []
    )


def forget_expired(*, now: datetime) -> int:
    """Occurrences whose days are over (``Meeting.keeps_days`` after they last closed), with everybody's part in them.

    Attendees who are in none of the meeting's remaining occurrences go as well. Returns how many occurrences went.
    """
    moment = from_datetime(now)
    closed = Occurrence.objects.annotate(last=Max("openings__closed_at")).filter(last__isnull=False)
    over = closed.exclude(openings__closed_at__isnull=True).filter(last__lte=moment - F("meeting__keeps_days") * DAY_MS)
    expired = list(over.values_list("id", "meeting_id"))
    for occurrence_id, meeting_id in expired:
        _delete_occurrence(occurrence_id)
        Occurrence.objects.filter(id=occurrence_id).delete()
        _delete_attendees_without_trace(meeting_id, moment)
    return len(expired)


def _delete_attendees_without_trace(meeting_id: UUID, moment: int) -> None:
    seen = Claim.objects.filter(meeting_id=meeting_id, attendee_id__isnull=False).values("attendee_id")
    old = models.Q(first_came_at__lte=moment - F("meeting__keeps_days") * DAY_MS)
    gone = Attendee.objects.filter(old, meeting_id=meeting_id).exclude(id__in=seen).values_list("id", flat=True)
    Attendee.objects.filter(id__in=list(gone)).delete()
