"""The result of the presence rules: timelines made of stays. Only values, no rules.

All times are ``int`` milliseconds UTC, all spans half-open ``[start, end)``; fields that
end in ``_ms`` are lengths. Source: docs/developer/presence.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from leavethemeeting.domain.events import SourceKind
from leavethemeeting.domain.intervals import Span
from leavethemeeting.domain.meeting import Window
from leavethemeeting.domain.people import Doubt, Person


class EdgeQuality(StrEnum):
    """How well the beginning or the end of a stay is known."""

    EXPLICIT = "explicit"  # somebody said so at the time
    HEARTBEAT = "heartbeat"  # a proof of life without an entrance
    LEASE_EXPIRED = "lease_expired"  # proofs of life stopped; the true end may be later
    ASSUMED = "assumed"  # nobody said anything; taken to last until the meeting's end
    IMPORTED = "imported"  # read from a platform's file
    MANUAL = "manual"  # set by the host
    OBSERVED = "observed"  # between two rosters of the host's plugin
    OPEN = "open"  # still going on at ``as_of``


class Assurance(StrEnum):
    """How far presence can be trusted. ``MANUAL`` is the host's own word."""

    MANUAL = "manual"
    CORROBORATED = "corroborated"  # two independent kinds of source agree
    PLATFORM = "platform"
    HOST_OBSERVED = "host_observed"
    SELF_REPORTED = "self_reported"
    INFERRED = "inferred"


class Flag(StrEnum):
    """What a reader of the report should know about a row."""

    LATE = "late"
    EARLY = "early"
    BRIEF = "brief"  # less than ``min_presence_ms`` inside the window
    CLOCK_OFFSET = "clock_offset"  # a client's clock was wrong and has been corrected
    CLOCK_CLAMPED = "clock_clamped"  # a client's time lay in the future and was cut
    ORPHAN_EXIT = "orphan_exit"  # an exit without an entrance; credits nothing
    LEASE_EXPIRED = "lease_expired"
    ASSUMED_END = "assumed_end"
    DISPUTED = "disputed"  # a final report took time away
    CONFLICT = "conflict"  # a total differs from the stays
    AGGREGATE = "aggregate"  # only a total is known; the stay is its envelope
    OUTAGE = "outage"  # the room's server was down while the attendee was in
    CORRECTED = "corrected"  # the host included or excluded time
    REVIEW = "review"  # who this is waits for the host


class State(StrEnum):
    """The three answers to "was this attendee here at that moment?"."""

    PRESENT = "present"
    ABSENT = "absent"
    UNKNOWN = "unknown"


class Edge(NamedTuple):
    """The beginning or the end of a stay, and the event that says so."""

    at: int
    quality: EdgeQuality
    reason: str = ""  # exit reason as the source gave it; empty for a beginning
    source: str = ""
    source_kind: SourceKind | None = None
    event_id: str = ""


class Stay(NamedTuple):
    """One interval of presence after smoothing and corrections, not clipped.

    ``smoothed_ms`` of it were gaps (``bridged_ms`` of those between two rooms).
    ``assurance`` is that of the strongest combination of sources inside the stay;
    the attendee's ``assured`` has the exact split of time.
    """

    start: Edge
    end: Edge
    sources: tuple[SourceKind, ...]
    assurance: Assurance
    smoothed_ms: int = 0
    bridged_ms: int = 0

    @property
    def span(self) -> Span:
        """``(start, end)``."""
        return (self.start.at, self.end.at)


class AttendeeTimeline(NamedTuple):
    """One attendee's presence in one occurrence.

    Whole life: ``stays``, ``first_entrance``, ``last_exit``, ``lobby_ms``, ``outside_ms``
    (present outside the window), ``max_devices``. Inside the window: everything else.
    ``present`` and ``unknown`` are tidy spans; ``present_ms = raw_ms + smoothed_ms +
    corrected_ms`` (``bridged_ms`` is a part of ``smoothed_ms``). For an ``aggregate`` the
    stay is the envelope and ``present_ms`` the total. ``late_ms``, ``early_ms`` are ``None``
    without presence; their flags need more than the grace. ``rooms`` splits raw time by
    room, ``""`` being the main room. ``assured`` splits ``present_ms`` by assurance.
    """

    person: Person
    host: bool
    stays: Sequence[Stay]
    present: tuple[Span, ...]
    unknown: tuple[Span, ...]
    disputed: tuple[Span, ...]
    present_ms: int
    raw_ms: int
    smoothed_ms: int
    bridged_ms: int
    corrected_ms: int
    unknown_ms: int
    disputed_ms: int
    outside_ms: int
    lobby_ms: int
    lobby_in_window_ms: int
    rooms: tuple[tuple[str, int], ...]
    assured: tuple[tuple[Assurance, int], ...]
    first_entrance: int | None
    last_exit: int | None
    late_ms: int | None
    early_ms: int | None
    gaps_ms: int
    re_entries: int
    max_devices: int
    clock_offset_ms: int
    total_ms: int | None  # what a total without intervals claims, if any did
    envelope_ms: int | None
    flags: frozenset[Flag]
    state: State  # at ``as_of``
    state_since: int | None  # since when, if known

    @property
    def key(self) -> str:
        """The attendee key, stable as long as no stronger evidence of identity arrives."""
        return self.person.key


@dataclass(frozen=True)
class Timeline:
    """All attendees of one occurrence, by key, as known at ``as_of``."""

    window: Window
    as_of: int
    meeting_end: int | None
    attendees: tuple[AttendeeTimeline, ...]
    review: tuple[Doubt, ...] = ()
    rejected_names: tuple[str, ...] = ()

    @cached_property
    def tokens(self) -> Mapping[str, str]:
        """Identity token → attendee key."""
        return {token: one.person.key for one in self.attendees for token in one.person.tokens}

    def attendee(self, key: str) -> AttendeeTimeline:
        """The timeline of an attendee key or identity token; ``KeyError`` if unknown."""
        wanted = self.tokens.get(key, key)
        for one in self.attendees:
            if one.person.key == wanted:
                return one
        raise KeyError(key)
