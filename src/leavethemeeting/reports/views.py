"""The report of one occurrence, as a page and as files."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from leavethemeeting.accesslog.kinds import What
from leavethemeeting.accounts.models import User
from leavethemeeting.attendance.queries import attendee_in
from leavethemeeting.domain.events import SourceKind
from leavethemeeting.domain.timelines import Assurance
from leavethemeeting.meetings.looking import sees_occurrence, sees_people
from leavethemeeting.reports import attendee as told_attendee
from leavethemeeting.reports import files
from leavethemeeting.reports.attendee_page import attendee_context
from leavethemeeting.reports.definitions import DEFINITIONS
from leavethemeeting.reports.pictures import LANES, charts, shapes, timeline_of
from leavethemeeting.reports.queries import Report, report_for
from leavethemeeting.reports.rows import FILTERS, Row, found, sorted_by
from leavethemeeting.reports.tables import FILTER_LABELS, cells, columns, report_orders
from leavethemeeting.reports.words import assurance_words, figures, percent, sentences, source_words
from leavethemeeting.shared.moments import now_ms
from leavethemeeting.shared.templatetags.moments import duration

ROWS = 100  # of the table on one page


def reader(request: HttpRequest) -> User:
    """Who is signed in; every view of this slice stands behind ``login_required``."""
    assert isinstance(request.user, User)  # noqa: S101 -- narrows for the type checker
    return request.user


@login_required
@require_safe
def occurrence(request: HttpRequest, occurrence_id: UUID) -> HttpResponse:
    """The report: in words, in figures, as a table, as pictures."""
    report = report_for(user=reader(request), occurrence_id=occurrence_id, now=now_ms())
    sees_occurrence(reader(request), report.occurrence, What.REPORT)
    context: dict[str, object] = {"report": report, "meeting_url": meeting_url(report)}
    if report.rows and report.occurrence.counts_only:
        context |= _head(report) | {"charts": charts(report), "files": []}
    elif report.rows:
        context |= _head(report) | _table(request, report) | _pictures(request, report) | _sources(report)
    return render(request, "reports/occurrence.html", context)


@login_required
@require_safe
def attendance_csv(request: HttpRequest, occurrence_id: UUID) -> StreamingHttpResponse:
    return _file(request, occurrence_id, files.attendance_file)


@login_required
@require_safe
def stays_csv(request: HttpRequest, occurrence_id: UUID) -> StreamingHttpResponse:
    return _file(request, occurrence_id, files.stays_file)


@login_required
@require_safe
def interactions_csv(request: HttpRequest, occurrence_id: UUID) -> StreamingHttpResponse:
    return _file(request, occurrence_id, files.interactions_file)


@login_required
@require_safe
def attendee(request: HttpRequest, occurrence_id: UUID, slug: str) -> HttpResponse:
    """One attendee: who they are, each stay with its sources, what they did, what was corrected."""
    report = _of_individuals(request, occurrence_id)
    row = one_of(report, slug)
    ours = told_attendee.at_our_door(row, report)
    if ours:
        sees_people(reader(request), report.occurrence.meeting, What.IN_REPORT, [ours.id])
    else:  # whom only a platform or a file names is found by the occurrence
        sees_occurrence(reader(request), report.occurrence, What.REPORT)
    context = {**attendee_context(report, row, ours, page=request.GET.get("page")), "others": len(report.rows) > 1}
    return render(request, "reports/attendee.html", context)


def one_of(report: Report, slug: str) -> Row:
    """The row at an address. Raises Http404."""
    wanted = attendee_in(report.whole, slug).key
    return next(row for row in report.rows if row.line.key == wanted)


def _of_individuals(request: HttpRequest, occurrence_id: UUID) -> Report:
    """Raises Http404 where there are none: the meeting recorded numbers only."""
    report = report_for(user=reader(request), occurrence_id=occurrence_id, now=now_ms())
    if report.occurrence.counts_only:
        raise Http404("individuals")
    return report


def _file(
    request: HttpRequest, occurrence_id: UUID, written: Callable[..., StreamingHttpResponse]
) -> StreamingHttpResponse:
    report = _of_individuals(request, occurrence_id)
    sees_occurrence(reader(request), report.occurrence, What.REPORT_FILE)
    return written(report, only_table=request.GET.get("plain") == "1")


def meeting_url(report: Report) -> str:
    """The meeting's own page, or the list of meetings where there is none."""
    for name, arguments in (("meetings:meeting", [report.occurrence.meeting_id]), ("meetings:list", [])):
        try:
            return reverse(name, args=arguments)
        except NoReverseMatch:
            continue
    return "/"


def _head(report: Report) -> dict[str, object]:
    meanings = [(key, term, meaning) for key, (term, meaning) in DEFINITIONS.items()]
    return {"sentences": sentences(report), "figures": figures(report), "meanings": meanings, "files": _files(report)}


def _files(report: Report) -> list[dict[str, str]]:
    told = (
        ("attendance_csv", _("attendance.csv"), _("one line per attendee")),
        ("stays_csv", _("stays.csv"), _("one line per stay, with the source of both edges")),
        ("interactions_csv", _("interactions.csv"), _("one line per interaction")),
    )
    return [
        {"url": reverse(f"reports:{name}", args=[report.occurrence.id]), "label": label, "what": what}
        for name, label, what in told
    ]


def _table(request: HttpRequest, report: Report) -> dict[str, object]:
    """One page of rows in words; found and sorted over all."""
    text, only = request.GET.get("q", "").strip()[:200], request.GET.get("only", "")
    sort = request.GET.get("sort", "")
    rows = _chosen(request, report)
    page: Page[Row] = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    shown = [cells(row, report) for row in page.object_list]
    query = {name: value for name, value in (("q", text), ("only", only)) if value}
    return {
        "page": page,
        "shown": shown,
        "columns": columns(sort, query),
        "filters": FILTER_LABELS,
        "text": text,
        "only": only if only in FILTERS else "",
        "orders": report_orders(sort),
    }


def _chosen(request: HttpRequest, report: Report) -> list[Row]:
    text, only = request.GET.get("q", "").strip()[:200], request.GET.get("only", "")
    return sorted_by(found(report.rows, text=text, only=only), request.GET.get("sort", ""))


def _pictures(request: HttpRequest, report: Report) -> dict[str, object]:
    """The lanes follow the table: same people, same order."""
    lanes: Page[Row] = Paginator(_chosen(request, report), LANES).get_page(request.GET.get("lanes"))
    picture, drawn = timeline_of(report, list(lanes.object_list))
    return {"picture": picture, "not_drawn": not drawn, "lanes": lanes, "shapes": shapes(), "charts": charts(report)}


def _sources(report: Report) -> dict[str, object]:
    spent: dict[Assurance, int] = {}
    for row in report.rows:
        for kind, milliseconds in row.line.assured:
            spent[kind] = spent.get(kind, 0) + milliseconds
    whole = sum(spent.values())
    assured = [
        {
            "label": assurance_words(kind),
            "time": duration(spent[kind]),
            "share": percent(100 * spent[kind] / (whole or 1)),
        }
        for kind in Assurance
        if spent.get(kind)
    ]
    kinds = {event.source_kind for event in report.events if event.connection or event.source_kind is SourceKind.HOST}
    return {
        "assured": assured,
        "source_names": ", ".join(source_words(kind) for kind in SourceKind if kind in kinds),
        "corrected": report.corrected,
        "corrections_url": reverse("attendance:corrections", args=[report.occurrence.id]),
    }
