"""Lets evidence go: when its meeting is deleted, and when its time is over.

Rows are deleted, never edited, in chunks of ``CHUNK``, so that on SQLite the writer of the log waits for no
long transaction. Nothing is left behind: what a host promised at the door to keep for a number of days is gone after.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, models
from django.db.models import Exists, Max, OuterRef
from django.db.models.functions import Cast
from django.utils.translation import ngettext

from leavethemeeting.accesslog.actions import forget_looks_at
from leavethemeeting.attendance.models import Claim, Event, Pack, Tally
from leavethemeeting.meetings.models import Attendee, Occurrence, Opening
from leavethemeeting.shared.moments import from_datetime

CHUNK = 200
DAY_MS = 86_400_000
KEPT_MS = Cast("meeting__keeps_days", models.BigIntegerField()) * DAY_MS  # PostgreSQL: a month overflows an integer


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
    """Words and names first, so that nothing personal outlives a break in the middle; what was packed meanwhile last."""
    _delete(Pack, "occurrence_id", occurrence_id)
    gone = sum(_delete(model, "occurrence_id", occurrence_id) for model in (Claim, Tally, Event))
    _delete(Pack, "occurrence_id", occurrence_id)
    forget_looks_at([occurrence_id])
    return gone


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

    Attendees who are in none of the meeting's remaining occurrences go as well, and what was written about
    a meeting while it was being deleted. Returns how many occurrences went.
    """
    moment = from_datetime(now)
    closed = Occurrence.objects.annotate(last=Max("openings__closed_at")).filter(last__isnull=False)
    over = closed.exclude(openings__closed_at__isnull=True).filter(last__lte=moment - KEPT_MS)
    expired = list(over.values_list("id", flat=True))
    for occurrence_id in expired:
        _delete_occurrence(occurrence_id)
        Occurrence.objects.filter(id=occurrence_id).delete()
    for occurrence_id in _without_meeting():
        _delete_occurrence(occurrence_id)
    _delete_attendees_without_trace(moment)
    return len(expired)


def forget_seats(*, now: datetime) -> int:
    """Numbered seats of meetings that record no individuals, as soon as nothing of the meeting is open; how many.

    A minute after it closed, so that nobody who is still on the way out finds their seat gone.
    """
    open_now = Opening.objects.filter(occurrence__meeting=OuterRef("meeting_id"), closed_at__isnull=True)
    just_closed = Opening.objects.filter(
        occurrence__meeting=OuterRef("meeting_id"), closed_at__gt=from_datetime(now) - 60_000
    )
    seats = Attendee.objects.filter(meeting__occurrences__counts_only=True, user__isnull=True, email="")
    seats = seats.exclude(Exists(Claim.objects.filter(attendee_id=OuterRef("pk"))))
    gone = list(
        seats.exclude(Exists(open_now)).exclude(Exists(just_closed)).values_list("pk", flat=True).distinct()[:CHUNK]
    )
    Attendee.objects.filter(pk__in=gone).delete()
    return len(gone)


def _delete_attendees_without_trace(moment: int) -> None:
    """Whoever came longer ago than the meeting keeps, and of whom nothing is kept; of meetings that are open, nobody."""
    traces = Claim.objects.filter(attendee_id=OuterRef("pk"))
    open_now = Opening.objects.filter(occurrence__meeting=OuterRef("meeting_id"), closed_at__isnull=True)
    old = Attendee.objects.filter(first_came_at__lte=moment - KEPT_MS)
    gone = list(old.exclude(Exists(traces)).exclude(Exists(open_now)).values_list("id", flat=True))
    forget_looks_at(gone)
    for start in range(0, len(gone), CHUNK):
        Attendee.objects.filter(id__in=gone[start : start + CHUNK]).delete()


# From one occurrence to the next by the index, however many rows each of them has.
_APART = """
WITH RECURSIVE apart (occurrence_id) AS (
    SELECT * FROM (SELECT occurrence_id FROM {table} ORDER BY occurrence_id LIMIT 1) AS lowest
    UNION ALL
    SELECT (SELECT t.occurrence_id FROM {table} t WHERE t.occurrence_id > apart.occurrence_id
            ORDER BY t.occurrence_id LIMIT 1)
    FROM apart WHERE apart.occurrence_id IS NOT NULL
)
SELECT occurrence_id FROM apart WHERE occurrence_id IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM meetings_occurrence o WHERE o.id = apart.occurrence_id)"""


def _without_meeting() -> set[UUID]:
    """Occurrences that are only in the log: somebody's exit was still to be written when the meeting was deleted."""
    found: set[UUID] = set()
    for model in (Claim, Tally, Event, Pack):
        with connection.cursor() as cursor:
            cursor.execute(_APART.format(table=model._meta.db_table))
            found |= {key if isinstance(key, UUID) else UUID(hex=key) for (key,) in cursor.fetchall()}
    return found
