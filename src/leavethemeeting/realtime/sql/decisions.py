"""What is decided about people in a meeting, as rows: admission, role, removal, hand-over, the end.

Every function is one job inside the writer's transaction; all of them may be repeated.
"""

from __future__ import annotations

from uuid import UUID

from leavethemeeting.realtime.sql.connect import Transaction

_ASK = """
INSERT INTO meetings_admission (occurrence_id, attendee_id, asked_at, name, email) VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (occurrence_id, attendee_id) DO UPDATE SET
  formerly = CASE WHEN meetings_admission.admitted THEN meetings_admission.name ELSE meetings_admission.formerly END,
  name = excluded.name, email = excluded.email, decided_at = NULL, decided_by_id = NULL, admitted = NULL
WHERE meetings_admission.name <> excluded.name OR meetings_admission.email <> excluded.email
"""


def ask_to_come_in(tx: Transaction, *, occurrence: UUID, attendee: UUID, name: str, email: str, now: int) -> None:
    """Somebody stands in the waiting room, under this name and e-mail.

    A repetition keeps the first moment. Under another name or e-mail it is a new question, and what was decided
    about the old one counts no more.
    """
    tx.execute(_ASK, [occurrence, attendee, now, name, email])


def decide(tx: Transaction, *, occurrence: UUID, attendee: UUID, yes: bool, by: UUID | None, now: int) -> bool:
    """Admit or refuse whoever has asked; the last word counts. Whether they had asked."""
    return (
        tx.execute(
            "UPDATE meetings_admission SET decided_at = %s, decided_by_id = %s, admitted = %s "
            "WHERE occurrence_id = %s AND attendee_id = %s",
            [now, by, yes, occurrence, attendee],
        )
        > 0
    )


def set_role(tx: Transaction, *, meeting: UUID, attendee: UUID, role: str) -> bool:
    """Whether ``attendee`` belongs to ``meeting``; then their role is ``role``."""
    changed = tx.execute(
        "UPDATE meetings_attendee SET role = %s WHERE id = %s AND meeting_id = %s", [role, attendee, meeting]
    )
    return changed > 0


def remove(tx: Transaction, *, occurrence: UUID, attendee: UUID, by: UUID | None, now: int) -> None:
    """``attendee`` may not come back into this occurrence until the removal is lifted."""
    tx.execute(
        "INSERT INTO meetings_removal (occurrence_id, attendee_id, removed_at, removed_by_id) "
        "VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING",
        [occurrence, attendee, now, by],
    )


def hand_over(tx: Transaction, *, occurrence: UUID, attendee: UUID, by: UUID | None, now: int) -> None:
    """``attendee`` moderates this occurrence from now on, and takes an active part in it."""
    tx.execute(
        "INSERT INTO meetings_handover (occurrence_id, attendee_id, handed_at, handed_by_id) "
        "VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING",
        [occurrence, attendee, now, by],
    )
    tx.execute("UPDATE meetings_attendee SET role = 'participant' WHERE id = %s", [attendee])


def close_opening(tx: Transaction, *, occurrence: UUID, by: UUID | None, now: int) -> None:
    """The host ended it for all; closing what is closed changes nothing."""
    tx.execute(
        "UPDATE meetings_opening SET closed_at = %s, closed_by_id = %s, close_reason = 'ended_for_all' "
        "WHERE occurrence_id = %s AND closed_at IS NULL",
        [now, by, occurrence],
    )
