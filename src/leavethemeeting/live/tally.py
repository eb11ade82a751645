"""The figures on top and the curve, kept by adding and taking away single rows."""

from __future__ import annotations

from itertools import zip_longest

from leavethemeeting.live.curve import Curve
from leavethemeeting.live.shapes import Figures, Row, Step


class Tally:
    """What all rows together come to. ``weigh`` costs what differs between the two rows."""

    def __init__(self) -> None:
        self._curve = Curve()
        self._totals = dict.fromkeys(("here", "came", "left", "waiting", "away", "hands", "unknown"), 0)

    def weigh(self, old: Row | None, new: Row | None) -> None:
        """``new`` stands where ``old`` stood; None: nothing did, or does."""
        for before, after in zip_longest(old.stays if old else (), new.stays if new else ()):
            if before != after:
                self._curve.replace(before, after)
        if old is not None:
            self._add(old, -1)
        if new is not None:
            self._add(new, 1)

    def _add(self, row: Row, by: int) -> None:
        totals = self._totals
        if row.stays:
            totals["came"] += by
        if row.hand_since is not None:
            totals["hands"] += by
        if row.state == "waiting":
            totals["waiting"] += by
        elif row.state in ("here", "away"):
            totals["here"] += by
            totals["away"] += by if row.state == "away" else 0
        elif row.state == "unknown":
            totals["unknown"] += by
        elif row.stays:
            totals["left"] += by

    def settle(self) -> int | None:
        """Redraw the curve; from which moment on it is new."""
        return self._curve.settle()

    def steps(self, since: int | None = None) -> tuple[Step, ...]:
        return self._curve.steps(since)

    def figures(self) -> Figures:
        peak, peak_at = self._curve.peak
        return Figures(**self._totals, peak=peak, peak_at=peak_at)
