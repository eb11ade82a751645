"""Spans of time ``(start, end)``, half-open, in milliseconds, and lists of them.

A *tidy* list is sorted, without overlaps, touching or empty spans.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Span = tuple[int, int]


def union(spans: Iterable[Span]) -> list[Span]:
    """The tidy list covering exactly what ``spans`` cover together."""
    tidy: list[Span] = []
    last_start = last_end = None
    for start, end in sorted(spans):
        if end <= start:
            continue
        if last_end is not None and start <= last_end:
            if end > last_end:
                tidy[-1] = (last_start, end)  # type: ignore[assignment] -- set with last_end
                last_end = end
        else:
            tidy.append((start, end))
            last_start, last_end = start, end
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
        at = first
        while at < len(holes) and holes[at][0] < end:
            if holes[at][0] > start:
                left.append((start, holes[at][0]))
            start = max(start, holes[at][1])
            at += 1
        if start < end:
            left.append((start, end))
    return left


def length(spans: Iterable[Span]) -> int:
    """Milliseconds covered by tidy ``spans``."""
    return sum(end - start for start, end in spans)
