"""What a live board knows besides the log: the meeting's plan, its hosts, and when it was open."""

from __future__ import annotations

from uuid import UUID

from leavethemeeting.domain.people import normal_email
from leavethemeeting.live.shapes import Facts, Opening
from leavethemeeting.realtime.sql.connect import Transaction, uuid_of

_PLAN = """
SELECT m.title, m.time_zone, o.scheduled_start_at, o.scheduled_end_at, m.keeps_chat_text, m.id
FROM meetings_occurrence o JOIN meetings_meeting m ON m.id = o.meeting_id WHERE o.id = %s"""
_HOSTS = """
SELECT u.email, a.id FROM accounts_user u
LEFT JOIN meetings_attendee a ON a.user_id = u.id AND a.meeting_id = %s
WHERE u.id = (SELECT owner_id FROM meetings_meeting WHERE id = %s)
   OR u.id IN (SELECT user_id FROM meetings_co_host WHERE meeting_id = %s)
   OR u.id IN (SELECT t.offered_by_id FROM meetings_transfer t JOIN meetings_occurrence o ON o.meeting_id = t.meeting_id
               WHERE o.id = %s AND t.outcome = 'accepted' AND t.ended_at > o.first_opened_at)"""
_OPENINGS = "SELECT opened_at, closed_at FROM meetings_opening WHERE occurrence_id = %s ORDER BY opened_at"


def facts_of(transaction: Transaction, occurrence: UUID) -> Facts | None:
    """None when there is no such occurrence (any more)."""
    plan = transaction.rows(_PLAN, (occurrence,))
    if not plan:
        return None
    title, zone, starts_at, ends_at, keeps_text, meeting = plan[0]
    people = transaction.rows(_HOSTS, (*(uuid_of(meeting),) * 3, occurrence))
    hosts = [f"email:{normal_email(email)}" for email, _ in people]
    hosts += [f"attendee:{uuid_of(attendee)}" for _, attendee in people if attendee is not None]
    return Facts(
        occurrence=str(occurrence), title=title, zone=zone, scheduled_start=starts_at, scheduled_end=ends_at,
        hosts=tuple(sorted(hosts)), keeps_text=bool(keeps_text),
    )  # fmt: skip


def openings_of(transaction: Transaction, occurrence: UUID) -> tuple[Opening, ...]:
    """By time."""
    return tuple(Opening(opened_at, closed_at) for opened_at, closed_at in transaction.rows(_OPENINGS, (occurrence,)))
