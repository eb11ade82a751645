"""Writing the log on SQLite: ``executemany`` with the ORM's own encodings (a UUID is 32 hex digits)."""

from __future__ import annotations

from collections.abc import Sequence

from leavethemeeting.attendance.payloads import NewEvent
from leavethemeeting.attendance.positions import TAKE_SQLITE
from leavethemeeting.realtime.sql.connect import Row, SqliteConnection

_EVENT = """
INSERT INTO attendance_event (meeting_id, source_ref, id, position, occurrence_id, source_kind, type,
    connection_ref, at, until, sent_at, received_at, detail, digest)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (meeting_id, source_ref, id) DO NOTHING"""
_CLAIM = """
INSERT INTO attendance_claim (meeting_id, source_ref, event_id, occurrence_id, connection_ref, attendee_id,
    name, email, email_verified, platform_account, role, text)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (meeting_id, source_ref, event_id) DO NOTHING"""
_TALLY = """
INSERT INTO attendance_tally (occurrence_id, source_ref, connection_ref, kind, count, milliseconds)
VALUES (%s, %s, %s, %s, %s, %s)
ON CONFLICT (occurrence_id, source_ref, connection_ref, kind)
DO UPDATE SET count = count + excluded.count, milliseconds = milliseconds + excluded.milliseconds"""
_TOMBSTONE = "SELECT 1 FROM attendance_tombstone WHERE meeting_id = %s"


def write_events(transaction: SqliteConnection, events: Sequence[NewEvent]) -> tuple[int, list[int]]:
    """Insert what is not there and not erased. The top position taken, and the positions used."""
    [[top]] = transaction.rows(TAKE_SQLITE, (len(events), len(events)))
    base = top - len(events)
    erased = _erased(transaction, events)
    transaction.many(
        _EVENT,
        (
            (
                e.meeting_id.hex, e.source_ref, e.id, base + n, e.occurrence_id.hex, e.source_kind, e.type,
                e.connection_ref, e.at, e.until, e.sent_at, e.received_at, e.detail, e.digest,
            )
            for n, e in enumerate(events, start=1)
            if n not in erased
        ),
    )  # fmt: skip
    rows = transaction.rows("SELECT position FROM attendance_event WHERE position > %s", (base,))
    return int(top), [position for (position,) in rows]


def _erased(transaction: SqliteConnection, events: Sequence[NewEvent]) -> set[int]:
    """Which of ``events`` (counted from 1) have a tombstone; meetings where nothing was erased cost one look."""
    scarred = {m for m in {e.meeting_id for e in events} if transaction.rows(_TOMBSTONE + " LIMIT 1", (m,))}
    return {
        n
        for n, e in enumerate(events, start=1)
        if e.meeting_id in scarred
        and transaction.rows(_TOMBSTONE + " AND source_ref = %s AND id = %s", (e.meeting_id, e.source_ref, e.id))
    }


def write_claims(transaction: SqliteConnection, events: Sequence[NewEvent]) -> None:
    transaction.many(
        _CLAIM,
        (
            (
                e.meeting_id.hex, e.source_ref, e.id, e.occurrence_id.hex, e.connection_ref,
                c.attendee_id.hex if c.attendee_id else None, c.name, c.email, c.email_verified,
                c.platform_account, c.role, c.text,
            )
            for e in events
            if (c := e.claim) is not None
        ),
    )  # fmt: skip


def write_tallies(transaction: SqliteConnection, tallies: Sequence[Row]) -> None:
    transaction.many(_TALLY, ((occurrence.hex, *rest) for occurrence, *rest in tallies))
