"""Writing events without a queue, in the fewest steps the database allows: what our writer is compared with.

``one_by_one``: one connection; each event a transaction with the same promises (its position taken under the
one lock, durable), on PostgreSQL sent as one pipeline: a single round trip. ``pooled``: sixteen connections
and none of those promises but durability: a bare ``INSERT`` each, so that PostgreSQL may commit them together.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg

from leavethemeeting.attendance.payloads import NewEvent
from leavethemeeting.attendance.positions import LOCK, TAKE_POSTGRES, TAKE_SQLITE
from leavethemeeting.realtime.scribe import BREATH_S
from leavethemeeting.realtime.sql.connect import connect_arguments
from leavethemeeting.shared.environment import Database

POOL = 16
_COLUMNS = (
    "meeting_id, source_ref, id, occurrence_id, source_kind, type, connection_ref, at, until, sent_at, received_at, "
    "detail, digest, position"
)
_PLACES = ", ".join(["%s"] * 13)
_WITH_POSITION = (
    f"WITH taken AS ({TAKE_POSTGRES}) INSERT INTO attendance_event ({_COLUMNS}) "
    f"SELECT {_PLACES}, last FROM taken ON CONFLICT (meeting_id, source_ref, id) DO NOTHING RETURNING position"
)
_BARE = f"INSERT INTO attendance_event ({_COLUMNS}) VALUES ({_PLACES}, %s) ON CONFLICT DO NOTHING"


def _values(e: NewEvent, *, as_hex: bool = False) -> list[Any]:
    meeting, occurrence = (
        (e.meeting_id.hex, e.occurrence_id.hex) if as_hex else (e.meeting_id, e.occurrence_id)
    )  # the ORM's form on SQLite
    return [
        meeting, e.source_ref, e.id, occurrence, e.source_kind, e.type, e.connection_ref, e.at, e.until, e.sent_at,
        e.received_at, e.detail, e.digest,
    ]  # fmt: skip


def one_by_one(database: Database, events: Sequence[NewEvent]) -> None:
    if database.vendor == "sqlite":
        _one_by_one_sqlite(database, events)
        return
    with psycopg.connect(**connect_arguments(database), autocommit=True) as connection:
        for event in events:
            with connection.pipeline(), connection.transaction():
                connection.execute(f"SELECT pg_advisory_xact_lock({LOCK})".encode())
                cursor = connection.execute(_WITH_POSITION.encode(), [1, 1, *_values(event)])
            assert cursor.fetchone() is not None


def _one_by_one_sqlite(database: Database, events: Sequence[NewEvent]) -> None:
    """With the breath between commits that every writer owes the others: SQLite has no queue of its own."""
    connection = sqlite3.connect(database.name, timeout=10, isolation_level=None)
    connection.execute("PRAGMA synchronous=FULL")
    bare, committed = _BARE.replace("%s", "?"), 0.0
    for event in events:
        time.sleep(max(0.0, committed + BREATH_S - time.monotonic()))
        connection.execute("BEGIN IMMEDIATE")
        [position] = connection.execute(TAKE_SQLITE.replace("%s", "?"), (1, 1)).fetchone()
        connection.execute(bare, [*_values(event, as_hex=True), position])
        connection.execute("COMMIT")
        committed = time.monotonic()
    connection.close()


def bare(database: Database, events: Sequence[NewEvent], first: int = 1) -> None:
    """One connection, one ``INSERT`` each, positions given: PostgreSQL only."""
    with psycopg.connect(**connect_arguments(database), autocommit=True) as connection:
        for position, event in enumerate(events, start=first):
            connection.execute(_BARE.encode(), [*_values(event), position])


def pooled(database: Database, events: Sequence[NewEvent]) -> None:
    """SQLite has one writer at a time, whoever they are: there it is ``one_by_one``."""
    if database.vendor == "sqlite":
        one_by_one(database, events)
        return
    share = -(-len(events) // POOL)
    with ThreadPoolExecutor(POOL) as threads:
        parts = [(events[first : first + share], first + 1) for first in range(0, len(events), share)]
        for done in [threads.submit(bare, database, part, first) for part, first in parts]:
            done.result()
