"""The writer's hand: the one connection that writes, used by the writer's thread only.

A lost connection is opened again with growing pauses (the ids of events make the repeat safe).
A group with a row that cannot be stored is split, so that only its sender hears of it.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from typing import TypeVar

from leavethemeeting.attendance.payloads import NewEvent
from leavethemeeting.realtime.sql.connect import (
    DATA_ERRORS,
    LOST_ERRORS,
    Job,
    PostgresConnection,
    SqliteConnection,
    open_connection,
)
from leavethemeeting.realtime.sql.log import MALFORMED, Inserted, Outcome, insert
from leavethemeeting.shared.environment import Database

log = logging.getLogger(__name__)
T = TypeVar("T")

BREATH_S = 0.001  # between commits on SQLite, so that the web app's writes are not starved
GIVE_UP_S = 30.0  # without a database, before those who wait are told
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.05, 2.0


class Scribe:
    """Blocking. All methods from one thread."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._connection: SqliteConnection | PostgresConnection | None = None
        self._committed = 0.0

    def connect(self) -> None:
        """Raises NotDurable, or LOST_ERRORS when there is no database."""
        self._connection = open_connection(self._database)
        self._connection.assert_durable()

    @property
    def pid(self) -> int:
        """PostgreSQL's process behind the connection; 0 on SQLite or while there is none."""
        connection = self._connection
        return connection.pid if isinstance(connection, PostgresConnection) and not connection.raw.closed else 0

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def run(self, job: Job[T], *, pipelined: bool = False) -> T:
        """``job`` in one transaction. Raises what it raises; LOST_ERRORS after GIVE_UP_S.

        ``pipelined``: in few round trips on PostgreSQL, for a job that asks no statement how many rows it changed.
        """
        started = time.monotonic()
        pause = FIRST_PAUSE_S
        while True:
            try:
                return self._once(job, pipelined)
            except LOST_ERRORS as error:
                if time.monotonic() - started > GIVE_UP_S:
                    raise
                log.warning("writing again in %.2f s: %s", pause, error)
            self.close()
            time.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE_S)

    def _once(self, job: Job[T], pipelined: bool) -> T:
        if self._connection is None:
            self.connect()
        connection = self._connection
        if connection is None:
            raise RuntimeError("connect() leaves a connection")
        if connection.vendor == "sqlite":
            time.sleep(max(0.0, self._committed + BREATH_S - time.monotonic()))
        begin = connection.pipelined if isinstance(connection, PostgresConnection) and pipelined else None
        with begin() if begin else connection.transaction() as transaction:
            result = job(transaction)
        self._committed = time.monotonic()
        return result

    def insert(self, batches: Sequence[Sequence[NewEvent]]) -> tuple[list[Inserted], list[list[Outcome]]]:
        """Commit ``batches`` together; what was committed, and each batch's outcomes.

        Raises LOST_ERRORS after GIVE_UP_S.
        """
        events = [event for batch in batches for event in batch]
        try:
            inserted = self.run(lambda transaction: insert(transaction, events), pipelined=True)
        except DATA_ERRORS as error:
            return self._insert_apart(batches, error)
        outcomes = iter(inserted.outcomes)
        return [inserted], [[next(outcomes) for _ in batch] for batch in batches]

    def _insert_apart(
        self, batches: Sequence[Sequence[NewEvent]], error: Exception
    ) -> tuple[list[Inserted], list[list[Outcome]]]:
        """Each batch by itself; a single batch event by event; a single event is the bad one."""
        if len(batches) == 1 and len(batches[0]) == 1:
            log.warning("an event of %s cannot be stored: %s", batches[0][0].source_ref, type(error).__name__)
            return [], [[MALFORMED]]
        alone: Sequence[Sequence[NewEvent]] = batches if len(batches) > 1 else [[event] for event in batches[0]]
        parts = [self.insert([batch]) for batch in alone]
        committed = [inserted for part, _ in parts for inserted in part]
        outcomes = [outcome for _, (outcome,) in parts]
        return committed, outcomes if len(batches) > 1 else [[one for (one,) in outcomes]]
