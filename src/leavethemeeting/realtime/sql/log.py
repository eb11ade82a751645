"""The log: events with their claims and tallies in, in one transaction; events out in order of position.

``insert`` is safe to repeat: the key is ``(meeting_id, source_ref, id)``. A second copy is a
duplicate, the same key with another body a conflict, and what was erased stays erased.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

import msgspec

from leavethemeeting.attendance.payloads import ClaimFields, NewEvent
from leavethemeeting.realtime.sql import log_postgres, log_sqlite
from leavethemeeting.realtime.sql.connect import Row, Transaction, uuid_of

Key = tuple[UUID, str, str]


class Outcome(msgspec.Struct, frozen=True, gc=False):
    """What became of one event. ``code`` (when refused): conflict, erased, or malformed."""

    status: Literal["accepted", "duplicate", "refused"]
    position: int | None = None
    code: Literal["", "conflict", "erased", "malformed"] = ""
    message: str = ""


CONFLICT = Outcome("refused", code="conflict", message="An event with this id but another content is already stored.")
ERASED = Outcome("refused", code="erased", message="This event was erased at somebody's request and stays erased.")
MALFORMED = Outcome("refused", code="malformed", message="The database cannot store this event.")


@dataclass(frozen=True, slots=True)
class Inserted:
    """One committed batch took the positions in ``(base, top]``; ``fresh`` are the new events, in order."""

    base: int
    top: int
    outcomes: list[Outcome]
    fresh: list[tuple[int, NewEvent]]


def insert(transaction: Transaction, events: Sequence[NewEvent]) -> Inserted:
    """Write ``events`` in the open transaction. Outcomes are in the order given.

    Raises DATA_ERRORS when a row cannot be stored (nothing is stored then) and LOST_ERRORS.
    """
    first: dict[Key, NewEvent] = {}
    for event in events:
        first.setdefault((event.meeting_id, event.source_ref, event.id), event)
    rows = list(first.values())
    dialect: Any = log_sqlite if transaction.vendor == "sqlite" else log_postgres
    top, positions = dialect.write_events(transaction, rows)
    base = top - len(rows)
    fresh = [(position, rows[position - base - 1]) for position in sorted(positions)]
    claims = [event for _, event in fresh if event.claim is not None]
    if claims:
        dialect.write_claims(transaction, claims)
    tallies = _tallies(fresh)
    if tallies:
        dialect.write_tallies(transaction, tallies)
    return Inserted(base, top, _outcomes(transaction, events, fresh), fresh)


def _tallies(fresh: Sequence[tuple[int, NewEvent]]) -> list[Row]:
    """Rows (occurrence, source, connection, kind, count, milliseconds), one per key."""
    sums: dict[tuple[UUID, str, str, str], list[int]] = defaultdict(lambda: [0, 0])
    for _, event in fresh:
        if event.tally:
            both = sums[(event.occurrence_id, event.source_ref, event.connection_ref, event.tally)]
            both[0] += 1
            both[1] += event.tally_ms
    return [(*key, count, milliseconds) for key, (count, milliseconds) in sums.items()]


def _outcomes(
    transaction: Transaction, events: Sequence[NewEvent], fresh: Sequence[tuple[int, NewEvent]]
) -> list[Outcome]:
    accepted = {id(event): Outcome("accepted", position) for position, event in fresh}
    if len(accepted) == len(events):
        return [accepted[id(event)] for event in events]
    outcomes = []
    for event in events:
        done = accepted.pop(id(event), None)
        outcomes.append(done or _not_fresh(transaction, event))
    return outcomes


def _not_fresh(transaction: Transaction, event: NewEvent) -> Outcome:
    """Why an event was not inserted: asked one by one, since repeats are rare."""
    stored = transaction.rows(
        "SELECT digest, position FROM attendance_event WHERE meeting_id = %s AND source_ref = %s AND id = %s",
        (event.meeting_id, event.source_ref, event.id),
    )
    if not stored:
        return ERASED
    digest, position = stored[0]
    return Outcome("duplicate", position) if digest == event.digest else CONFLICT


# ---- out ------------------------------------------------------------------------------------

_COLUMNS = """
SELECT e.position, e.meeting_id, e.occurrence_id, e.source_ref, e.source_kind, e.id, e.type, e.connection_ref,
    e.at, e.until, e.sent_at, e.received_at, e.detail, e.digest,
    c.event_id, c.attendee_id, c.name, c.email, c.email_verified, c.platform_account, c.role, c.text
FROM attendance_event e
LEFT JOIN attendance_claim c ON c.meeting_id = e.meeting_id AND c.source_ref = e.source_ref AND c.event_id = e.id
"""
_OF_OCCURRENCE = _COLUMNS + "WHERE e.occurrence_id = %s AND e.position > %s ORDER BY e.position"
_BETWEEN = _COLUMNS + "WHERE e.position > %s AND e.position <= %s ORDER BY e.position"


def events_of(occurrence: UUID, after: int = 0) -> Callable[[Transaction], list[tuple[int, NewEvent]]]:
    """A job: the events of one occurrence with their positions, in order, those after ``after``."""
    return lambda transaction: [_event(row) for row in transaction.rows(_OF_OCCURRENCE, (occurrence, after))]


def events_between(after: int, until: int) -> Callable[[Transaction], list[tuple[int, NewEvent]]]:
    """A job: every event with a position in ``(after, until]``, in order."""
    return lambda transaction: [_event(row) for row in transaction.rows(_BETWEEN, (after, until))]


def last_position(transaction: Transaction) -> int:
    """The last position handed out; every event up to it is committed or will never be."""
    counted = transaction.rows("SELECT last FROM attendance_position WHERE id = 1")
    highest = transaction.rows("SELECT COALESCE(MAX(position), 0) FROM attendance_event")
    return max(int(counted[0][0]) if counted else 0, int(highest[0][0]))


def _event(row: Row) -> tuple[int, NewEvent]:
    claim = None
    if row[14] is not None:
        attendee = uuid_of(row[15]) if row[15] is not None else None
        claim = ClaimFields(
            attendee_id=attendee, name=row[16], email=row[17], email_verified=bool(row[18]),
            platform_account=row[19], role=row[20], text=row[21],
        )  # fmt: skip
    return int(row[0]), NewEvent(
        meeting_id=uuid_of(row[1]), occurrence_id=uuid_of(row[2]), source_ref=row[3], source_kind=row[4],
        id=row[5], type=row[6], connection_ref=row[7], at=row[8], until=row[9], sent_at=row[10],
        received_at=row[11], detail=row[12], digest=row[13], claim=claim,
    )  # fmt: skip
