"""The feed: the last things that happened, each about an attendee whose key may still change."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from itertools import takewhile

import msgspec

from leavethemeeting.live.shapes import FEED_KEEPS, FeedEntry


class News:
    """The last ``FEED_KEEPS`` entries, beside each the token it is about, and what readers have of them."""

    def __init__(self) -> None:
        self._entries: deque[tuple[FeedEntry, str]] = deque(maxlen=FEED_KEEPS)
        self._told = 0  # readers have everything up to this position
        self._loose = False  # an entry is about somebody whom no connection has named yet

    def tell(self, entry: FeedEntry, token: str) -> None:
        self._entries.append((entry, token))
        self._loose = self._loose or bool(token and not entry.key)

    def all(self) -> tuple[FeedEntry, ...]:
        return tuple(entry for entry, _ in self._entries)

    def fresh(self, position: int, key_of: Callable[[str], str], *, moved: bool) -> tuple[FeedEntry, ...]:
        """Entries since the last call, and older ones whose attendee has another key now (``moved``: some have)."""
        told, self._told = self._told, position
        rekeyed = self._rekey(key_of) if moved or self._loose else set()
        if rekeyed:
            return tuple(entry for entry, _ in self._entries if entry.position > told or entry.position in rekeyed)
        newest = takewhile(lambda pair: pair[0].position > told, reversed(self._entries))
        return tuple(entry for entry, _ in newest)[::-1]

    def _rekey(self, key_of: Callable[[str], str]) -> set[int]:
        moved, self._loose = set(), False
        for index, (entry, token) in enumerate(self._entries):
            key = key_of(token)
            self._loose = self._loose or bool(token and not key)
            if key != entry.key:
                self._entries[index] = (msgspec.structs.replace(entry, key=key), token)
                moved.add(entry.position)
        return moved
