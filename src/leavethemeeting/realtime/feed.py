"""One shared list and a cursor for each who follows it.

Whoever is late gets all it missed at once; whoever is too late is told so and starts anew. A
wake-up is an Event that is swapped for a fresh one: a waiter that is cancelled takes only its
own place in the queue with it, never another's (a shared Future would silence everybody).
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
    """Append in one place, follow from many. One event loop."""

    def __init__(self, keeps: int = KEEPS) -> None:
        self._keeps = keeps
        self._items: list[T] = []
        self._first = 0  # the number of the oldest item kept
        self._bell = asyncio.Event()
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
        self._ring()

    def close(self) -> None:
        """No more items: followers get what is left, then StopAsyncIteration."""
        self.closed = True
        self._ring()

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

    async def wait(self) -> None:
        """Until something is appended, or the feed is closed."""
        await self._bell.wait()

    def _ring(self) -> None:
        bell, self._bell = self._bell, asyncio.Event()
        bell.set()


class Follower(Generic[T]):
    """A cursor: ``async for items in follower`` gives lists, never empty."""

    def __init__(self, feed: Feed[T]) -> None:
        self._feed = feed
        self._cursor = feed.end

    def __aiter__(self) -> Follower[T]:
        return self

    async def __anext__(self) -> list[T]:
        """Raises TooLate, and StopAsyncIteration when the feed is closed and read to its end."""
        while not (items := self._feed.since(self._cursor)):
            if self._feed.closed:
                raise StopAsyncIteration
            await self._feed.wait()
        self._cursor += len(items)
        return items
