"""One person goes at once, from every slice: for a guardian's case, and whenever the law asks for it (C46).

Every slice forgets by itself (``shared.departures``); here is the order, the record of what went without a word
about whom, and what the database must do so that its files forget as well.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection, transaction
from django.utils.translation import gettext as _

from leavethemeeting.accesslog.actions import forget_looks_at
from leavethemeeting.accounts.actions import delete_member
from leavethemeeting.accounts.models import User
from leavethemeeting.attendance.erasing import erase_people
from leavethemeeting.meetings.actions.erasing import erase_attendees, guests_under
from leavethemeeting.meetings.models import Meeting
from leavethemeeting.privacy.people import Person, attendee, kept_about, member
from leavethemeeting.shared.departures import forget_address


class NoSuchPerson(Exception):
    """Nobody is kept under this."""


class IsProvider(Exception):
    """One of the provider's staff: their account is closed by themselves."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What went, in numbers; nothing in it says whose it was."""

    at: datetime
    tables: tuple[tuple[str, int], ...]  # the table, as the data map calls it, and how many rows of it

    @property
    def rows(self) -> int:
        return sum(count for _table, count in self.tables)


def preview(person: Person) -> list[tuple[str, int]]:
    """What would go, by the data map: each table's title and how many of its rows; and the meetings they host."""
    found = [(kept.title, kept.count) for kept in kept_about(person) if kept.table.name != "meetings_meeting"]
    hosted = Meeting.objects.filter(owner_id=person.user_id).count() if person.user_id else 0
    return [*found, *([(_("Meetings they host, with everything recorded in them"), hosted)] if hosted else [])]


def erase_member(*, user_id: UUID, now: datetime) -> Receipt:
    """The member, the meetings they own, and what they were in meetings of others. Raises NoSuchPerson, IsProvider."""
    person = member(user_id)
    if person is None:
        raise NoSuchPerson
    return erase(person=person, now=now)


def erase_address(*, email: str, now: datetime) -> Receipt:
    """Whatever is kept under an address, whoever it belongs to: its member too. Raises IsProvider."""
    address = email.strip().lower()
    user = User.objects.filter(email__iexact=address).first()
    if user is not None:
        return erase_member(user_id=user.pk, now=now)
    return erase(person=Person(None, tuple(guests_under(address)), (address,)), now=now)


def erase_attendee(*, attendee_id: UUID, now: datetime) -> Receipt:
    """A guest, with everything under the address they gave. Raises NoSuchPerson, IsProvider."""
    person = attendee(attendee_id)
    if person is None:
        raise NoSuchPerson
    return erase(person=person, now=now)


def erase(*, person: Person, now: datetime) -> Receipt:
    """All or nothing, then the files of the database. Raises IsProvider."""
    user = User.objects.filter(pk=person.user_id).first() if person.user_id else None
    if user is not None and user.is_provider:
        raise IsProvider
    went = tuple((kept.title, kept.count) for kept in kept_about(person))
    with transaction.atomic():
        erase_people(person.attendee_ids, person.emails)
        erase_attendees(person.attendee_ids)
        forget_looks_at(person.attendee_ids)
        if user is not None:
            delete_member(user=user)
        for email in person.emails:
            forget_address(email)
        _end_sessions(person)
    cache.clear()  # rate limits and spent stamps only; their keys are digests of addresses
    _empty_the_log_of_the_database()
    return Receipt(now, went)


def _end_sessions(person: Person) -> None:
    """Browsers that are signed in, that began to sign up under the address, or that remember the guest."""
    marks = [str(one) for one in (person.user_id, *person.attendee_ids) if one] + list(person.emails)
    for session in Session.objects.iterator(chunk_size=200):
        if _holds(session, marks):
            session.delete()


def _holds(session: Session, marks: Iterable[str]) -> bool:
    said = json.dumps(session.get_decoded(), default=str).lower()
    return any(mark.lower() in said for mark in marks)


def _empty_the_log_of_the_database() -> None:
    """SQLite overwrites deleted rows (``secure_delete``), and its write-ahead log is emptied here.

    It does not wait for readers: whatever is left is overwritten by the next checkpoint.
    """
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
