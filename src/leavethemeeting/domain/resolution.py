"""Weighs an attendee's claims against each other. Rule 5 of docs/developer/presence.md.

Nothing is deleted: a claim that loses is shortened in the result and shown as disputed.
"""

from __future__ import annotations

from dataclasses import dataclass

from leavethemeeting.domain import intervals
from leavethemeeting.domain.events import Rank
from leavethemeeting.domain.intervals import Span
from leavethemeeting.domain.meeting import Parameters, Resolution
from leavethemeeting.domain.testimony import Claim, Negative, Testimony
from leavethemeeting.domain.timelines import EdgeQuality

_KNOWN_ENDS = (EdgeQuality.EXPLICIT, EdgeQuality.IMPORTED)


@dataclass(slots=True)
class Resolved:
    """What is left: claims that count, spans that may have been, spans taken away."""

    claims: list[Claim]
    maybe: list[Span]
    disputed: list[Span]
    final: bool = False  # a final report decided


def resolve(testimony: Testimony, parameters: Parameters) -> Resolved:
    """Cut inferred tails, then let a final report decide."""
    claims = testimony.claims
    maybe = testimony.maybe
    if maybe or testimony.inferred:
        negatives = sorted(_negatives(testimony))
        claims = [_cut(claim, negatives) for claim in claims]
        maybe = [_shorten(span, negatives) for span in maybe]
    spans = [(start, end) for start, end, _ in maybe]
    if testimony.final and parameters.resolution is Resolution.AUTHORITATIVE:
        return _decide(claims, parameters.conflict_tolerance_ms)
    return Resolved(claims, spans, [])


def _negatives(testimony: Testimony) -> list[Negative]:
    """Where each source saw the attendee gone: the ends of its own stays, and absences.

    A source that still has another connection open there has not seen the attendee go.
    """
    found = list(testimony.negatives)
    found += [Negative(total.end, total.said) for total in testimony.totals]
    by_source: dict[str, list[Claim]] = {}
    for claim in sorted(testimony.claims):
        by_source.setdefault(claim.source, []).append(claim)
    for claims in by_source.values():
        last = claims[0]
        for claim in claims[1:]:
            if claim.start > last.end:
                found.append(Negative(last.end, last.ended))
            if claim.start > last.end or claim.end >= last.end:
                last = claim
        found.append(Negative(last.end, last.ended))
    absences = {id(one) for one in testimony.negatives}
    return [one for one in found if id(one) in absences or one.said.quality in _KNOWN_ENDS]


def _cut(claim: Claim, negatives: list[Negative]) -> Claim:
    """End an inferred claim where another source first saw the attendee gone."""
    if claim.rank is Rank.INFERRED:
        for at, said in negatives:
            if claim.start < at < claim.end and said.source != claim.source:
                return claim._replace(end=at, ended=said)
    return claim


def _shorten(span: tuple[int, int, str], negatives: list[Negative]) -> tuple[int, int, str]:
    start, end, source = span
    for at, said in negatives:
        if start < at < end and said.source != source:
            return (start, at, source)
    return span


def _decide(claims: list[Claim], tolerance: int) -> Resolved:
    """Take from weaker claims what a final report does not cover, beyond the tolerance."""
    report = intervals.union((claim.start, claim.end) for claim in claims if claim.final)
    weaker = [c for c in claims if c.rank < Rank.PLATFORM]
    said = intervals.union((c.start, c.end) for c in weaker if c.rank > Rank.INFERRED)
    beyond = intervals.subtract(said, report)
    disputed = [span for span in beyond if span[1] - span[0] > tolerance]
    inferred = intervals.union((c.start, c.end) for c in weaker if c.rank is Rank.INFERRED)
    tails = intervals.subtract(intervals.subtract(inferred, report), beyond)
    holes = intervals.union([*disputed, *tails])
    kept = [c for c in claims if c.rank >= Rank.PLATFORM]
    for claim in weaker:
        for start, end in intervals.subtract([(claim.start, claim.end)], holes):
            kept.append(claim._replace(start=start, end=end))
    return Resolved(kept, [], disputed, final=True)
