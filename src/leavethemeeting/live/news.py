"""The feed: the last things that happened, each about an attendee whose key may still change."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

import msgspec

from leavethemeeting.live.shapes import FEED_KEEPS, FeedEntry


class News:
    """The last ``FEED_KEEPS`` entries, beside each the token it is about, and what readers have of them."""

    def __init__(self) -> None:
        self._entries: deque[tuple[FeedEntry, str]] = deque(maxlen=FEED_KEEPS)
        self._told = 0  # readers have everything up to this position

    def tell(self, entry: FeedEntry, token: str) -> None:
        self._entries.append((entry, token))

    def all(self) -> tuple[FeedEntry, ...]:
        return tuple(entry for entry, _ in self._entries)

    def fresh(self, position: int, key_of: Callable[[str], str] | None) -> tuple[FeedEntry, ...]:
        """Entries since the last call; with ``key_of`` also older ones whose attendee has another key now."""
        told, self._told = self._told, position
        moved = self._rekey(key_of) if key_of else set()
        return tuple(entry for entry, _ in self._entries if entry.position > told or entry.position in moved)

    def _rekey(self, key_of: Callable[[str], str]) -> set[int]:
        moved = set()
        for index, (entry, token) in enumerate(self._entries):
            key = key_of(token)
            if key != entry.key:
                self._entries[index] = (msgspec.structs.replace(entry, key=key), token)
                moved.add(entry.position)
        return moved
