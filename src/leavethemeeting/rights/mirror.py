"""What each host sees of a person, made by the code that makes it for the host: pages, files and the live stream.

Nothing here knows a field by name. A field that is added to a host's page, file or stream stands in the mirror with it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec
from django.http import Http404
from django.urls import reverse

from leavethemeeting.accounts.models import User
from leavethemeeting.attendance.views import told_corrections
from leavethemeeting.live.first_state import Person as OnDashboard
from leavethemeeting.live.first_state import person_on_dashboard
from leavethemeeting.live.queries import snapshot_of
from leavethemeeting.live.shapes import FeedEntry
from leavethemeeting.live.shapes import Row as Streamed
from leavethemeeting.meetings.models import Attendee, Occurrence, SharedProfile
from leavethemeeting.meetings.people import latest
from leavethemeeting.meetings.queries import hosts_of
from leavethemeeting.privacy.people import Person
from leavethemeeting.reports import attendee as told_attendee
from leavethemeeting.reports import files
from leavethemeeting.reports.attendee_page import attendee_context
from leavethemeeting.reports.cells import Cell
from leavethemeeting.reports.people import Known, people_of
from leavethemeeting.reports.people_views import FILE, person_context, person_line
from leavethemeeting.reports.queries import Report, report_of
from leavethemeeting.reports.rows import Row
from leavethemeeting.reports.tables import Cells, cells
from leavethemeeting.reports.words import assurance_words
from leavethemeeting.rights.whereabouts import connections, occurrence_ids, rows_in

MOST_LINES = 200  # of a file on one page; the export has all of them


@dataclass(frozen=True, slots=True)
class Came:
    """One line of *Meetings I came to*."""

    report: Report
    cells: Cells
    assured: str  # which evidence it rests on, the strongest first
    hosts: str


@dataclass(frozen=True, slots=True)
class FileLines:
    """The lines about one person in a host's file. ``left_out``: how many more there are."""

    name: str
    head: Sequence[str]
    lines: list[Sequence[Cell]]
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Live:
    """On the dashboard: its page's row, the row of the stream as it is sent, and the feed's entries."""

    page: OnDashboard
    row: Streamed
    feed: list[FeedEntry]

    @property
    def json(self) -> str:
        """The row as the stream carries it."""
        return msgspec.json.format(msgspec.json.encode(self.row), indent=2).decode()


@dataclass(frozen=True, slots=True)
class Seen:
    """One row of a host's report that is this person, and everything around it. ``page``: context of the host's page."""

    report: Report
    row: Row
    page: dict[str, Any]
    files: list[FileLines]
    live: Live | None
    corrections: list[dict[str, str]]


def came(person: Person, occurrences: Iterable[Occurrence], *, now: int) -> list[Came]:
    """The lines of these occurrences; each report is computed from its events, so ask for a page of them."""
    held, found = connections(person), []
    for occurrence in occurrences:
        report = report_of(occurrence, now=now)
        names = ", ".join(host.name for host in hosts_of(occurrence.meeting))
        for row in rows_in(report, person, held):
            assured = ", ".join(assurance_words(kind) for kind, _spent in row.line.assured)
            found.append(Came(report, cells(row, report), assured, names))
    return found


def seen_in(person: Person, occurrence_id: UUID, *, page: str | None, now: int) -> list[Seen]:
    """Everything that the hosts of one occurrence are shown of this person. Raises Http404 where they did not come."""
    held = connections(person)
    occurrence = Occurrence.objects.select_related("meeting__owner").filter(pk=occurrence_id).first()
    came = occurrence_ids(
        person
    )  # asked in any case: what does not exist must not be told sooner than what is not theirs
    if occurrence is None or occurrence_id not in came:
        raise Http404("occurrence")
    report = report_of(occurrence, now=now)
    rows = rows_in(report, person, held)
    corrected = told_corrections(occurrence) if rows else []
    live = _live(occurrence, rows)
    return [_seen(report, row, corrected, live, page) for row in rows]


