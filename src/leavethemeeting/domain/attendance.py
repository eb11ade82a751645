"""A report's numbers from a timeline: rows, rates and curves.

Formulas: docs/developer/presence.md, "The numbers of a meeting". Shares are fractions of
one; percentages are rounded to one decimal, half up, and only for showing: thresholds are
compared on whole milliseconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from leavethemeeting.domain import curves
from leavethemeeting.domain.curves import Loss, Peak, Steps
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


@dataclass(frozen=True, slots=True)
class Attendance:
    """The numbers of one occurrence. Lengths in ms, moments in ms UTC, shares 0…1.

    ``rows``: everybody seen, however briefly. ``no_shows``: keys of expected people who did
    not attend; ``walk_ins``: keys of attended people nobody expected (hosts excepted).
    ``show_rate`` is ``None`` if nobody was expected. Concurrency counts everybody;
    present share, retention, leave curve and stays count who attended.
    ``average`` is person-time over the window's length.
    """

    window: Window
    rows: tuple[Row, ...]
    attended: int
    expected: int
    show_rate: float | None
    no_shows: tuple[str, ...]
    walk_ins: tuple[str, ...]
    concurrency: Steps
    peak: Peak
    average: float
    present_share: Steps
    retention: Steps
    cohort_size: int
    cohort_retention: Steps
    leave_curve: Steps
    biggest_loss: Loss | None
    median_ms: int
    quartiles_ms: tuple[int, int, int]


def attendance(timeline: Timeline, *, meeting: MeetingFacts, parameters: Parameters = DEFAULTS) -> Attendance:
    """Measure a timeline; ``meeting`` and ``parameters`` as the timeline was computed with."""
    window = timeline.window
    rows = tuple([row_of(one, window, parameters) for one in timeline.attendees])
    there = [row.attendee for row in rows if row.attended]
    presences = [one.present for one in there]
    cohort = [spans for spans in presences if spans[0][0] < window.start + parameters.cohort_ms]
    lasts = [spans[-1][1] for spans in presences]
    steps = curves.concurrency([row.attendee.present for row in rows], window)
    # Most often everybody who was seen also attended: then it is one curve.
    present = steps if len(there) == len(rows) else curves.concurrency(presences, window)
    spent = sorted(one.present_ms for one in there)
    present_ms = sum(row.attendee.present_ms for row in rows)
    came = {one.key for one in there}
    expected = {one.key for one in meeting.expected}
    return Attendance(
        window=window,
        rows=rows,
        attended=len(there),
        expected=len(expected),
        show_rate=len(expected & came) / len(expected) if expected else None,
        no_shows=tuple(sorted(expected - came)),
        walk_ins=tuple(one.key for one in there if one.key not in expected and not one.host),
        concurrency=steps,
        peak=curves.peak(steps, window),
        average=present_ms / window.length if window.length else 0.0,
        present_share=curves.divided(present, len(there)),
        retention=curves.retention(presences, present, window),
        cohort_size=len(cohort),
        cohort_retention=curves.divided(curves.concurrency(cohort, window), len(cohort)),
        leave_curve=curves.leaving(lasts, window),
        biggest_loss=curves.biggest_loss(lasts, window),
        median_ms=_quantile(spent, 2),
        quartiles_ms=(_quantile(spent, 1), _quantile(spent, 2), _quantile(spent, 3)),
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
