"""Now: the wall clock read once, then carried on by the monotonic clock.

A wall clock that is set while a meeting runs would bend everybody's time of entrance and exit.
So moments are anchored; a jump of more than a second is counted and logged. Slow drift is
followed always, a jump only when no meeting runs (``follow``): else a machine whose clock was
put right after start would be wrong, and at odds with the web app, until somebody starts it again.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

log = logging.getLogger(__name__)

JUMP_MS = 1_000
LOOKS_EVERY_MS = 10_000


def _wall() -> int:
    return time.time_ns() // 1_000_000


# Linux's monotonic clock stands still while the machine sleeps; this one does not.
_STEADY = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


def _steady() -> int:
    return time.clock_gettime_ns(_STEADY) // 1_000_000


class Clock:
    """``clock()`` is now, in milliseconds UTC; goes back in ``follow`` only."""

    def __init__(self, wall: Callable[[], int] = _wall, steady: Callable[[], int] = _steady) -> None:
        self._wall, self._steady = wall, steady
        self._offset = wall() - steady()
        self._looked_at = steady()
        self._latest = 0
        self._known_jump = 0
        self.jumps = 0  # how often the wall clock was seen to jump

    def __call__(self) -> int:
        steady = self._steady()
        if steady - self._looked_at >= LOOKS_EVERY_MS:
            self._look(steady)
        self._latest = max(self._latest, steady + self._offset)
        return self._latest

    def follow(self) -> None:
        """Nobody's time is being taken: now is what the wall clock says, wherever it was set."""
        self._looked_at = self._steady()
        self._offset = self._wall() - self._looked_at
        self._latest = self._known_jump = 0

    def _look(self, steady: int) -> None:
        """Follow slow drift; keep the anchor when the wall clock was set."""
        self._looked_at = steady
        difference = self._wall() - steady - self._offset
        if abs(difference) <= JUMP_MS:
            self._offset += difference
        elif abs(difference - self._known_jump) > JUMP_MS:
            self._known_jump = difference
            self.jumps += 1
            log.warning("the wall clock is now %+d ms from where it was; this process keeps its own time", difference)
