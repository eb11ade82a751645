"""Measures pairs: subject and reference by turns, in shuffled order, and their ratio each time."""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

Run = Callable[[], object]
_patience = 60.0  # seconds
NOISY = 0.6  # spread (p90 − p10) ÷ median beyond which a measurement is taken once more


@dataclass(frozen=True, slots=True)
class Ratio:
    """The median of per-repetition ratios, and its tenth and ninetieth percentile."""

    median: float
    low: float
    high: float

    @property
    def spread(self) -> float:
        return (self.high - self.low) / self.median if self.median else float("inf")


def summary(ratios: list[float]) -> Ratio:
    """Needs at least three ratios."""
    cuts = statistics.quantiles(ratios, n=10)
    return Ratio(statistics.median(ratios), cuts[0], cuts[-1])


def _idle() -> None:
    """Wait until the machine does next to nothing else: five seconds at most, and a minute in a whole benchmark."""
    global _patience  # noqa: PLW0603 -- one benchmark is one process
    for _ in range(20):
        before = _busy()
        if _patience <= 0:
            return
        _patience -= 0.25
        time.sleep(0.25)
        if _busy() - before < 12:  # hundredths of a second of work on all processors: half of one
            return


def _busy() -> int:
    fields = [int(field) for field in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
    return sum(fields) - fields[3] - fields[4]  # all but idle and waiting for the disk


def _clock(run: Run) -> float:
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


def paired(subject: Run, reference: Run, *, repetitions: int = 9, before: Run = lambda: None) -> Ratio:
    """How many times as long ``subject`` takes as ``reference``; ``before`` each of them, not counted.

    One warm-up is dropped. A noisy measurement is taken once more and the quieter one kept.
    """
    best: Ratio | None = None
    for _attempt in range(2):
        ratios: list[float] = []
        for repetition in range(repetitions + 1):
            _idle()
            seconds: dict[bool, float] = {}
            for is_subject in random.sample((True, False), 2):
                before()
                seconds[is_subject] = _clock(subject if is_subject else reference)
            if repetition:
                ratios.append(seconds[True] / seconds[False])
        found = summary(ratios)
        best = found if best is None or found.spread < best.spread else best
        if best.spread <= NOISY:
            break
    assert best is not None
    return best


@dataclass(slots=True)
class Sheet:
    """What was found, and whether every gate held."""

    failed: int = 0

    def line(self, name: str, ratio: Ratio, *, gate: float, aim: str, more_is_better: bool) -> None:
        """Print one figure beside its gate and its aim."""
        good = ratio.median >= gate if more_is_better else ratio.median <= gate
        self.failed += not good
        sign = "≥" if more_is_better else "≤"
        sys.stdout.write(
            f"{'✓' if good else '✗'} {name:<62} {ratio.median:8.2f}×  ({ratio.low:.2f}–{ratio.high:.2f})"
            f"   gate {sign} {gate:g}   aim {aim}\n"
        )
        sys.stdout.flush()

    def info(self, name: str, figure: Ratio, *, wanted: str, aim: str) -> None:
        """Print one figure that depends on the machine: no gate."""
        sys.stdout.write(
            f"· {name:<62} {figure.median:8.2f}   ({figure.low:.2f}–{figure.high:.2f})   wanted {wanted}   aim {aim}\n"
        )
        sys.stdout.flush()

    def head(self, title: str) -> None:
        sys.stdout.write(f"\n{title}\n")

    def close(self) -> int:
        """The exit status: 1 when a gate did not hold."""
        if self.failed:
            sys.stdout.write(f"\n{self.failed} gates did not hold.\n")
        return 1 if self.failed else 0
