"""Whom an incident affected: everybody of whom the named tables hold something in the named fields, in the named days.

``privacy.people.about`` goes from a person to their rows; this goes back from rows to persons, by the same links of the
data map. A test asks both ways of everybody in a world and compares.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db.models import Model, QuerySet

from leavethemeeting.accounts.models import User
from leavethemeeting.attendance.models import Claim
from leavethemeeting.meetings.models import Attendee
from leavethemeeting.privacy.people import ADDRESSES, LINKS, model_of
from leavethemeeting.registers.producible import filled, within
from leavethemeeting.shared.personal_data import data_map

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Selection:
    """What an incident was about: ``table.field`` names, and the first and the last day (UTC)."""

    fields: tuple[str, ...]
    since: date | None
    until: date | None

    def by_table(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for one in self.fields:
            table, _, name = one.partition(".")
            found.setdefault(table, []).append(name)
        return found


@dataclass(slots=True)
class People:
    """Members by id, guests by one of their attendee rows, and addresses that are nobody's account here."""

    members: set[UUID] = field(default_factory=set)
    guests: dict[str, UUID] = field(default_factory=dict)  # by address; one without an address stands for itself
    addresses: set[str] = field(default_factory=set)

    def __len__(self) -> int:
        return len(self.members) + len(self.guests) + len(self.addresses)


@dataclass(slots=True)
class _Keys:
    """What rows name: users, attendees, addresses in lower case."""

    users: set[UUID] = field(default_factory=set)
    attendees: set[UUID] = field(default_factory=set)
    emails: set[str] = field(default_factory=set)


def affected_by(selection: Selection) -> People:
    """Everybody, each once."""
    keys = _Keys()
    for table, names in selection.by_table().items():
        model = model_of(table)
        if model is not None:
            rows = model._default_manager.filter(within(table, selection.since, selection.until) & filled(model, names))
            _collect(keys, table, rows)
    return _people(keys)


def _collect(keys: _Keys, table: str, rows: QuerySet[Model]) -> None:
    for column in data_map()[table].columns:
        if column in LINKS:
            keys.users |= _values(rows, column)
        if column in ("attendee_id", "subject_id"):
            keys.attendees |= _values(rows, column)
        if column in ADDRESSES:
            _add_emails(keys, rows, column)
    match table:
        case "accounts_user":
            keys.users |= _values(rows, "pk")
        case "meetings_attendee":
            keys.attendees |= _values(rows, "pk")
        case "mail_link" | "mail_visit":
            to = "letter" if table == "mail_link" else "link__letter"
            keys.users |= _values(rows, f"{to}__user_id")
            _add_emails(keys, rows, f"{to}__recipient")
        case "website_case_message" | "website_guardian_request":
            _add_emails(keys, rows, "case__email")
        case "attendance_event" | "attendance_tally":
            _add_connections(keys, rows)


def _values(rows: QuerySet[Model], column: str) -> set[UUID]:
    return {value for value in rows.values_list(column, flat=True).distinct() if value is not None}


def _add_emails(keys: _Keys, rows: QuerySet[Model], column: str) -> None:
    keys.emails |= {str(value).lower() for value in rows.values_list(column, flat=True).distinct() if value}


def _add_connections(keys: _Keys, rows: QuerySet[Model]) -> None:
    """The log names connections; who they are stands in claims."""
    seen = set(rows.exclude(connection_ref="").values_list("occurrence_id", "source_ref", "connection_ref").distinct())
    for part in _chunks(sorted({one[0] for one in seen})):
        claims = Claim.objects.filter(occurrence_id__in=part).exclude(connection_ref="")
        told = claims.values_list("occurrence_id", "source_ref", "connection_ref", "attendee_id", "email").distinct()
        for occurrence, source, ref, attendee_id, email in told.iterator():
            if (occurrence, source, ref) in seen:
                keys.attendees |= {attendee_id} if attendee_id else set()
                keys.emails |= {email.lower()} - {""}


def _chunks(values: list[UUID]) -> Iterator[list[UUID]]:
    for start in range(0, len(values), CHUNK):
        yield values[start : start + CHUNK]


def _people(keys: _Keys) -> People:
    """Each key is somebody: an attendee row of a member is the member, a confirmed address is its member."""
    found, emails = People(), set(keys.emails)
    rows: dict[UUID, tuple[UUID | None, str]] = {}
    for part in _chunks(sorted(keys.attendees)):
        rows |= {
            pk: (user, email)
            for pk, user, email in Attendee.objects.filter(pk__in=part).values_list("pk", "user_id", "email")
        }
    users = keys.users | {user for user, _email in rows.values() if user}
    for part in _chunks(sorted(users)):
        found.members |= set(User.objects.filter(pk__in=part).values_list("pk", flat=True))
    for pk, (user, email) in rows.items():
        if user is None and email:
            emails.add(email.lower())
        elif user is None:
            found.guests[f"#{pk}"] = pk
    _sort_addresses(found, emails)
    return found


def _sort_addresses(found: People, emails: Collection[str]) -> None:
    owners: dict[str, UUID] = {}
    guests: dict[str, UUID] = {}
    wanted = set(emails)
    shown = EmailAddress.objects.filter(verified=True).values_list("email", "user_id")
    owners |= {email.lower(): user for email, user in _of(shown, wanted)}
    rows = Attendee.objects.filter(user__isnull=True).exclude(email="").order_by("pk").values_list("email", "pk")
    for email, pk in _of(rows, wanted):
        guests.setdefault(email.lower(), pk)
    for email in emails:
        if email in owners:
            found.members.add(owners[email])
        elif email in guests:
            found.guests[email] = guests[email]
        else:
            found.addresses.add(email)


def _of(rows: QuerySet[Model, tuple[str, UUID]], wanted: Collection[str]) -> Iterable[tuple[str, UUID]]:
    """Rows whose address is wanted, whatever its case: read through once, as neither database folds all letters alike."""
    return ((email, key) for email, key in rows.iterator() if email.lower() in wanted)
