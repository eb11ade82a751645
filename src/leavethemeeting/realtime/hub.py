"""The hub: what was committed, in order of position, to whoever follows an occurrence.

It hears of its own writer's commits directly, and of other writers' by a bell or by a hole in
the positions; then it reads the table. So nothing is missed, doubled or out of order, whichever
process wrote it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from uuid import UUID

from leavethemeeting.attendance.payloads import NewEvent
from leavethemeeting.realtime.feed import Feed
from leavethemeeting.realtime.reader import Reader
from leavethemeeting.realtime.sql.log import Inserted, events_between, events_of, last_position
from leavethemeeting.realtime.writer import Busy, Unavailable

log = logging.getLogger(__name__)

Entry = tuple[int, NewEvent]  # position, event
CATCH_UP_S = 5.0  # a bell can be missed; the table is looked at this often while somebody watches


class Hub:
    """Per occurrence a shared feed of entries; kept only while somebody follows."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._last = 0  # every position up to here has been handed on
        self._feeds: dict[UUID, Feed[Entry]] = {}
        self._followers: dict[UUID, int] = {}
        self._behind = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        self._last = await self._reader.run(last_position)
        self._task = asyncio.create_task(self._catch_up(), name="hub")

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        for feed in self._feeds.values():
            feed.close()

    def publish(self, inserted: Inserted) -> None:
        """A commit of our own writer. Calls come in order of commit."""
        if inserted.top <= self._last:
            return  # the table was read past it meanwhile
        if inserted.base == self._last:
            self._hand_on(inserted.fresh, inserted.top)
        else:
            self.look()  # somebody else wrote in between: the table knows the order

    def look(self) -> None:
        """Somebody rang: there may be events of another writer in the table."""
        self._behind.set()

    @asynccontextmanager
    async def follow(self, occurrence: UUID) -> AsyncIterator[tuple[list[Entry], AsyncIterator[list[Entry]]]]:
        """All entries of ``occurrence`` so far, and an endless iterator of lists of those that come.

        The iterator raises feed.TooLate when it is not read for long. Raises Busy and Unavailable.
        """
        feed = self._feeds.setdefault(occurrence, Feed())
        self._followers[occurrence] = self._followers.get(occurrence, 0) + 1
        try:
            coming = feed.follow()
            stored = await self._reader.run(events_of(occurrence))
            yield stored, _after(stored[-1][0] if stored else 0, coming)
        finally:
            self._followers[occurrence] -= 1
            if not self._followers[occurrence]:
                del self._followers[occurrence], self._feeds[occurrence]

    def _hand_on(self, entries: Sequence[Entry], top: int) -> None:
        self._last = top
        if not self._feeds:
            return
        apart: dict[UUID, list[Entry]] = {}
        for entry in entries:
            if entry[1].occurrence_id in self._feeds:
                apart.setdefault(entry[1].occurrence_id, []).append(entry)
        for occurrence, own in apart.items():
            self._feeds[occurrence].append(own)

    async def _catch_up(self) -> None:
        while True:
            try:
                async with asyncio.timeout(CATCH_UP_S):
                    await self._behind.wait()
            except TimeoutError:
                if not self._feeds:
                    continue
            self._behind.clear()
            try:
                await self._read_on()
            except Exception as error:  # whatever it is: a hub that ends would silence every dashboard
                log.warning("the hub could not read on: %s", error, exc_info=not isinstance(error, Busy | Unavailable))
                await asyncio.sleep(1.0)
                self._behind.set()

    async def _read_on(self) -> None:
        """Everything between what was handed on and what is committed now."""
        top = await self._reader.run(last_position)
        if top <= self._last:
            return
        if not self._feeds:
            self._last = top
            return
        after = self._last
        entries = await self._reader.run(events_between(after, top))
        if self._last == after:
            self._hand_on(entries, top)
        else:  # our own writer went on meanwhile: only what it has not handed on
            self._hand_on([entry for entry in entries if entry[0] > self._last], max(top, self._last))


async def _after(position: int, coming: AsyncIterator[list[Entry]]) -> AsyncIterator[list[Entry]]:
    async for entries in coming:
        fresh = [entry for entry in entries if entry[0] > position]
        if fresh:
            yield fresh
