"""One attendee's numbers: what presence amounts to inside the window.

``trace`` is the part that needs no window (the window needs everybody's trace first);
``measured`` adds it. Docs: docs/developer/presence.md, "The numbers of a row".
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from leavethemeeting.domain import intervals
from leavethemeeting.domain.assurances import assured, devices, rooms
from leavethemeeting.domain.events import Correction, Rank
from leavethemeeting.domain.evidence import Evidence
from leavethemeeting.domain.frame import Frame
from leavethemeeting.domain.intervals import Span
from leavethemeeting.domain.meeting import Parameters, Window
from leavethemeeting.domain.people import Person
from leavethemeeting.domain.resolution import resolve
from leavethemeeting.domain.stays import Run, corrected, smoothed, stay_of, united
from leavethemeeting.domain.testimony import Claim, Testimony, Total
from leavethemeeting.domain.timelines import AttendeeTimeline, EdgeQuality, Flag, State, Stay


@dataclass(slots=True)
class Trace:
    """An attendee's presence over their whole life, not clipped to any window."""

    stays: list[Stay]
    claims: list[Claim]
    raw: list[Span]
    gaps: list[Span]  # smoothed
    bridges: list[Span]
    unknown: list[Span]
    disputed: list[Span]
    lobby: list[Span]
    included: list[Span]
    total: Total | None
    aggregate: bool
    roomy: bool  # some claim names a room
    flags: set[Flag]
    clock_offset_ms: int


def trace(testimony: Testimony, corrections: list[Evidence], parameters: Parameters, frame: Frame) -> Trace:
    """Weigh the claims, unite and smooth them, then replay the host's corrections."""
    total = _total(testimony)
    aggregate = total is not None and not testimony.claims
    if total is not None and aggregate:
        testimony.claims.append(_envelope(total))
    resolved = resolve(testimony, parameters)
    runs = united(resolved.claims)
    raw = [(run.start, run.end) for run in runs]
    runs = smoothed(runs, parameters)
    stays = [stay_of(run) for run in runs]
    unknown = resolved.maybe
    if testimony.unseen and not resolved.final and _host_saw_all(testimony):
        unknown = unknown + testimony.unseen
    if corrections:
        testimony.flags.add(Flag.CORRECTED)
        stays = corrected(stays, corrections)
        unknown = intervals.subtract(intervals.union(unknown), intervals.union(_spans(corrections)))
    unknown = _unknown(unknown, stays, frame)
    included = [c for c in corrections if c.event.value == Correction.INCLUDE]
    found = Trace(
        stays, resolved.claims, raw, _all(runs, "gaps"), _all(runs, "bridges"), unknown, resolved.disputed,
        intervals.union(testimony.lobby), intervals.union(_spans(included)), total, aggregate, testimony.roomy, testimony.flags,
        testimony.clock_offset_ms,
    )  # fmt: skip
    _mark(found, parameters)
    return found


def _total(testimony: Testimony) -> Total | None:
    """The longest total of any source; a source's several totals add up."""
    by_source: dict[str, Total] = {}
    for one in sorted(testimony.totals):
        same = by_source.get(one.said.source)
        if same is not None:
            start, end = min(same.start, one.start), max(same.end, one.end)
            one = Total(start, end, min(end - start, same.length + one.length), one.said)  # noqa: PLW2901 -- a sum
        by_source[one.said.source] = one
    return max(by_source.values(), key=lambda t: (t.length, t.said)) if by_source else None


def _envelope(total: Total) -> Claim:
    said = total.said
    edges = (said, said, False)
    return Claim(total.start, total.end, Rank.INFERRED, said.kind, said.source, "", "", *edges)


def _host_saw_all(testimony: Testimony) -> bool:
    """Blind rosters make presence unknown only where nothing better tells of it."""
    return all(claim.rank is Rank.HOST_PLUGIN for claim in testimony.claims)


def _spans(corrections: list[Evidence]) -> list[Span]:
    return [(one.at, one.until) for one in corrections if one.until is not None]


def _unknown(unknown: list[Span], stays: list[Stay], frame: Frame) -> list[Span]:
    if not unknown:
        return unknown
    here = [stay.span for stay in stays]
    return intervals.subtract(intervals.union(intervals.clip(unknown, 0, frame.as_of)), here)


def _all(runs: list[Run], which: str) -> list[Span]:
    return [span for run in runs for span in getattr(run, which)]


def _mark(found: Trace, parameters: Parameters) -> None:
    flags = found.flags
    for stay in found.stays:
        if stay.end.quality is EdgeQuality.LEASE_EXPIRED:
            flags.add(Flag.LEASE_EXPIRED)
        elif stay.end.quality is EdgeQuality.ASSUMED:
            flags.add(Flag.ASSUMED_END)
    if found.disputed:
        flags.add(Flag.DISPUTED)
    if found.clock_offset_ms:
        flags.add(Flag.CLOCK_OFFSET)
    if found.aggregate:
        flags.add(Flag.AGGREGATE)
    elif found.total is not None:
        here = sum(stay.end.at - stay.start.at for stay in found.stays)
        if abs(here - found.total.length) > parameters.conflict_tolerance_ms:
            flags.add(Flag.CONFLICT)


