"""What is known about a meeting before any evidence is read, and the rules' numbers.

Source of the rules: docs/developer/presence.md. Times are ``int`` milliseconds UTC.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from leavethemeeting.domain.people import Expected

SECOND = 1_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE


class Resolution(StrEnum):
    """What happens where a platform's final report and weaker claims disagree."""

    AUTHORITATIVE = "authoritative"  # the final report wins, the rest is disputed
    UNION = "union"  # every positive claim counts


class WindowRule(StrEnum):
    """Which stretch of time the percentages are taken over."""

    HELD = "held"  # the plan, narrowed to host's entrance and meeting's end
    SCHEDULED = "scheduled"  # the plan, whatever happened
    ACTUAL = "actual"  # from the first entrance to the meeting's end, whatever was planned
    CUSTOM = "custom"  # exactly ``MeetingFacts.custom_window``


@dataclass(frozen=True, slots=True)
class Parameters:
    """Every number and switch of the rules, in one value. Spans are milliseconds.

    A report stores the parameters it was computed with, so that it can be repeated.
    """

    heartbeat_ms: int = 30 * SECOND  # how often a client is asked to prove it is there
    # Two beats of a throttled hidden tab (one a minute) and slack.
    lease_ttl_ms: int = 150 * SECOND
    gap_merge_ms: int = 30 * SECOND  # a transient gap up to this long is smoothed
    room_bridge_ms: int = 60 * SECOND  # a gap up to this long between two rooms is bridged
    conflict_tolerance_ms: int = 60 * SECOND  # sources may differ this much in peace
    absent_snapshots: int = 3  # complete rosters without a person that make an absence
    snapshot_spacing_ms: int = 60 * SECOND  # how far apart those rosters may be
    future_clamp_ms: int = 5 * SECOND  # a client's time this far ahead of ours is cut
    skew_ignore_ms: int = 2 * SECOND  # a clock offset up to this is network, not clock
    edge_agree_ms: int = 5 * SECOND  # two sources saw the same exit if this close
    late_grace_ms: int = 300 * SECOND
    early_grace_ms: int = 300 * SECOND
    occurrence_stitch_ms: int = 900 * SECOND  # a restart within this is the same occurrence
    min_presence_ms: int = 60 * SECOND  # less than this is not "attended"
    cohort_ms: int = 600 * SECOND  # who came in this first part is the cohort of retention
    resolution: Resolution = Resolution.AUTHORITATIVE


DEFAULTS = Parameters()


@dataclass(frozen=True, slots=True)
class Window:
    """The half-open span ``[start, end)`` over which percentages are taken."""

    start: int
    end: int

    @property
    def length(self) -> int:
        """Milliseconds; never negative."""
        return max(0, self.end - self.start)


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """The plan of one occurrence and what its host has said about people.

    ``hosts`` holds attendee keys or identity tokens (``email:…``, ``attendee:…``); events
    whose hints say the role ``host`` make hosts too. ``binds`` are pairs
    ``(token, attendee key)`` that the host has confirmed earlier in the series.
    """

    scheduled_start: int | None = None
    scheduled_end: int | None = None
    hosts: frozenset[str] = frozenset()
    expected: tuple[Expected, ...] = ()
    binds: tuple[tuple[str, str], ...] = ()
    window_rule: WindowRule = WindowRule.HELD
    custom_window: Window | None = None
