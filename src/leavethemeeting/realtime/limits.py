"""How fast one connection may speak: buckets that refill, asked with the event loop's clock."""

from __future__ import annotations

from dataclasses import dataclass

from leavethemeeting.realtime import messages as wire


@dataclass(slots=True)
class Bucket:
    """``burst`` at once, then ``per_second``. Starts full."""

    per_second: float
    burst: float
    level: float = -1.0
    asked_at: float = 0.0

    def take(self, now: float) -> bool:
        """Whether one more is allowed at ``now`` seconds (of any monotonic clock)."""
        if self.level < 0:
            self.level = self.burst
        else:
            self.level = min(self.burst, self.level + (now - self.asked_at) * self.per_second)
        self.asked_at = now
        if self.level < 1:
            return False
        self.level -= 1
        return True


class Pace:
    """The limits of one connection.

    Signals have a bucket of their own: a newcomer to a full room sends a few hundred candidates
    at once and then none. Whoever goes on after ``STRIKES`` refusals is shown out.
    """

    __slots__ = ("_chat", "_others", "_signals", "_strikes")

    def __init__(self) -> None:
        self._others = Bucket(per_second=10, burst=40)
        self._chat = Bucket(per_second=1, burst=8)
        self._signals = Bucket(per_second=40, burst=800)
        self._strikes = Bucket(per_second=1, burst=60)

    def allows(self, message: wire.Up, now: float) -> bool:
        if isinstance(message, wire.Signal):
            return self._signals.take(now)
        if isinstance(message, wire.Chat):
            return self._chat.take(now)
        return self._others.take(now)

    def strike(self, now: float) -> bool:
        """One refusal for speed or form more; False when it was one too many."""
        return self._strikes.take(now)
