"""A report's rows and numbers handed to the pictures, and what is told beside them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from leavethemeeting.domain.curves import Steps, value_at
from leavethemeeting.domain.intervals import Span as Stretch
from leavethemeeting.reports import curves, timeline_picture
from leavethemeeting.reports.axis import MINUTE, Axis
from leavethemeeting.reports.curves import Curve
from leavethemeeting.reports.queries import MOST_DRAWN, Report, who_did_what
from leavethemeeting.reports.rows import Row
from leavethemeeting.reports.tables import KINDS, told
from leavethemeeting.reports.timeline_picture import SHAPES, Lane, Picture, Span
from leavethemeeting.reports.words import percent
from leavethemeeting.shared.templatetags.moments import clock, duration

LANES = 200  # on one page
_MOST_LINES = 120  # of a curve's table, before it is told by the minute


@dataclass(frozen=True, slots=True)
class Chart:
    """A curve with its words and its table."""

    title: str
    told: str
    unit: str
    curve: Curve
    table: list[tuple[str, str]]
    coarse: bool  # the table is by the minute


def timeline_of(report: Report, rows: Sequence[Row]) -> tuple[Picture, bool]:
    """The picture of ``rows``, and whether their interactions are in it."""
    drawn = report.interactions_known <= MOST_DRAWN
    marks: dict[str, list[tuple[str, int]]] = {}
    if drawn and report.interactions_known:
        for row, event, _text in who_did_what(report, rows):
            marks.setdefault(row.slug, []).append((event.interaction, event.at))
    lanes = [lane_of(row, report, marks.get(row.slug, ())) for row in rows]
    window = report.numbers.window
    picture = timeline_picture.draw(
        lanes, axis=axis_of(report), window=(window.start, window.end), now=report.as_of if report.running else None
    )
    return picture, drawn


def lane_of(row: Row, report: Report, marks: Sequence[tuple[str, int]] = ()) -> Lane:
    """Stays whole, also outside the window; what is unknown or disputed beside them."""
    spans = [_span("present", stay.span) for stay in row.line.stays]
    spans += [_span("unknown", stretch) for stretch in row.line.unknown]
    spans += [_span("disputed", stretch) for stretch in row.line.disputed]
    href = reverse("reports:attendee", args=[report.occurrence.id, row.slug])
    return Lane(name=row.name, href=href, told=told(row, report), spans=spans, marks=marks)


def axis_of(report: Report) -> Axis:
    """From the first thing there is to the last, the window included."""
    window = report.numbers.window
    starts = [row.line.first_entrance for row in report.rows if row.line.first_entrance is not None]
    ends = [row.line.last_exit for row in report.rows if row.line.last_exit is not None]
    ends += [stretch[1] for row in report.rows for stretch in row.line.unknown[-1:]]
    start, end = min([window.start, *starts]), max([window.end, *ends])
    edge = max(end - start, MINUTE) // 80  # room for half a shape on either side
    return Axis(start - edge, max(end, start + MINUTE) + edge, report.zone)


def shapes() -> list[tuple[str, str]]:
    """The legend: ``(shape, what it stands for)``."""
    return [(shape, str(KINDS[kind])) for kind, shape in SHAPES.items()]


def charts(report: Report) -> list[Chart]:
    """How many were there at each moment, and how many had left for good."""
    window = report.numbers.window
    if not window.length:
        return []
    return [_concurrency(report), _leaving(report)]


def _concurrency(report: Report) -> Chart:
    numbers, zone = report.numbers, report.occurrence.meeting.time_zone
    peak = numbers.peak
    words = _("At most %(n)d at once, first at %(time)s, for %(total)s in all; %(average)s on average.") % {
        "n": peak.count,
        "time": clock(peak.at, zone)[:5],
        "total": duration(peak.total_ms),
        "average": f"{numbers.average:.1f}",
    }
    lines, coarse = _table(numbers.concurrency, report, lambda value: f"{value:g}")
    curve = curves.draw(numbers.concurrency, axis=_window_axis(report), top=peak.count + peak.count % 2)
    return Chart(_("Present at once"), words if peak.count else "", _("present"), curve, lines, coarse)


def _leaving(report: Report) -> Chart:
    numbers, zone = report.numbers, report.occurrence.meeting.time_zone
    loss = numbers.biggest_loss
    words = _("Nobody left before the end.")
    if loss is not None:
        words = _("Biggest loss in the minute from %(time)s: %(n)d left, %(share)s of those who attended.") % {
            "time": clock(loss.at, zone), "n": loss.count, "share": percent(100 * loss.share),
        }  # fmt: skip
    steps = tuple((at, 100 * share) for at, share in numbers.leave_curve)
    lines, coarse = _table(steps, report, percent)
    mark = (loss.at, loss.at + MINUTE) if loss else None
    curve = curves.draw(steps, axis=_window_axis(report), top=100, unit=" %", mark=mark)
    return Chart(_("Left for good"), words, _("left"), curve, lines, coarse)


def _window_axis(report: Report) -> Axis:
    window = report.numbers.window
    return Axis(window.start, window.end, report.zone)


def _table(steps: Steps, report: Report, shown: Callable[[float], str]) -> tuple[list[tuple[str, str]], bool]:
    """The steps as lines; where there are too many, the value at each full minute of the window."""
    coarse = len(steps) > _MOST_LINES
    window, zone = report.numbers.window, report.occurrence.meeting.time_zone
    if coarse:
        apart = MINUTE * max(1, -(-window.length // (MINUTE * _MOST_LINES)))
        steps = tuple((at, value_at(steps, at) or 0.0) for at in range(window.start, window.end + 1, apart))
    return [(clock(at, zone), shown(value)) for at, value in steps], coarse


def _span(state: str, stretch: Stretch) -> Span:
    return Span(state, stretch[0], stretch[1])
