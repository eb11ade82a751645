"""My attendees: the list, one person, and the list as a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from leavethemeeting.accesslog.kinds import What
from leavethemeeting.meetings.looking import sees_known, sees_occurrence
from leavethemeeting.meetings.models import SharedProfile
from leavethemeeting.meetings.people import latest, shared_by, shared_in
from leavethemeeting.reports import attendee as told_attendee
from leavethemeeting.reports.cells import Cell, local
from leavethemeeting.reports.files import csv_answer
from leavethemeeting.reports.people import Known, found, occurrences_of, people_of, person_of, sorted_by
from leavethemeeting.reports.queries import report_of
from leavethemeeting.reports.rows import Row
from leavethemeeting.reports.tables import STANDINGS, Column, cells, head, orders
from leavethemeeting.reports.views import reader
from leavethemeeting.shared.moments import now_ms, to_datetime

PEOPLE = 100  # on one page
REPORTS = 10  # of a person on one page: each is computed from its events
COLUMNS = (
    ("name", gettext_lazy("Name"), False),
    ("", gettext_lazy("Known as"), False),
    ("meetings", gettext_lazy("Came"), True),
    ("first", gettext_lazy("First meeting"), True),
    ("last", gettext_lazy("Last meeting"), True),
)
ORDERS = (
    ("", gettext_lazy("Here now, then the latest")),
    ("name", gettext_lazy("Name")),
    ("-meetings", gettext_lazy("How often they came")),
    ("-last", gettext_lazy("Last meeting, latest first")),
    ("-first", gettext_lazy("First meeting, latest first")),
)
FILE = (
    "name", "email", "email_verified", "standing", "meetings", "times_came", "first_meeting", "last_meeting", "present_in",
    "person", "profile_as_of", "pronouns", "organisation", "time_zone", "member_since", "last_signed_in", "last_signed_in_with",
    "signs_in_with",
)  # fmt: skip


@login_required
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Everyone from all meetings of this host."""
    text, sort = request.GET.get("q", "").strip()[:200], request.GET.get("sort", "")
    everyone = people_of(reader(request), now=now_ms())
    page: Page[Known] = Paginator(sorted_by(found(everyone, text), sort), PEOPLE).get_page(request.GET.get("page"))
    sees_known(reader(request), What.ATTENDEES, _noted(page.object_list))
    query = {"q": text} if text else {}
    context = {
        "everyone": len(everyone),
        "page": page,
        "text": text,
        "orders": orders(ORDERS, sort),
        "columns": people_columns(sort, query),
        "zone": get_current_timezone_name(),
        "plan_url": _plan_url(),
    }
    return render(request, "reports/people.html", context)


@login_required
@require_safe
def person(request: HttpRequest, slug: str) -> HttpResponse:
    """One person with all that this host shares with them, and nothing of other hosts."""
    known = person_of(reader(request), slug, now=now_ms())
    page = Paginator(occurrences_of(known), REPORTS).get_page(request.GET.get("page"))
    sees_known(reader(request), What.IN_ATTENDEES, _noted([known]))
    came = []
    for occurrence in page.object_list:
        if not known.attendees:  # whom only a platform or a file names is found by the occurrence
            sees_occurrence(reader(request), occurrence, What.REPORT)
        report = report_of(occurrence, now=now_ms())
        came += [(report, cells(row, report)) for row in report.rows if _is(row, known, report.occurrence.meeting_id)]
    context = {**person_context(known), "page": page, "came": came}
    return render(request, "reports/person.html", context)


@login_required
@require_safe
def people_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Everyone as a table; times in UTC, because the meetings are in many zones."""
    everyone = sorted_by(people_of(reader(request), now=now_ms()), "name")
    sees_known(reader(request), What.ATTENDEES_FILE, _noted(everyone))
    profiles = shared_in({meeting for one in everyone for meeting in one.meetings})

    def rows() -> Iterator[tuple[Cell, ...]]:
        yield FILE
        for one in everyone:
            own = (profiles[attendee] for attendee in one.attendees if attendee in profiles)
            yield person_line(one, latest(own))

    return csv_answer(f"My attendees {to_datetime(now_ms()).date().isoformat()}", rows())


def _noted(people: Iterable[Known]) -> list[UUID]:
    """Under what a look at each of them is noted: one attendee a person, always the same, in however many meetings."""
    return [min(one.attendees) for one in people if one.attendees]


def person_line(one: Known, profile: SharedProfile | None) -> tuple[Cell, ...]:
    """One line of ``attendees.csv``."""
    verified = ("yes" if one.email_verified else "no") if one.email else ""
    return (
        one.name, one.email, verified, one.standing, len(one.meetings), len(one.occurrences),
        local(one.first_at, UTC), local(one.last_at, UTC), one.present_in, one.slug, *_profile(profile),
    )  # fmt: skip


def person_context(known: Known) -> dict[str, object]:
    """What ``reports/_person.html`` shows."""
    profile = shared_by(known.attendees)
    return {
        "known": known,
        "standing": STANDINGS[known.standing],
        "portrait": told_attendee.portrait(profile),
        "profile": told_attendee.shared_profile(profile),
        "shared_at": profile.shared_at if profile else None,
    }


def _profile(last: SharedProfile | None) -> tuple[Cell, ...]:
    """What they shared last; empty cells where they shared nothing, as guests do."""
    if last is None:
        return ("",) * 8
    return (
        local(last.shared_at, UTC), last.pronouns, last.organisation, last.time_zone, last.date_joined.date().isoformat(),
        last.last_login.date().isoformat() if last.last_login else "", last.sign_in_method, last.ways_in,
    )  # fmt: skip


def people_columns(sort: str, query: dict[str, str]) -> list[Column]:
    """The heads of the list; without a choice it shows those present first, then the latest."""
    return head(COLUMNS, sort, query, rising_first=("name",), target="")


def _is(row: Row, known: Known, meeting: object) -> bool:
    """Whether a row of a report is this person: by our own attendee, or by the source that named them."""
    tokens = {f"attendee:{attendee}" for attendee in known.attendees}
    sources = set(known.sources)
    person = row.line.person
    ours = not tokens.isdisjoint((person.key, *person.tokens))
    return ours or any((f"{meeting}:{source}", ref) in sources for source, ref in person.claimants)


def _plan_url() -> str:
    for name in ("meetings:plan", "meetings:list"):
        try:
            return reverse(name)
        except NoReverseMatch:
            continue
    return ""
