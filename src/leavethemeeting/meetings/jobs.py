"""What happens by itself: a forgotten meeting closes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from leavethemeeting.meetings.actions.opening import CloseReason, close_occurrence
from leavethemeeting.meetings.models import Opening
from leavethemeeting.shared.moments import from_datetime

AFTER_END_MS = 30 * 60_000
WITHOUT_END_MS = 12 * 3_600_000


def _is_forgotten(opening: Opening, now: int) -> bool:
    """Half an hour after the planned end, or of being open again after it; twelve hours where none was planned."""
    end = opening.occurrence.scheduled_end_at
    if end is None:
        return now - opening.opened_at > WITHOUT_END_MS
    return now - max(end, opening.opened_at) > AFTER_END_MS


def close_forgotten(*, now: datetime, occupied: Callable[[UUID], bool]) -> int:
    """Close the open occurrences that are past their time and where nobody is connected.

    ``occupied(occurrence_id)`` knows whether somebody is. Returns how many were closed.
    """
    moment = from_datetime(now)
    openings = Opening.objects.filter(closed_at__isnull=True).select_related("occurrence__meeting")
    forgotten = [opening for opening in openings if _is_forgotten(opening, moment)]
    left = [opening for opening in forgotten if not occupied(opening.occurrence_id)]
    return sum(
        close_occurrence(occurrence=opening.occurrence, actor=None, reason=CloseReason.FORGOTTEN, now=moment)
        for opening in left
    )
