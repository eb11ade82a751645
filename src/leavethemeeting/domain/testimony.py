"""What is claimed about one attendee, before claims are weighed against each other."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from leavethemeeting.domain.events import ExitReason, Rank, SourceKind
from leavethemeeting.domain.intervals import Span
from leavethemeeting.domain.timelines import EdgeQuality, Flag

_EXPLICIT = (ExitReason.LEFT.value, ExitReason.REMOVED.value, ExitReason.ENDED.value)
_FORCED = (ExitReason.REMOVED.value, ExitReason.ENDED.value)


class Said(NamedTuple):
    """Which event says where a claim begins or ends, and how well it knows."""

    quality: EdgeQuality
    reason: str
    source: str
    kind: SourceKind
    event_id: str

    @property
    def explicit(self) -> bool:
        """Was this a decision, so that the gap after it stays a gap?"""
        return self.reason in _EXPLICIT or self.reason.startswith(ExitReason.AUTO_RULE)

    @property
    def forced(self) -> bool:
        """An exit that is more than a walk to another room."""
        return self.reason in _FORCED or self.reason.startswith(ExitReason.AUTO_RULE)


class Claim(NamedTuple):
    """One source says: here from ``start`` to ``end``. Sorts by time."""

    start: int
    end: int
    rank: Rank
    kind: SourceKind
    source: str
    ref: str  # the connection
    room: str
    begun: Said
    ended: Said
    final: bool


class Negative(NamedTuple):
    """A source saw the attendee gone from ``at`` on."""

    at: int
    said: Said


class Total(NamedTuple):
    """A total without intervals: ``length`` ms somewhere inside ``[start, end)``."""

    start: int
    end: int
    length: int
    said: Said


@dataclass(slots=True)
class Testimony:
    """Everything claimed about one attendee; filled while evidence is read."""

    claims: list[Claim] = field(default_factory=list)
    maybe: list[tuple[int, int, str]] = field(default_factory=list)  # may have stayed; source
    unseen: list[Span] = field(default_factory=list)  # no roster could have shown them
    negatives: list[Negative] = field(default_factory=list)
    totals: list[Total] = field(default_factory=list)
    lobby: list[Span] = field(default_factory=list)
    flags: set[Flag] = field(default_factory=set)
    clock_offset_ms: int = 0
    inferred: bool = False  # some claim is a mere inference
    final: bool = False  # some claim is a final report's
    roomy: bool = False  # some claim names a room


RANKS = {
    SourceKind.ROOM: Rank.PLATFORM,
    SourceKind.WEBHOOK: Rank.PLATFORM,
    SourceKind.FILE: Rank.PLATFORM,
    SourceKind.PLUGIN: Rank.PLUGIN,
    SourceKind.HOST_PLUGIN: Rank.HOST_PLUGIN,
    SourceKind.HOST: Rank.CORRECTION,
}