@dataclass(slots=True)
class _Inside:
    """A trace clipped to the window; lengths in ms."""

    present: list[Span]
    unknown: list[Span]
    disputed: list[Span]
    covered: int
    raw: int
    smoothed: int
    corrected: int
    counted: int  # present; less than covered where only a total is known


def _clipped(found: Trace, window: Window) -> _Inside:
    start, end = window.start, window.end
    present = [span for span in intervals.clip([s.span for s in found.stays], start, end) if span[0] < span[1]]
    covered = intervals.length(present)
    raw = intervals.length(intervals.clip(found.raw, start, end))
    smooth = intervals.length(intervals.clip(found.gaps, start, end)) if found.gaps else 0
    changed = covered - raw - smooth if Flag.CORRECTED in found.flags else 0
    counted = covered
    if found.aggregate and found.total is not None and not changed:
        counted = raw = min(covered, found.total.length)
    unknown = intervals.clip(found.unknown, start, end) if found.unknown else []
    disputed = intervals.clip(found.disputed, start, end) if found.disputed else []
    return _Inside(present, unknown, disputed, covered, raw, smooth, changed, counted)


def measured(
    found: Trace, person: Person, window: Window, frame: Frame, parameters: Parameters, *, host: bool, doubtful: bool
) -> AttendeeTimeline:
    """The row of one attendee: the trace clipped to ``window`` and measured."""
    inside = _clipped(found, window)
    present, stays, total = inside.present, found.stays, found.total
    late = present[0][0] - window.start if present else None
    early = window.end - present[-1][1] if present else None
    state, since = _state(found, frame)
    span = (window.start, window.end)
    plain_rooms = (("", inside.raw),) if inside.raw else ()
    return AttendeeTimeline(
        person=person, host=host, stays=tuple(stays),
        present=tuple(present), unknown=tuple(inside.unknown), disputed=tuple(inside.disputed),
        present_ms=inside.counted, raw_ms=inside.raw, smoothed_ms=inside.smoothed,
        bridged_ms=_length_in(found.bridges, span), corrected_ms=inside.corrected,
        unknown_ms=intervals.length(inside.unknown), disputed_ms=intervals.length(inside.disputed),
        outside_ms=sum([s.end.at - s.start.at for s in stays]) - inside.covered,
        lobby_ms=intervals.length(found.lobby), lobby_in_window_ms=_length_in(found.lobby, span),
        rooms=rooms(found.claims, window) if found.roomy else plain_rooms,
        assured=assured(found.claims, found.gaps, found.included, present, inside.counted),
        first_entrance=stays[0].start.at if stays else None,
        last_exit=stays[-1].end.at if stays and state is not State.PRESENT else None,
        late_ms=late, early_ms=early,
        gaps_ms=present[-1][1] - present[0][0] - inside.counted if present else 0,
        re_entries=_re_entries(present, found.unknown),
        max_devices=devices(found.claims) if len(found.claims) != len(found.raw) else min(1, len(stays)), clock_offset_ms=found.clock_offset_ms,
        total_ms=total.length if total else None, envelope_ms=total.end - total.start if total else None,
        flags=_flags(found, inside.counted, late, early, parameters, doubtful=doubtful),
        state=state, state_since=since,
    )  # fmt: skip


def _length_in(spans: list[Span], window: Span) -> int:
    return intervals.length(intervals.clip(spans, *window)) if spans else 0


def _re_entries(present: list[Span], unknown: list[Span]) -> int:
    """Gaps in which the attendee is known to have been away for at least a moment."""
    if len(present) < 2:
        return 0
    gaps = [(before[1], after[0]) for before, after in pairwise(present)]
    if not unknown:
        return len(gaps)
    return sum(1 for gap in gaps if intervals.subtract([gap], unknown))


def _flags(
    found: Trace, present_ms: int, late: int | None, early: int | None, parameters: Parameters, *, doubtful: bool
) -> frozenset[Flag]:
    flags = set(found.flags)
    if late is not None and late > parameters.late_grace_ms:
        flags.add(Flag.LATE)
    if early is not None and early > parameters.early_grace_ms:
        flags.add(Flag.EARLY)
    if present_ms < parameters.min_presence_ms:
        flags.add(Flag.BRIEF)
    if doubtful:
        flags.add(Flag.REVIEW)
    return frozenset(flags)


def _state(found: Trace, frame: Frame) -> tuple[State, int | None]:
    """The answer for ``as_of`` and since when it holds."""
    last = found.stays[-1] if found.stays else None
    if last is not None and last.end.quality is EdgeQuality.OPEN and last.end.at >= frame.as_of:
        return State.PRESENT, last.start.at
    if found.unknown and found.unknown[-1][1] >= frame.as_of:
        return State.UNKNOWN, found.unknown[-1][0]
    return State.ABSENT, last.end.at if last is not None else None
