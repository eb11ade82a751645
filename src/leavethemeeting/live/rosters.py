"""Who is no longer in a host's plugin's roster: three complete snapshots in a row without them (presence.md, rule 5)."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from itertools import pairwise

from leavethemeeting.live.connections import Connection

_SNAPSHOTS, _APART_MS = 3, 60_000


class Rosters:
    """The last complete snapshots of each source. Their persons may come after the header."""

    def __init__(self) -> None:
        self._headers: dict[str, deque[int]] = {}

    def gone(self, source: str, at: int, connections: Iterable[Connection]) -> Iterator[tuple[Connection, int]]:
        """A complete snapshot begins: who was in none of the three before it, and from when on."""
        headers = self._headers.setdefault(source, deque(maxlen=_SNAPSHOTS))
        before = list(headers)
        headers.append(at)
        close = all(later - earlier <= _APART_MS for earlier, later in pairwise(before))
        if len(before) < _SNAPSHOTS or not close:
            return
        for one in connections:
            if one.inside.open_since is not None and one.seen_at < before[0]:
                yield one, before[0]
