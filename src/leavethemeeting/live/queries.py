"""The board as of now, read by the web app: what the page shows before, or without, the live stream."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.db import connection

from leavethemeeting.attendance.queries import facts_of
from leavethemeeting.attendance.reading import LOG_SQL, event_from, stored
from leavethemeeting.live.board import Board, Facts, LogEntry, Opening, Snapshot
from leavethemeeting.meetings.models import Occurrence
from leavethemeeting.shared.moments import now_ms

_AT_ONCE = 5_000


def snapshot_of(occurrence: Occurrence) -> Snapshot:
    """Everything about ``occurrence``, whose leave was asked for. Costs its whole log: once a page, not once a change."""
    board = Board(_facts(occurrence), _openings(occurrence))
    for portion in _log_of(occurrence):
        board.apply(portion)
    board.tell_time(now_ms())
    return board.snapshot()


def latest_occurrence(meeting_id: UUID) -> Occurrence | None:
    """The one that is open now, else the one opened last; None before the first opening."""
    opened = Occurrence.objects.filter(meeting_id=meeting_id)
    running = opened.filter(openings__closed_at__isnull=True).order_by("-openings__opened_at")
    return running.first() or opened.order_by("-openings__opened_at", "-first_opened_at").first()


def _facts(occurrence: Occurrence) -> Facts:
    meeting = occurrence.meeting
    return Facts(
        occurrence=str(occurrence.id),
        title=meeting.title,
        zone=meeting.time_zone,
        scheduled_start=occurrence.scheduled_start_at,
        scheduled_end=occurrence.scheduled_end_at,
        hosts=tuple(sorted(facts_of(occurrence).hosts)),
        keeps_text=meeting.keeps_chat_text,
    )


def _openings(occurrence: Occurrence) -> tuple[Opening, ...]:
    rows = occurrence.openings.order_by("opened_at").values_list("opened_at", "closed_at")
    return tuple(Opening(opened_at, closed_at) for opened_at, closed_at in rows)


def _log_of(occurrence: Occurrence) -> Iterator[list[LogEntry]]:
    with connection.cursor() as cursor:
        cursor.execute(LOG_SQL, [stored(occurrence.id)])
        while rows := cursor.fetchmany(_AT_ONCE):
            yield [(row[0], event_from(row[1:]), row[-1] or "") for row in rows]
