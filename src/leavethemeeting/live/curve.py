"""How many are here, as steps over time; late news change the past, and cost what they change."""

from __future__ import annotations

from bisect import bisect_left

from leavethemeeting.live.shapes import Stay, Step


class Curve:
    """A step function kept as sorted moments with the number from each on, and the peak up to each."""

    def __init__(self) -> None:
        self._deltas: dict[int, int] = {}
        self._moments: list[int] = []
        self._values: list[int] = []
        self._peaks: list[tuple[int, int]] = []  # (number, earliest moment) up to here
        self._touched: set[int] = set()

    def replace(self, old: Stay | None, new: Stay | None) -> None:
        """``new`` stands where ``old`` stood; None: nothing. An edge that stays where it is costs nothing."""
        was, is_ = _edges(old), _edges(new)
        for before, after, by in zip(was, is_, (1, -1), strict=True):
            if before != after:
                if before is not None:
                    self._move(before, -by)
                if after is not None:
                    self._move(after, by)

    def _move(self, moment: int, by: int) -> None:
        self._deltas[moment] = self._deltas.get(moment, 0) + by
        self._touched.add(moment)

    def settle(self) -> int | None:
        """Redraw what was touched. From which moment on the steps are new; None if none was touched."""
        if not self._touched:
            return None
        first = min(self._touched)
        kept = bisect_left(self._moments, first)
        moments = sorted({*self._moments[kept:], *self._touched})
        del self._moments[kept:], self._values[kept:], self._peaks[kept:]
        value = self._values[-1] if kept else 0
        peak = self._peaks[-1] if kept else (0, 0)
        for moment in moments:
            delta = self._deltas[moment]
            if not delta:
                del self._deltas[moment]
                continue
            value += delta
            peak = (value, moment) if value > peak[0] else peak
            self._moments.append(moment)
            self._values.append(value)
            self._peaks.append(peak)
        self._touched.clear()
        return first

    def steps(self, since: int | None = None) -> tuple[Step, ...]:
        """All steps, or those at or after ``since``."""
        start = 0 if since is None else bisect_left(self._moments, since)
        return tuple(zip(self._moments[start:], self._values[start:], strict=True))

    @property
    def peak(self) -> tuple[int, int | None]:
        """The largest number and when it was first reached."""
        return self._peaks[-1] if self._peaks else (0, None)


def _edges(stay: Stay | None) -> tuple[int | None, int | None]:
    return (stay.since, stay.until) if stay else (None, None)
