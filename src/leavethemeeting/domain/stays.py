"""Claims become stays: united over connections, smoothed, corrected by the host.

Rules 6, 7 and 9 of docs/developer/presence.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from leavethemeeting.domain.events import Correction, Rank, SourceKind
from leavethemeeting.domain.evidence import Evidence
from leavethemeeting.domain.intervals import Span
from leavethemeeting.domain.meeting import Parameters
from leavethemeeting.domain.testimony import Claim, Said
from leavethemeeting.domain.timelines import Assurance, Edge, EdgeQuality, Stay

_KNOWING = {
    quality: place
    for place, quality in enumerate(
        (
            EdgeQuality.MANUAL,
            EdgeQuality.OPEN,
            EdgeQuality.EXPLICIT,
            EdgeQuality.IMPORTED,
            EdgeQuality.OBSERVED,
            EdgeQuality.HEARTBEAT,
            EdgeQuality.LEASE_EXPIRED,
            EdgeQuality.ASSUMED,
        )
    )
}
PLATFORMS = (SourceKind.ROOM, SourceKind.WEBHOOK, SourceKind.FILE)
_ALONE = {
    **dict.fromkeys(PLATFORMS, Assurance.PLATFORM),
    SourceKind.PLUGIN: Assurance.SELF_REPORTED,
    SourceKind.HOST_PLUGIN: Assurance.HOST_OBSERVED,
    SourceKind.HOST: Assurance.MANUAL,
}


@dataclass(slots=True)
class Run:
    """A stay in the making: raw presence without a gap, later with its smoothed gaps."""

    start: int
    end: int
    begun: Said
    ended: Said
    claims: list[Claim]
    first_room: str
    last_room: str
    gaps: list[Span] = field(default_factory=list)
    bridges: list[Span] = field(default_factory=list)


def united(claims: list[Claim]) -> list[Run]:
    """Presence by any claim. The best said of equal edges is kept."""
    runs: list[Run] = []
    run: Run | None = None
    for claim in sorted(claims) if len(claims) > 1 else claims:
        if run is None or claim.start > run.end:
            run = Run(claim.start, claim.end, claim.begun, claim.ended, [claim], claim.room, claim.room)
            runs.append(run)
            continue
        run.claims.append(claim)
        if claim.start == run.start and claim.rank > run.claims[0].rank:
            run.begun = claim.begun
        if claim.end > run.end or (claim.end == run.end and _better(claim.ended, run.ended)):
            run.end, run.ended, run.last_room = claim.end, claim.ended, claim.room
    return runs


def _better(said: Said, other: Said) -> bool:
    """Of two equal edges: first a choice, then what is better known."""
    return (said.explicit, -_KNOWING[said.quality]) > (other.explicit, -_KNOWING[other.quality])


def smoothed(runs: list[Run], parameters: Parameters) -> list[Run]:
    """Join runs over short gaps that nobody chose, and over walks between rooms."""
    if len(runs) < 2:
        return runs
    joined = [runs[0]]
    farthest = max(parameters.gap_merge_ms, parameters.room_bridge_ms)
    for run in runs[1:]:
        before = joined[-1]
        gap = run.start - before.end
        if gap > farthest:
            joined.append(run)
            continue
        walked = run.first_room != before.last_room
        exits = [c.ended for c in before.claims if c.end >= before.end - parameters.edge_agree_ms]
        bridged = walked and gap <= parameters.room_bridge_ms and not any(e.forced for e in exits)
        chosen = any(said.explicit for said in exits)
        if bridged or (gap <= parameters.gap_merge_ms and not chosen):
            _join(before, run, bridged=bridged)
        else:
            joined.append(run)
    return joined


def _join(before: Run, run: Run, *, bridged: bool) -> None:
    gap = (before.end, run.start)
    before.gaps.append(gap)
    if bridged:
        before.bridges.append(gap)
    before.end, before.ended, before.last_room = run.end, run.ended, run.last_room
    before.claims = before.claims + run.claims


def stay_of(run: Run) -> Stay:
    """The stay a run amounts to, with its provenance."""
    kinds = {claim.kind for claim in run.claims}
    return Stay(
        start=_edge(run.start, run.begun),
        end=_edge(run.end, run.ended),
        sources=tuple(kinds) if len(kinds) == 1 else tuple(sorted(kinds)),
        assurance=assurance_of(run.claims),
        smoothed_ms=sum(b - a for a, b in run.gaps) if run.gaps else 0,
        bridged_ms=sum(b - a for a, b in run.bridges) if run.bridges else 0,
    )


def _edge(at: int, said: Said) -> Edge:
    return Edge(at, said.quality, said.reason, said.source, said.kind, said.event_id)


def assurance_of(claims: Iterable[Claim]) -> Assurance:
    """What these claims together are worth. Two platform feeds are one kind of source."""
    kinds = {claim.kind for claim in claims if _evidenced(claim)}
    if len(kinds) == 1:
        return _ALONE[kinds.pop()]
    platform = any(kind in PLATFORMS for kind in kinds)
    families = platform + (SourceKind.PLUGIN in kinds) + (SourceKind.HOST_PLUGIN in kinds)
    if families > 1:
        return Assurance.CORROBORATED
    return Assurance.PLATFORM if platform else Assurance.INFERRED


def _evidenced(claim: Claim) -> bool:
    """An inferred tail is worth its source only while the meeting is still running."""
    return claim.rank is not Rank.INFERRED or claim.ended.quality is EdgeQuality.OPEN


def corrected(stays: list[Stay], corrections: list[Evidence]) -> list[Stay]:
    """Replay what the host included and excluded, in the order it was done."""
    for one in sorted(corrections, key=lambda c: (c.event.received_at, c.seq, c.event.source, c.id)):
        edges = (_manual(one.at, one), _manual(one.until or one.at, one))
        if one.event.value == Correction.INCLUDE:
            stays = _included(stays, *edges)
        elif one.event.value == Correction.EXCLUDE:
            stays = [part for stay in stays for part in _excluded(stay, *edges)]
    return stays


def _manual(at: int, one: Evidence) -> Edge:
    event = one.event
    return Edge(at, EdgeQuality.MANUAL, event.reason, event.source, event.source_kind, event.id)


def _included(stays: list[Stay], start: Edge, end: Edge) -> list[Stay]:
    touching = [s for s in stays if s.start.at <= end.at and s.end.at >= start.at]
    apart = [s for s in stays if s not in touching]
    begun = min([start, *(s.start for s in touching)], key=lambda edge: edge.at)
    ended = max([end, *(s.end for s in touching)], key=lambda edge: edge.at)
    kinds = {SourceKind.HOST}.union(*(s.sources for s in touching))
    smooth = sum(s.smoothed_ms for s in touching)
    bridge = sum(s.bridged_ms for s in touching)
    stay = Stay(begun, ended, tuple(sorted(kinds)), Assurance.MANUAL, smooth, bridge)
    return sorted([*apart, stay], key=lambda s: s.start.at)


def _excluded(stay: Stay, start: Edge, end: Edge) -> list[Stay]:
    if start.at >= stay.end.at or end.at <= stay.start.at:
        return [stay]
    rest = (stay.sources, stay.assurance)
    left = [Stay(stay.start, start, *rest)] if stay.start.at < start.at else []
    right = [Stay(end, stay.end, *rest)] if end.at < stay.end.at else []
    return left + right
