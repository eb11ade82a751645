"""Reads of the realtime app: jobs on a connection that cannot write, beside the writer's thread."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from leavethemeeting.realtime.sql.connect import (
    LOST_ERRORS,
    Job,
    PostgresConnection,
    SqliteConnection,
    open_connection,
)
from leavethemeeting.realtime.writer import Busy, Unavailable
from leavethemeeting.shared.environment import Database

T = TypeVar("T")
MOST_WAITING = 1_000


class Reader:
    """``await reader.run(job)``: one thread, one connection, committed data only."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="reader")
        self._connection: SqliteConnection | PostgresConnection | None = None
        self._waiting = 0

    async def run(self, job: Job[T]) -> T:
        """The job's result. Raises what it raises; Busy, or Unavailable when the database cannot be asked."""
        if self._waiting >= MOST_WAITING:
            raise Busy
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, self._read, job)
        except LOST_ERRORS as error:
            raise Unavailable(str(error)) from error
        finally:
            self._waiting -= 1

    async def stop(self) -> None:
        await asyncio.get_running_loop().run_in_executor(self._thread, self._close)
        self._thread.shutdown()

    def _read(self, job: Job[T]) -> T:
        """Once more on a fresh connection when the old one turns out to be gone."""
        had_one = self._connection is not None
        try:
            return self._once(job)
        except LOST_ERRORS:
            self._close()
            if not had_one:
                raise
            return self._once(job)

    def _once(self, job: Job[T]) -> T:
        if self._connection is None:
            self._connection = open_connection(self._database, read_only=True)
        with self._connection.transaction() as transaction:
            return job(transaction)

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None
