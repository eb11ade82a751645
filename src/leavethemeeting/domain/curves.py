"""Curves over a meeting's window, as steps.

A curve is a list of ``(ms, value)``: the value holds from that moment to the next step,
the last one to the window's end. All steps lie in ``[start, end)``, except that the leave
curve may step at ``end`` itself. Before the first step there is no value.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

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
    if not window.length:
        return ()
    change: dict[int, int] = {}
    so_far = change.get
    for spans in presences:
        for start, end in spans:
            change[start] = so_far(start, 0) + 1
            change[end] = so_far(end, 0) - 1
    moments = sorted(change)
    del moments[bisect_left(moments, window.end) :]
    steps: list[tuple[int, float]] = [] if window.start in change else [(window.start, 0)]
    here = 0
    for at in moments:
        if change[at]:  # else as many came as went
            here += change[at]
            steps.append((at, here))
    return tuple(steps)


def peak(steps: Steps, window: Window) -> Peak:
    """The highest step."""
    most = int(max([value for _, value in steps], default=0))
    if not most:
        return Peak(0, None, 0)
    ends = [*[at for at, _ in steps[1:]], window.end]
    spans = [(step[0], end) for step, end in zip(steps, ends, strict=True) if step[1] == most]
    return Peak(most, spans[0][0], sum(end - at for at, end in spans))


def divided(steps: Steps, by: int) -> Steps:
    """The curve as a share of ``by``."""
    return tuple([(at, value / by) for at, value in steps]) if by else ()


def retention(presences: Sequence[Sequence[Span]], concurrent: Steps, window: Window) -> Steps:
    """R(t): of all who have entered by ``t``, the share that is present at ``t``.

    ``concurrent`` is the ``concurrency`` of the same ``presences``.
    """
    entered = Counter([spans[0][0] for spans in presences])
    present = dict(concurrent)
    # Somebody may enter in the very millisecond in which another leaves: no step, but one more who has entered.
    missed = [at for at in entered if at not in present and at < window.end]
    came, steps = entered.get, []
    here, known, before = 0.0, 0, None
    for at in sorted([*present, *missed]):
        here = present.get(at, here)
        known += came(at, 0)
        if known and (share := here / known) != before:
            steps.append((at, share))
            before = share
    return tuple(steps)


def leaving(lasts: Sequence[int], window: Window) -> Steps:
    """L(t): the share whose presence has ended for good by ``t``; 1 at the window's end."""
    if not lasts:
        return ()
    counts = Counter(lasts)
    steps: list[tuple[int, float]] = [] if window.start in counts else [(window.start, 0.0)]
    moments, everybody = sorted(counts), len(lasts)
    gone = accumulate([counts[at] for at in moments])
    return (*steps, *[(at, so_far / everybody) for at, so_far in zip(moments, gone, strict=True)])


def biggest_loss(lasts: Sequence[int], window: Window, minute: int = 60_000) -> Loss | None:
    """The earliest of the worst minutes; the window's end, when all leave, is not a loss."""
    ordered = sorted(at for at in lasts if at < window.end)
    most, since, first = 0, 0, 0
    for place, at in enumerate(ordered):
        while ordered[first] <= at - minute:
            first += 1
        if place - first >= most:
            most, since = place - first + 1, ordered[first]
    return Loss(since, most, most / len(lasts)) if most else None
