"""Writing the log on PostgreSQL: one statement per batch, fed with binary arrays.

The bells (NOTIFY ltm_events, reference: the occurrence) ring in the statement that inserts, so
that they are delivered exactly when the rows can be seen.
"""

from __future__ import annotations

from collections.abc import Sequence

from leavethemeeting.attendance.payloads import NO_CLAIM, NewEvent
from leavethemeeting.attendance.positions import LOCK, TAKE_POSTGRES
from leavethemeeting.realtime.sql.arrays import bigints, texts, uuids
from leavethemeeting.realtime.sql.connect import PostgresConnection, Row

_LOCK = f"SELECT pg_advisory_xact_lock({LOCK})"
_EVENTS = """
WITH taken AS (TAKE), fresh AS (
    INSERT INTO attendance_event (meeting_id, source_ref, id, occurrence_id, source_kind, type, connection_ref,
        at, until, sent_at, received_at, detail, digest, position)
    SELECT meeting_id, source_ref, id, occurrence_id, source_kind, type, connection_ref,
        at, until, sent_at, received_at, detail, digest, (SELECT last FROM taken) - %s + n
    FROM unnest(%b, %b, %b, %b, %b, %b, %b, %b, %b, %b, %b, %b, %b) WITH ORDINALITY AS incoming (
        meeting_id, source_ref, id, occurrence_id, source_kind, type, connection_ref,
        at, until, sent_at, received_at, detail, digest, n)
    WHERE NOT EXISTS (SELECT FROM attendance_tombstone t WHERE t.meeting_id = incoming.meeting_id
        AND t.source_ref = incoming.source_ref AND t.id = incoming.id)
    ORDER BY n
    ON CONFLICT (meeting_id, source_ref, id) DO NOTHING
    RETURNING position, occurrence_id
), bells AS MATERIALIZED (
    SELECT pg_notify('ltm_events', occurrence_id::text) FROM (SELECT DISTINCT occurrence_id FROM fresh) AS rung
)
SELECT (SELECT last FROM taken), ARRAY(SELECT position FROM fresh), (SELECT count(*) FROM bells)""".replace(
    "TAKE", TAKE_POSTGRES
)
_CLAIMS = """
INSERT INTO attendance_claim (meeting_id, source_ref, event_id, occurrence_id, connection_ref, attendee_id,
    name, email, email_verified, platform_account, role, text)
SELECT meeting_id, source_ref, event_id, occurrence_id, connection_ref, attendee_id,
    name, email, email_verified <> 0, platform_account, role, text
FROM unnest(%b, %b, %b, %b, %b, %b, %b, %b, %b, %b, %b, %b) AS said (
    meeting_id, source_ref, event_id, occurrence_id, connection_ref, attendee_id,
    name, email, email_verified, platform_account, role, text)
ON CONFLICT (meeting_id, source_ref, event_id) DO NOTHING"""
_TALLIES = """
INSERT INTO attendance_tally (occurrence_id, source_ref, connection_ref, kind, count, milliseconds)
SELECT * FROM unnest(%b, %b, %b, %b, %b, %b)
ON CONFLICT (occurrence_id, source_ref, connection_ref, kind) DO UPDATE
SET count = attendance_tally.count + excluded.count,
    milliseconds = attendance_tally.milliseconds + excluded.milliseconds"""


def write_events(transaction: PostgresConnection, events: Sequence[NewEvent]) -> tuple[int, list[int]]:
    """Insert what is not there and not erased. The top position taken, and the positions used."""
    count = len(events)
    transaction.execute(_LOCK)  # a statement of its own: what follows must see what the last holder committed
    [[top, positions, _]] = transaction.rows(
        _EVENTS,
        (
            count, count, count,
            uuids([e.meeting_id for e in events]),
            texts([e.source_ref for e in events]),
            texts([e.id for e in events]),
            uuids([e.occurrence_id for e in events]),
            texts([e.source_kind for e in events]),
            texts([e.type for e in events]),
            texts([e.connection_ref for e in events]),
            bigints([e.at for e in events]),
            bigints([e.until for e in events]),
            bigints([e.sent_at for e in events]),
            bigints([e.received_at for e in events]),
            texts([e.detail for e in events]),
            texts([e.digest for e in events]),
        ),
    )  # fmt: skip
    return int(top), positions


def write_claims(transaction: PostgresConnection, events: Sequence[NewEvent]) -> None:
    claims = [e.claim or NO_CLAIM for e in events]
    transaction.execute(
        _CLAIMS,
        (
            uuids([e.meeting_id for e in events]),
            texts([e.source_ref for e in events]),
            texts([e.id for e in events]),
            uuids([e.occurrence_id for e in events]),
            texts([e.connection_ref for e in events]),
            uuids([c.attendee_id for c in claims]),
            texts([c.name for c in claims]),
            texts([c.email for c in claims]),
            bigints([c.email_verified for c in claims]),
            texts([c.platform_account for c in claims]),
            texts([c.role for c in claims]),
            texts([c.text for c in claims]),
        ),
    )


def write_tallies(transaction: PostgresConnection, tallies: Sequence[Row]) -> None:
    occurrences, sources, connections, kinds, counts, milliseconds = zip(*tallies, strict=True)
    transaction.execute(
        _TALLIES,
        (uuids(occurrences), texts(sources), texts(connections), texts(kinds), bigints(counts), bigints(milliseconds)),
    )
