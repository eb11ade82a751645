"""Curves over a meeting's window, as steps.

A curve is a list of ``(ms, value)``: the value holds from that moment to the next step,
the last one to the window's end. All steps lie in ``[start, end)``, except that the leave
curve may step at ``end`` itself. Before the first step there is no value.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from leavethemeeting.domain.intervals import Span
from leavethemeeting.domain.meeting import Window

Steps = tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class Peak:
    """The most attendees at once: how many, when first, for how long in all (ms)."""

    count: int
    at: int | None
    total_ms: int


@dataclass(frozen=True, slots=True)
class Loss:
    """The minute ``[at, at + 60 s)`` in which most attendees left for good."""

    at: int
    count: int
    share: float  # of all who attended


def value_at(steps: Steps, at: int) -> float | None:
    """The value of a curve at a moment; ``None`` before its first step."""
    place = bisect_right(steps, at, key=lambda step: step[0])
    return steps[place - 1][1] if place else None


def concurrency(presences: Iterable[Sequence[Span]], window: Window) -> Steps:
    """N(t), how many are present; ``presences`` holds each attendee's tidy spans."""
    change: dict[int, int] = {}
    for spans in presences:
        for start, end in spans:
            change[start] = change.get(start, 0) + 1
            change[end] = change.get(end, 0) - 1
    return _summed(change, window)


def _summed(change: dict[int, int], window: Window) -> Steps:
    if not window.length:
        return ()
    steps: list[tuple[int, float]] = [] if change.get(window.start) else [(window.start, 0)]
    now = 0
    for at in sorted(change):
        if change[at] and at < window.end:
            now += change[at]
            steps.append((at, now))
    return tuple(steps)


def peak(steps: Steps, window: Window) -> Peak:
    """The highest step."""
    most = int(max((value for _, value in steps), default=0))
    if not most:
        return Peak(0, None, 0)
    ends = [*(at for at, _ in steps[1:]), window.end]
    spans = [(at, end) for (at, value), end in zip(steps, ends, strict=True) if value == most]
    return Peak(most, spans[0][0], sum(end - at for at, end in spans))


def divided(steps: Steps, by: int) -> Steps:
    """The curve as a share of ``by``."""
    return tuple((at, value / by) for at, value in steps) if by else ()


def retention(presences: Sequence[Sequence[Span]], window: Window) -> Steps:
    """R(t): of all who have entered by ``t``, the share that is present at ``t``."""
    entered = _summed(_counted(spans[0][0] for spans in presences), window)
    present = concurrency(presences, window)
    steps: list[tuple[int, float]] = []
    known = here = 0.0
    for at, kind, value in sorted([(a, 0, v) for a, v in entered] + [(a, 1, v) for a, v in present]):
        known, here = (known, value) if kind else (value, here)
        if not known:
            continue
        if steps and steps[-1][0] == at:
            steps.pop()
        steps.append((at, here / known))
    return tuple(a for a in _changing(steps))


def _changing(steps: list[tuple[int, float]]) -> list[tuple[int, float]]:
    return steps[:1] + [after for before, after in pairwise(steps) if before[1] != after[1]]


def _counted(moments: Iterable[int]) -> dict[int, int]:
    counts: dict[int, int] = {}
    for at in moments:
        counts[at] = counts.get(at, 0) + 1
    return counts


def leaving(lasts: Sequence[int], window: Window) -> Steps:
    """L(t): the share whose presence has ended for good by ``t``; 1 at the window's end."""
    if not lasts:
        return ()
    counts = _counted(lasts)
    steps: list[tuple[int, float]] = [] if window.start in counts else [(window.start, 0.0)]
    gone = 0
    for at in sorted(counts):
        gone += counts[at]
        steps.append((at, gone / len(lasts)))
    return tuple(steps)


def biggest_loss(lasts: Sequence[int], window: Window, minute: int = 60_000) -> Loss | None:
    """The earliest of the worst minutes; the window's end, when all leave, is not a loss."""
    ordered = sorted(at for at in lasts if at < window.end)
    best: Loss | None = None
    first = 0
    for place, at in enumerate(ordered):
        while ordered[first] <= at - minute:
            first += 1
        count = place - first + 1
        if best is None or count > best.count:
            best = Loss(ordered[first], count, count / len(lasts))
    return best
