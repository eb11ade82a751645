"""Spans of time ``(start, end)``, half-open, in milliseconds, and lists of them.

A *tidy* list is sorted, without overlaps, touching or empty spans.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Span = tuple[int, int]


def union(spans: Iterable[Span]) -> list[Span]:
    """The tidy list covering exactly what ``spans`` cover together."""
    tidy: list[Span] = []
    for span in sorted(spans):
        if span[1] <= span[0]:
            continue
        if not tidy or span[0] > tidy[-1][1]:
            tidy.append(span)
        elif span[1] > tidy[-1][1]:
            tidy[-1] = (tidy[-1][0], span[1])
    return tidy


def clip(spans: Iterable[Span], start: int, end: int) -> list[Span]:
    """The parts of ``spans`` inside ``[start, end)``; tidy if ``spans`` were."""
    return [(max(a, start), min(b, end)) for a, b in spans if a < end and b > start]


def subtract(spans: Sequence[Span], holes: Sequence[Span]) -> list[Span]:
    """What is left of the tidy ``spans`` outside the tidy ``holes``; linear time."""
    if not holes:
        return list(spans)
    left: list[Span] = []
    first = 0
    for start, end in spans:
        while first < len(holes) and holes[first][1] <= start:
            first += 1
        at, place = start, first
        while place < len(holes) and holes[place][0] < end:
            if holes[place][0] > at:
                left.append((at, holes[place][0]))
            at = max(at, holes[place][1])
            place += 1
        if at < end:
            left.append((at, end))
    return left


def length(spans: Iterable[Span]) -> int:
    """Milliseconds covered by tidy ``spans``."""
    return sum(end - start for start, end in spans)