def _seen(report: Report, row: Row, corrected: list[dict[str, str]], live: dict[str, Live], page: str | None) -> Seen:
    ours = told_attendee.at_our_door(row, report)
    context = attendee_context(report, row, ours, page=page)
    if context["portrait"] and ours is not None:
        context["portrait"] = reverse("rights:picture", args=[ours.id])
    tokens = {row.line.key, *row.line.person.tokens}
    about = [one for one in corrected if one["about"] in tokens]
    on_board = next((live[token] for token in (row.line.key, *row.line.person.tokens) if token in live), None)
    return Seen(report, row, context, _files(report, row), on_board, about)


def _files(report: Report, row: Row) -> list[FileLines]:
    made = (
        ("attendance.csv", files.ATTENDANCE, files.attendance_lines(report, [row])),
        ("stays.csv", files.STAYS, files.stay_lines(report, [row])),
        ("interactions.csv", files.INTERACTIONS, files.interaction_lines(report, [row])),
    )
    told = []
    for name, head, lines in made:
        every = list(lines)
        told.append(FileLines(name, head, every[:MOST_LINES], max(0, len(every) - MOST_LINES)))
    return told


def _live(occurrence: Occurrence, rows: list[Row]) -> dict[str, Live]:
    """The dashboard's rows of these people, by key."""
    snapshot = snapshot_of(occurrence)
    tokens = {token for row in rows for token in (row.line.key, *row.line.person.tokens)}
    return {
        key: Live(person_on_dashboard(row, snapshot.facts.hosts), row, [one for one in snapshot.feed if one.key == key])
        for key, row in snapshot.rows.items()
        if key in tokens
    }


# ---- one host, over all of their meetings --------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ByHost:
    """One host, and how many of their occurrences this person came to."""

    host: User
    occurrences: int


def hosts_who_see(person: Person) -> list[ByHost]:
    """Everybody who hosts something they came to, or registered for, by name; not the person themselves."""
    meetings: dict[UUID, set[UUID]] = defaultdict(set)
    for meeting, occurrence in Occurrence.objects.filter(pk__in=occurrence_ids(person)).values_list("meeting_id", "pk"):
        meetings[meeting].add(occurrence)
    registered = Attendee.objects.filter(pk__in=person.attendee_ids).select_related("meeting__owner")
    found = {row.meeting_id: row.meeting for row in registered}
    for row in Occurrence.objects.filter(meeting__in=set(meetings) - set(found)).select_related("meeting__owner"):
        found[row.meeting_id] = row.meeting
    by_host: dict[User, set[UUID]] = defaultdict(set)
    for meeting_id, one in found.items():
        for host in hosts_of(one):
            by_host[host] |= meetings[meeting_id]
    told = [ByHost(host, len(came)) for host, came in by_host.items() if host.pk != person.user_id]
    return sorted(told, key=lambda one: (one.host.name.casefold(), str(one.host.pk)))


@dataclass(frozen=True, slots=True)
class KnownTo:
    """What a host's *My attendees* has of the person: context of the host's page, and the line of the file."""

    page: dict[str, Any]
    line: FileLines


def known_to(person: Person, host_id: UUID, *, now: int) -> tuple[User, list[KnownTo]]:
    """Raises Http404 for whoever hosts nothing that this person came to."""
    host = next((one.host for one in hosts_who_see(person) if one.host.pk == host_id), None)
    if host is None:
        raise Http404("host")
    mine = [one for one in people_of(host, now=now) if _is(one, person)]
    return host, [_known(one) for one in mine]


def _is(known: Known, person: Person) -> bool:
    if known.attendees:
        return not set(known.attendees).isdisjoint(person.attendee_ids)
    return bool(known.email) and known.email.casefold() in person.emails


def _known(known: Known) -> KnownTo:
    context = person_context(known)
    shared = SharedProfile.objects.filter(attendee__in=known.attendees)
    profile = latest(shared.defer("webp"))
    if context["portrait"] and profile is not None:
        context["portrait"] = reverse("rights:picture", args=[profile.attendee_id])
    return KnownTo(context, FileLines("attendees.csv", FILE, [person_line(known, profile)]))


def picture_for(person: Person, attendee_id: UUID) -> bytes:
    """The picture that this person shared by entering, WebP. Raises Http404."""
    if attendee_id not in person.attendee_ids:
        raise Http404("picture")
    found = SharedProfile.objects.filter(attendee=attendee_id, webp__isnull=False).first()
    if found is None:
        raise Http404("picture")
    return bytes(found.webp or b"")
