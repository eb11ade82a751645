"""Where a person came: the occurrences that have evidence of them, and which row of a report is theirs."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet

from leavethemeeting.attendance.erasing import connections_of
from leavethemeeting.attendance.models import Claim
from leavethemeeting.meetings.models import Occurrence
from leavethemeeting.privacy.people import Person, member
from leavethemeeting.reports.queries import Report
from leavethemeeting.reports.rows import Row

Connection = tuple[UUID, str, str]  # occurrence, source, connection


def claims_about(person: Person) -> QuerySet[Claim]:
    """What the record says of this person, under whichever attendee or address."""
    found = Q(attendee_id__in=person.attendee_ids)
    for email in person.emails:
        found |= Q(email__iexact=email)
    return Claim.objects.filter(found)


def occurrence_ids(person: Person) -> set[UUID]:
    """Every occurrence in which there is evidence of them."""
    return set(claims_about(person).values_list("occurrence_id", flat=True).distinct())


def came_to(person: Person) -> QuerySet[Occurrence]:
    """The same as rows, newest first."""
    found = Occurrence.objects.filter(pk__in=occurrence_ids(person)).select_related("meeting__owner")
    return found.order_by("-first_opened_at", "pk")


def occurrences_of_member(user_id: UUID) -> set[UUID]:
    """For ``accesslog.queries.know_subjects``: pages of everybody in an occurrence are noted under the occurrence."""
    person = member(user_id)
    return occurrence_ids(person) if person else set()


def connections(person: Person) -> set[Connection]:
    """Every tab and device that was said to be theirs."""
    return connections_of(person.attendee_ids, person.emails)


def rows_in(report: Report, person: Person, held: set[Connection]) -> list[Row]:
    """The rows of a report that are this person; mostly one. ``held``: ``connections(person)``."""
    tokens = {f"attendee:{one}" for one in person.attendee_ids}
    mine = {(source, ref) for occurrence, source, ref in held if occurrence == report.occurrence.id}
    return [row for row in report.rows if _is(row, tokens, mine)]


def _is(row: Row, tokens: set[str], mine: set[tuple[str, str]]) -> bool:
    """By our own attendee where the row has one; by the source that named them where it has none.

    A row with an attendee of our own who is somebody else is theirs, also when a host put one of this person's
    connections to it by mistake: what stands in it must not be shown to two people.
    """
    person = row.line.person
    known = {token for token in (person.key, *person.tokens) if token.startswith("attendee:")}
    if known:
        return not known.isdisjoint(tokens)
    return any(claimant in mine for claimant in person.claimants)
