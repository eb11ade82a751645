"""One shared list and a cursor for each who follows it.

Whoever is late gets all it missed at once; whoever is too late is told so and starts anew. Each
waiter waits for a Future of its own: one that is cancelled takes only its own place with it, never
another's (a shared Future would silence everybody).
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Generic, TypeVar

T = TypeVar("T")
KEEPS = 4_096


class TooLate(Exception):
    """The follower fell behind what is kept: it must take a fresh snapshot."""


class Feed(Generic[T]):
    """Append in one place, follow from many. Made in, and used by, one event loop."""

    def __init__(self, keeps: int = KEEPS) -> None:
        self._keeps = keeps
        self._items: list[T] = []
        self._first = 0  # the number of the oldest item kept
        self._loop = asyncio.get_running_loop()  # kept: to ask for it costs a system call, which counts per waiter
        self._waiting: dict[asyncio.Future[None], None] = {}
        self.closed = False

    @property
    def end(self) -> int:
        """The number that the next item will have."""
        return self._first + len(self._items)

    def append(self, items: Iterable[T]) -> None:
        self._items.extend(items)
        over = len(self._items) - 2 * self._keeps  # cut rarely, by halves
        if over > 0:
            cut = len(self._items) - self._keeps
            del self._items[:cut]
            self._first += cut
        self.ring()

    def close(self) -> None:
        """No more items: followers get what is left, then StopAsyncIteration."""
        self.closed = True
        self.ring()

    def ring(self) -> None:
        """Wake everybody who waits, whether there is something new or not."""
        waiting, self._waiting = self._waiting, {}
        for waiter in waiting:
            if not waiter.done():
                waiter.set_result(None)

    def follow(self) -> Follower[T]:
        """From now on."""
        return Follower(self)

    def since(self, cursor: int) -> list[T]:
        """Items from number ``cursor`` on. Raises TooLate."""
        if cursor < self._first:
            raise TooLate
        return self._items[cursor - self._first :]

    def kept(self) -> list[T]:
        """All that is still there, the oldest first."""
        return list(self._items)

    @property
    def has_dropped(self) -> bool:
        """Whether anything was dropped already."""
        return self._first > 0

    def waiter(self) -> asyncio.Future[None]:
        """Done at the next ring. Whoever stops waiting gives it back to ``forget``."""
        waiter: asyncio.Future[None] = self._loop.create_future()
        self._waiting[waiter] = None
        return waiter

    def forget(self, waiter: asyncio.Future[None]) -> None:
        self._waiting.pop(waiter, None)


class Follower(Generic[T]):
    """A cursor: ``async for items in follower`` gives lists, never empty."""

    __slots__ = ("_cursor", "_feed")

    def __init__(self, feed: Feed[T]) -> None:
        self._feed = feed
        self._cursor = feed.end

    @property
    def over(self) -> bool:
        """Nothing is left, and nothing more will come."""
        return self._feed.closed and self._cursor >= self._feed.end

    async def wait(self) -> None:
        """Until there is something to take, the feed is closed, or somebody rang for nothing."""
        feed = self._feed
        if self._cursor < feed.end or feed.closed:
            return
        waiter = feed.waiter()
        try:
            await waiter
        finally:
            feed.forget(waiter)

    def take(self) -> list[T]:
        """All that came since the last time; empty when nothing did. Raises TooLate."""
        items = self._feed.since(self._cursor)
        self._cursor += len(items)
        return items

    def __aiter__(self) -> Follower[T]:
        return self

    async def __anext__(self) -> list[T]:
        """Raises TooLate, and StopAsyncIteration when the feed is closed and read to its end."""
        while not (items := self.take()):
            if self._feed.closed:
                raise StopAsyncIteration
            await self.wait()
        return items
