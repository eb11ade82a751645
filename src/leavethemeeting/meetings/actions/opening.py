"""Open, close and reopen occurrences. One row in ``meetings_opening`` for each stretch of being open."""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from django.db import transaction

from leavethemeeting.accounts.models import User
from leavethemeeting.domain.permissions import Deed
from leavethemeeting.meetings.actions.barring import keep_out_barred
from leavethemeeting.meetings.dates import due_date
from leavethemeeting.meetings.models import Meeting, Occurrence, Opening
from leavethemeeting.meetings.queries import current_opening, insist
from leavethemeeting.shared.moments import from_datetime, to_datetime
from leavethemeeting.shared.wakeups import COMMANDS, ring_on_commit

REOPENS_FOR_MS = 24 * 3_600_000


class CloseReason(StrEnum):
    """Why an opening ended; stored in ``meetings_opening.close_reason``."""

    HOST = "host"
    ENDED_FOR_ALL = "ended_for_all"
    FORGOTTEN = "forgotten"


class CannotReopen(Exception):
    """``str()`` is ``late`` (closed more than 24 hours ago) or ``busy`` (another date is open)."""


def _lock(meeting_id: UUID) -> Meeting:
    """One opener at a time: SQLite locks the file (IMMEDIATE), PostgreSQL the meeting's row."""
    return Meeting.objects.select_for_update().get(id=meeting_id)


def _start(occurrence: Occurrence, actor: User, now: int) -> None:
    if occurrence.meeting.minors_attend and not occurrence.counts_only:
        occurrence.counts_only = True
        occurrence.save(update_fields=["counts_only"])
    Opening.objects.create(occurrence=occurrence, opened_at=now, opened_by=actor)
    ring_on_commit(COMMANDS, str(occurrence.id))


@transaction.atomic
def open_occurrence(*, meeting: Meeting, actor: User, now: int) -> Occurrence:
    """Open the date that is due at ``now``, or an unscheduled occurrence when none is.

    A meeting has one open occurrence at a time: if it is open already, that one is returned.
    Opening the same date again adds an opening to the same occurrence. Raises Http404 for strangers.
    """
    insist(actor, meeting, Deed.OPEN_AND_CLOSE)
    meeting = _lock(meeting.id)
    opening = current_opening(meeting)
    if opening is not None:
        return opening.occurrence
    span = due_date(meeting, to_datetime(now))
    if span is None:
        occurrence = Occurrence.objects.create(meeting=meeting, first_opened_at=now, counts_only=meeting.minors_attend)
    else:
        end = from_datetime(span.end) if span.end else None
        occurrence, _made = Occurrence.objects.get_or_create(
            meeting=meeting,
            scheduled_start_at=from_datetime(span.start),
            defaults={"scheduled_end_at": end, "first_opened_at": now, "counts_only": meeting.minors_attend},
        )
    keep_out_barred(occurrence, now)
    _start(occurrence, actor, now)
    return occurrence


@transaction.atomic
def close_occurrence(*, occurrence: Occurrence, actor: User | None, reason: CloseReason, now: int) -> bool:
    """Close for everyone; False when it was closed already. ``actor`` None: the service itself.

    Raises Http404 for strangers.
    """
    if actor is not None:
        insist(actor, occurrence.meeting, Deed.OPEN_AND_CLOSE)
    closed = Opening.objects.filter(occurrence=occurrence, closed_at__isnull=True).update(
        closed_at=now, closed_by=actor, close_reason=reason
    )
    ring_on_commit(COMMANDS, str(occurrence.id))
    return bool(closed)


@transaction.atomic
def reopen_occurrence(*, occurrence: Occurrence, actor: User, now: int) -> None:
    """Open the same occurrence again, within 24 hours of its last closing; open already is fine.

    Raises CannotReopen, and Http404 for strangers.
    """
    insist(actor, occurrence.meeting, Deed.OPEN_AND_CLOSE)
    _lock(occurrence.meeting_id)
    opening = current_opening(occurrence.meeting)
    if opening is not None and opening.occurrence_id == occurrence.id:
        return
    if opening is not None:
        raise CannotReopen("busy")
    last = Opening.objects.filter(occurrence=occurrence).order_by("-closed_at").first()
    if last is None or last.closed_at is None or now - last.closed_at > REOPENS_FOR_MS:
        raise CannotReopen("late")
    _start(occurrence, actor, now)
