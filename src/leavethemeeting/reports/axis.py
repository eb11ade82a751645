"""The time axis that all pictures of a report share: moments to percentages, and round local times on top.

Everything across is a percentage of the picture's width, so that zooming widens the picture
and leaves letters and shapes as they are, and no script is needed to fit a phone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from leavethemeeting.shared.moments import to_datetime

MINUTE = 60_000
HOUR = 60 * MINUTE
_STEPS = (1, 2, 5, 10, 15, 20, 30, 60, 120, 180, 360, 720, 1440, 2880, 10080)  # minutes
_MOST_TICKS = 8


@dataclass(frozen=True, slots=True)
class Tick:
    """One round local time. ``x`` in percent; ``anchor`` keeps the outer labels inside the picture."""

    x: float
    label: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Axis:
    """From ``start`` to ``end`` (milliseconds UTC, ``start < end``), told in ``zone``."""

    start: int
    end: int
    zone: ZoneInfo

    def x(self, moment: int) -> float:
        """Where ``moment`` stands, in percent, held inside the picture."""
        share = (moment - self.start) / (self.end - self.start)
        return round(100 * min(1.0, max(0.0, share)), 3)

    def width(self, start: int, end: int) -> float:
        """How wide ``[start, end)`` is, in percent."""
        return round(self.x(end) - self.x(start), 3)

    def ticks(self) -> list[Tick]:
        """At most nine round local times; the day is named where there is more than one."""
        step = self._step()
        offset = _offset(self.start, self.zone)
        first = -(-(self.start + offset) // step) * step - offset
        moments = range(first, self.end + 1, step)
        days = {to_datetime(moment).astimezone(self.zone).date() for moment in moments}
        return [self._tick(moment, with_day=len(days) > 1) for moment in moments]

    def _step(self) -> int:
        span = self.end - self.start
        return next((s * MINUTE for s in _STEPS if span <= s * MINUTE * _MOST_TICKS), _STEPS[-1] * MINUTE)

    def _tick(self, moment: int, *, with_day: bool) -> Tick:
        aware = to_datetime(moment).astimezone(self.zone)
        x = self.x(moment)
        anchor = "start" if x < 4 else "end" if x > 96 else "middle"
        return Tick(x, f"{aware:%d.%m. %H:%M}" if with_day else f"{aware:%H:%M}", anchor)


def _offset(moment: int, zone: ZoneInfo) -> int:
    """Milliseconds that ``zone`` is ahead of UTC at ``moment``."""
    ahead = to_datetime(moment).astimezone(zone).utcoffset() or timedelta()
    return round(ahead.total_seconds() * 1000)
