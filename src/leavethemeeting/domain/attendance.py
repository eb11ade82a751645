"""A report's numbers from a timeline: rows, rates and curves.

Formulas: docs/developer/presence.md, "The numbers of a meeting". Shares are fractions of
one; percentages are rounded to one decimal, half up, and only for showing: thresholds are
compared on whole milliseconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from leavethemeeting.domain import curves
from leavethemeeting.domain.curves import Loss, Peak, Steps
from leavethemeeting.domain.intervals import Span
from leavethemeeting.domain.meeting import DEFAULTS, MeetingFacts, Parameters, Window
from leavethemeeting.domain.timelines import AttendeeTimeline, Timeline


class Row(NamedTuple):
    """One attendee in a report; all other numbers stand in ``attendee``.

    ``percent`` is attendance over the window, ``percent_upper`` the same if all unknown time
    was presence. ``attended``: present for at least ``min_presence_ms``.
    """

    attendee: AttendeeTimeline
    percent: float
    percent_upper: float
    attended: bool


@dataclass(frozen=True)
class Attendance:
    """The numbers of one occurrence. Lengths in ms, moments in ms UTC, shares 0…1.

    ``rows``: everybody seen, however briefly. ``no_shows``: keys of expected people who did
    not attend; ``walk_ins``: keys of attended people nobody expected (hosts excepted).
    ``show_rate`` is ``None`` if nobody was expected. Concurrency counts everybody;
    present share, retention, leave curve and stays count who attended.
    ``average`` is person-time over the window's length.

    Curves are drawn when they are looked at: no page shows all of them.
    """

    window: Window
    rows: tuple[Row, ...]
    attended: int
    expected: int
    show_rate: float | None
    no_shows: tuple[str, ...]
    walk_ins: tuple[str, ...]
    average: float
    cohort_size: int
    median_ms: int
    quartiles_ms: tuple[int, int, int]
    presences: tuple[tuple[Span, ...], ...]  # of who attended
    cohort: tuple[tuple[Span, ...], ...]  # of those, who were present early on

    @cached_property
    def concurrency(self) -> Steps:
        """N(t)."""
        return curves.concurrency([row.attendee.present for row in self.rows], self.window)

    @cached_property
    def peak(self) -> Peak:
        """The highest step of ``concurrency``."""
        return curves.peak(self.concurrency, self.window)

    @cached_property
    def _attending(self) -> Steps:
        """``concurrency`` of who attended. Most often that is everybody: then it is one curve."""
        return self.concurrency if self.attended == len(self.rows) else curves.concurrency(self.presences, self.window)

    @cached_property
    def present_share(self) -> Steps:
        """N(t) / n."""
        return curves.divided(self._attending, self.attended)

    @cached_property
    def retention(self) -> Steps:
        """R(t): of all who have entered by then."""
        return curves.retention(self.presences, self._attending, self.window)

    @cached_property
    def cohort_retention(self) -> Steps:
        """The share of the cohort that is present."""
        return curves.divided(curves.concurrency(self.cohort, self.window), self.cohort_size)

    @cached_property
    def leave_curve(self) -> Steps:
        """L(t): who has left for good."""
        return curves.leaving([spans[-1][1] for spans in self.presences], self.window)

    @cached_property
    def biggest_loss(self) -> Loss | None:
        """The minute in which most left for good."""
        return curves.biggest_loss([spans[-1][1] for spans in self.presences], self.window)


def attendance(timeline: Timeline, *, meeting: MeetingFacts, parameters: Parameters = DEFAULTS) -> Attendance:
    """Measure a timeline; ``meeting`` and ``parameters`` as the timeline was computed with."""
    window = timeline.window
    rows = tuple([row_of(one, window, parameters) for one in timeline.attendees])
    there = [row.attendee for row in rows if row.attended]
    presences = tuple([one.present for one in there])
    early = window.start + parameters.cohort_ms
    cohort = tuple([spans for spans in presences if spans[0][0] < early])
    spent = sorted([one.present_ms for one in there])
    came = {one.person.key for one in there}
    expected = {one.key for one in meeting.expected}
    return Attendance(
        window=window,
        rows=rows,
        attended=len(there),
        expected=len(expected),
        show_rate=len(expected & came) / len(expected) if expected else None,
        no_shows=tuple(sorted(expected - came)),
        walk_ins=tuple([one.person.key for one in there if not one.host and one.person.key not in expected]),
        average=sum([one.present_ms for one in timeline.attendees]) / window.length if window.length else 0.0,
        cohort_size=len(cohort),
        median_ms=_quantile(spent, 2),
        quartiles_ms=(_quantile(spent, 1), _quantile(spent, 2), _quantile(spent, 3)),
        presences=presences,
        cohort=cohort,
    )


def row_of(attendee: AttendeeTimeline, window: Window, parameters: Parameters = DEFAULTS) -> Row:
    """One attendee's percentages; also for a live row between two full reports."""
    present, length = attendee.present_ms, window.length
    percent = percentage(present, length)
    unknown = attendee.unknown_ms
    upper = percentage(min(length, present + unknown), length) if unknown else percent
    attended = bool(attendee.present) and present >= parameters.min_presence_ms
    return Row(attendee, percent, upper, attended)


def percentage(part: int, whole: int) -> float:
    """``100 · part / whole`` with one decimal, half up; 0.0 of nothing."""
    return (2000 * part + whole) // (2 * whole) / 10 if whole > 0 else 0.0


def _quantile(ordered: Sequence[int], quarter: int) -> int:
    """The quarter-quantile of sorted values, interpolated between neighbours, half up."""
    if not ordered:
        return 0
    place, rest = divmod((len(ordered) - 1) * quarter, 4)
    following = ordered[min(place + 1, len(ordered) - 1)]
    return (4 * ordered[place] + rest * (following - ordered[place]) + 2) // 4
