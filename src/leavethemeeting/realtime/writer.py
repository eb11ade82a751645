"""The one writer: takes all that is queued, commits once, publishes, acknowledges.

No timer: while one group is being committed the next one gathers, so the group grows with the
load (docs/developer/performance.md). An outcome is given only when its event is on the disk.

    outcomes = await writer.submit([new_event(…), …])
    people = await writer.run(lambda transaction: rooms.admit(transaction, …))
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from leavethemeeting.attendance.payloads import NewEvent
from leavethemeeting.realtime.scribe import Scribe
from leavethemeeting.realtime.sql.connect import LOST_ERRORS, Job
from leavethemeeting.realtime.sql.log import Inserted, Outcome
from leavethemeeting.shared.environment import Database

log = logging.getLogger(__name__)
T = TypeVar("T")

MOST_ROWS = 2_000  # in one transaction
MOST_QUEUED = 20_000  # rows and jobs waiting; more are turned away


class Busy(Exception):
    """The queue is full: try again after ``retry_after_s`` seconds."""

    retry_after_s = 1


class Unavailable(Exception):
    """The database cannot be reached, or the writer is stopping. Nothing was acknowledged."""

    retry_after_s = 5


class _Work:
    """Events to insert, or (``job``) something else to do; and who waits for it."""

    __slots__ = ("done", "events", "job", "weight")

    def __init__(self, events: Sequence[NewEvent], job: Job[Any] | None) -> None:
        self.events = events
        self.job = job
        self.weight = len(events) or 1
        self.done: asyncio.Future[Any] = asyncio.get_running_loop().create_future()

    def resolve(self, result: object) -> None:
        if not self.done.done():  # whoever waited may have been cancelled
            self.done.set_result(result)

    def fail(self, error: Exception) -> None:
        if not self.done.done():
            self.done.set_exception(error)


class Writer:
    """All writes of the realtime app, in the order they were asked for, by one thread.

    ``publish`` is called in the event loop after every commit that inserted events and before
    anybody is told.
    """

    def __init__(self, database: Database, publish: Callable[[Inserted], None]) -> None:
        self._scribe = Scribe(database)
        self._publish = publish
        self._queue: deque[_Work] = deque()
        self._waiting = 0
        self._rang = asyncio.Event()
        self._stopping = False
        self._task: asyncio.Task[None] | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="writer")

    async def start(self) -> None:
        """Connect and begin. Raises NotDurable, or LOST_ERRORS when there is no database."""
        await asyncio.get_running_loop().run_in_executor(self._thread, self._scribe.connect)
        self._task = asyncio.create_task(self._keep_writing(), name="writer")

    async def stop(self) -> None:
        """Write what is queued, then close. Later calls raise Unavailable."""
        self._stopping = True
        self._rang.set()
        if self._task is not None:
            await self._task
        await asyncio.get_running_loop().run_in_executor(self._thread, self._scribe.close)
        self._thread.shutdown()

    def pid(self) -> int:
        """PostgreSQL's process behind the writing connection; 0 on SQLite."""
        return self._scribe.pid

    async def submit(self, events: Sequence[NewEvent]) -> list[Outcome]:
        """When this returns every accepted event is durable; outcomes stand in the order of ``events``.

        Raises Busy when too much is queued, Unavailable when the database stays away.
        Cancelling the caller does not take the events back.
        """
        outcomes: list[Outcome] = await self._ask(_Work(events, None)) if events else []
        return outcomes

    async def run(self, job: Job[T]) -> T:
        """``job`` in a transaction of its own, in turn with the events; its result once committed.

        The job may run twice when the connection breaks during a commit: write it so.
        Raises what the job raises (and rolls back), Busy and Unavailable.
        """
        result: T = await self._ask(_Work((), job))
        return result

    async def _ask(self, work: _Work) -> Any:
        if self._stopping or self._task is None:
            raise Unavailable("the writer is not running")
        if self._waiting + work.weight > MOST_QUEUED:
            raise Busy
        self._queue.append(work)
        self._waiting += work.weight
        self._rang.set()
        return await work.done

    async def _keep_writing(self) -> None:
        loop = asyncio.get_running_loop()
        while self._queue or not self._stopping:
            if not self._queue:
                self._rang.clear()
                await self._rang.wait()
                continue
            group = self._take()
            try:
                if (job := group[0].job) is not None:
                    group[0].resolve(await loop.run_in_executor(self._thread, self._scribe.run, job))
                else:
                    batches = [work.events for work in group]
                    self._tell(group, *await loop.run_in_executor(self._thread, self._scribe.insert, batches))
            except Exception as error:  # noqa: BLE001 -- whatever it is, those who wait are told and the writer goes on
                self._fail(group, error)

    def _take(self) -> list[_Work]:
        """The next job alone, or all that is queued up to the next job, at most MOST_ROWS rows."""
        group = [self._queue.popleft()]
        weight = group[0].weight
        while group[0].job is None and self._queue and self._queue[0].job is None:
            if weight + self._queue[0].weight > MOST_ROWS:
                break
            group.append(self._queue.popleft())
            weight += group[-1].weight
        self._waiting -= weight
        return group

    def _tell(self, group: Sequence[_Work], committed: Sequence[Inserted], outcomes: Sequence[list[Outcome]]) -> None:
        for inserted in committed:
            try:
                self._publish(inserted)
            except Exception:  # the rows are durable, and that is what the senders wait to hear
                log.exception("publishing failed")
        for work, own in zip(group, outcomes, strict=True):
            work.resolve(own)

    def _fail(self, group: Sequence[_Work], error: Exception) -> None:
        lost = isinstance(error, LOST_ERRORS)
        if lost or group[0].job is None:
            log.error("the writer could not write: %s", error, exc_info=not lost)
            error = Unavailable(str(error))
        for work in group:
            work.fail(error)
