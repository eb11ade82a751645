"""Splits an attendee's time: by assurance, by room, and by how many devices at once."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from leavethemeeting.domain import intervals
from leavethemeeting.domain.events import Rank
from leavethemeeting.domain.intervals import Span
from leavethemeeting.domain.meeting import Window
from leavethemeeting.domain.stays import assurance_of
from leavethemeeting.domain.testimony import Claim
from leavethemeeting.domain.timelines import Assurance, EdgeQuality

_RANKING = tuple(Assurance)


def assured(
    claims: list[Claim], gaps: list[Span], included: list[Span], present: Sequence[Span], present_ms: int
) -> tuple[tuple[Assurance, int], ...]:
    """How many ms of ``present`` have which assurance, strongest first; sums to ``present_ms``.

    A smoothed gap is worth what the moment before it was.
    """
    if not present_ms:
        return ()
    if not included and _alike(claims):
        return ((assurance_of(claims), present_ms),)
    found: dict[Assurance, int] = {}
    before = Assurance.INFERRED
    for start, end, covering in _pieces(claims, gaps, included):
        if covering:
            before = assurance_of(covering)
        level = Assurance.MANUAL if _inside(start, included) else before
        within = intervals.length(intervals.clip(present, start, end))
        if within:
            found[level] = found.get(level, 0) + within
    return tuple((level, found[level]) for level in _RANKING if level in found)


def _alike(claims: list[Claim]) -> bool:
    """Is every moment of these claims worth the same?"""
    if len(claims) == 1:
        return True
    kind = claims[0].kind if claims else None
    for claim in claims:
        if claim.kind is not kind:
            return False
        if claim.rank is Rank.INFERRED and claim.ended.quality is not EdgeQuality.OPEN:
            return False
    return bool(claims)


def _inside(at: int, spans: list[Span]) -> bool:
    return any(start <= at < end for start, end in spans)


def _pieces(claims: list[Claim], gaps: list[Span], included: list[Span]) -> list[tuple[int, int, list[Claim]]]:
    """Stretches within which the set of claims does not change, with that set."""
    cuts = {at for claim in claims for at in claim[:2]}
    cuts.update(at for span in (*gaps, *included) for at in span)
    ordered = sorted(cuts)
    waiting = sorted(claims, key=lambda claim: claim.start)
    pieces, active, place = [], [], 0
    for start, end in pairwise(ordered):
        while place < len(waiting) and waiting[place].start <= start:
            active.append(waiting[place])
            place += 1
        active = [claim for claim in active if claim.end > start]
        pieces.append((start, end, active))
    return pieces


def rooms(claims: list[Claim], window: Window) -> tuple[tuple[str, int], ...]:
    """Raw ms inside the window by room; two devices in two rooms count in both."""
    by_room: dict[str, list[Span]] = {}
    for claim in claims:
        by_room.setdefault(claim.room, []).append((claim.start, claim.end))
    spent = ((room, intervals.union(spans)) for room, spans in sorted(by_room.items()))
    return tuple((room, intervals.length(intervals.clip(s, window.start, window.end))) for room, s in spent)


def devices(claims: list[Claim]) -> int:
    """The most connections one source had open at once.

    Two sources telling of one device do not make two devices.
    """
    if len(claims) < 2:
        return len(claims)
    by_source: dict[str, dict[str, list[Span]]] = {}
    for claim in claims:
        by_source.setdefault(claim.source, {}).setdefault(claim.ref, []).append((claim.start, claim.end))
    return max(_at_once(refs) if len(refs) > 1 else 1 for refs in by_source.values())


def _at_once(refs: dict[str, list[Span]]) -> int:
    marks = [mark for spans in refs.values() for a, b in intervals.union(spans) for mark in ((a, 1), (b, -1))]
    most = now = 0
    for _, step in sorted(marks):
        now += step
        most = max(most, now)
    return max(most, 1)
