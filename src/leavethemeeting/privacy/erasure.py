"""One person goes at once, from every slice: for a guardian's case, and whenever the law asks for it (C46).

An erasure is ordered here and carried out in ``carrying_out``: what it has to know of the person is kept until the
last row is gone, so that a server that is killed in the middle goes on where it was. What stays is a receipt in
numbers, and the keys of what went (``journal``), so that no backup brings anybody back.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from leavethemeeting.accounts.models import User
from leavethemeeting.meetings.models import Meeting
from leavethemeeting.privacy.carrying_out import carry_out
from leavethemeeting.privacy.models import Erasure, Order
from leavethemeeting.privacy.people import Person, attendee, kept_about, keys_of, member, under
from leavethemeeting.privacy.recording import begin_journal, note_gone
from leavethemeeting.privacy.words import title_of_theirs
from leavethemeeting.shared.moments import from_datetime, to_datetime

#: Up to so many rows whoever orders it waits for the end; more are carried out by the clock, and a page shows how far it is.
AT_ONCE = 2_000


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
    return erase(person=under(email), now=now)


def erase_attendee(*, attendee_id: UUID, now: datetime) -> Receipt:
    """A guest, with everything under the address they gave. Raises NoSuchPerson, IsProvider."""
    person = attendee(attendee_id)
    if person is None:
        raise NoSuchPerson
    return erase(person=person, now=now)


def erase(*, person: Person, now: datetime, why: Erasure.Why = Erasure.Why.ASKED) -> Receipt:
    """Order it and wait for the end. Raises IsProvider."""
    ordered = order(person=person, now=now, why=why)
    carry_out(ordered.pk)
    return receipt_of(Erasure.objects.get(pk=ordered.pk))


def order(
    *, person: Person, now: datetime, why: Erasure.Why = Erasure.Why.ASKED, case_id: UUID | None = None
) -> Erasure:  # fmt: skip
    """Write down that the person goes. From here on nothing stops it but its end. Raises IsProvider."""
    if why is not Erasure.Why.ENDED:
        _insist_on_no_staff(person)
    at = from_datetime(now)
    went = {} if why is Erasure.Why.ENDED else {kept.table.name: kept.count for kept in kept_about(person)}
    keys = keys_of(person) if why is not Erasure.Why.ENDED else {"accounts_user": [person.id]}
    with transaction.atomic():
        ordered = Erasure.objects.create(why=why, ordered_at=at, expected=sum(went.values()), went=json.dumps(went))
        note_gone(ordered, keys)
        Order.objects.create(
            erasure=ordered, user_id=person.user_id, attendee_ids=[str(one) for one in person.attendee_ids],
            emails=list(person.emails), case_id=case_id,
        )  # fmt: skip
        transaction.on_commit(partial(begin_journal, ordered.pk))
    return ordered


def receipt_of(erasure: Erasure) -> Receipt:
    """What went, by the data map's titles."""
    went: dict[str, int] = json.loads(erasure.went)
    at = to_datetime(erasure.done_at or erasure.ordered_at)
    return Receipt(at, tuple((title_of_theirs(table), count) for table, count in went.items()))


def _insist_on_no_staff(person: Person) -> None:
    if person.user_id and User.objects.filter(pk=person.user_id, is_provider=True).exists():
        raise IsProvider
