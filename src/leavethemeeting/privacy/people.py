"""Finds a person among members and attendees, and everything that is kept about them, by the data map."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from django.apps import apps
from django.db.models import Model, Q, QuerySet

from leavethemeeting.accounts.models import User
from leavethemeeting.attendance.erasing import Connection, connections_of, in_chunks
from leavethemeeting.consent.kinds import Kind
from leavethemeeting.consent.models import Consent
from leavethemeeting.domain.promises import Audience, Category, Column, Table
from leavethemeeting.meetings.actions.erasing import attendees_of, guests_under
from leavethemeeting.meetings.models import Attendee
from leavethemeeting.privacy.words import title_of_theirs, value_words
from leavethemeeting.shared.field_words import field_words
from leavethemeeting.shared.personal_data import data_map

MOST_FOUND = 25
MOST_CONDITIONS = 400  # of one query
MOST_ROWS = 200  # of one table on one page; the number of all stands beside it


@dataclass(frozen=True, slots=True)
class Person:
    """What rows about one person are kept under. A guest has no ``user_id``; somebody who only wrote has an address."""

    user_id: UUID | None
    attendee_ids: tuple[UUID, ...]
    emails: tuple[str, ...]
    name: str = ""

    @property
    def kind(self) -> str:
        return "member" if self.user_id else "attendee"

    @property
    def id(self) -> UUID:
        return self.user_id or self.attendee_ids[0]


def member(user_id: UUID) -> Person | None:
    """A member with everything they came under, None where there is none.

    An address that was typed and never shown to be theirs leads to nothing: it may be somebody else's.
    """
    user = User.objects.filter(pk=user_id).first()
    if user is None:
        return None
    shown = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    return Person(user.pk, tuple(attendees_of(user.pk)), tuple(sorted(email.lower() for email in shown)), user.name)


def attendee(attendee_id: UUID) -> Person | None:
    """A guest, with their other visits under the same address; a member where the row is a member's."""
    row = Attendee.objects.filter(pk=attendee_id).first()
    if row is None:
        return None
    if row.user_id:
        return member(row.user_id)
    same = guests_under(row.email) if row.email else []
    others = [one for one in same if one != row.pk]
    return Person(None, (row.pk, *others), (row.email.lower(),) if row.email else (), row.name)


def under(email: str) -> Person:
    """Whoever it is under this address: a member, a guest, or somebody who only left a word."""
    address = email.strip().lower()
    user = User.objects.filter(email__iexact=address).first()
    found = member(user.pk) if user else None
    return found or Person(None, tuple(guests_under(address)), (address,), address)


def find(words: str) -> list[Person]:
    """Members and guests whose name holds ``words``, or whose address does; at most 25, members first.

    Whoever objects to being found (rights) is found by their whole address only.
    """
    told = words.strip()
    if len(told) < 2:
        return []
    like = Q(name__icontains=told) | Q(email__icontains=told)
    hidden = Q(pk__in=_objecting().filter(user__isnull=False).values("user_id")) & ~Q(email__iexact=told)
    users = User.objects.filter(like).exclude(hidden).order_by("name", "pk")[:MOST_FOUND]
    found = [person for user in users if (person := member(user.pk))]
    seen = {attendee_id for person in found for attendee_id in person.attendee_ids}
    for row in _findable(Attendee.objects.filter(like), told).order_by("name", "pk")[:MOST_FOUND]:
        if row.pk in seen or len(found) >= MOST_FOUND:
            continue
        person = attendee(row.pk)
        if person is not None and person not in found:
            found.append(person)
            seen |= set(person.attendee_ids)
    return found


def _objecting() -> QuerySet[Consent]:
    return Consent.objects.filter(kind=Kind.NOT_FOUND.value, withdrawn_at__isnull=True)


def _findable(rows: QuerySet[Attendee], told: str) -> QuerySet[Attendee]:
    """Without those who object to being found, unless ``told`` is their whole address."""
    whole = Q(email__iexact=told)
    return rows.exclude(Q(user_id__in=_objecting().filter(user__isnull=False).values("user_id")) & ~whole).exclude(
        Q(user__isnull=True, email__in=_objecting().exclude(email="").values("email")) & ~whole
    )


# ---- what is kept ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Kept:
    """The rows of one table about one person: ``fields`` in the order of the data map, by row."""

    table: Table
    title: str
    fields: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    count: int

    @property
    def heads(self) -> list[str]:
        """The fields' names for people."""
        return [field_words(self.table.name, field) for field in self.fields]


LINKS = {"user_id", "owner_id", "subject_id", "inviter_id", "member_id"}
ADDRESSES = {"email", "recipient", "address", "child_email"}


def is_shown(column: Column) -> bool:
    """Nothing secret, no keys, and of the service's own book-keeping only what is about the person."""
    if column.category in (Category.SECRET, Category.KEY) or Audience.PROVIDER not in column.audience:
        return False
    return column.category is not Category.OPERATION or column.exported


def model_of(table: str) -> type[Model] | None:
    """Which model writes into a table; None for tables without one."""
    return next((model for model in apps.get_models() if model._meta.db_table == table), None)


def about(person: Person, table: Table) -> Q | None:
    """Which rows of ``table`` are about the person; None where the table names nobody."""
    parts = []
    for column in table.columns:
        if column in LINKS and person.user_id:
            parts.append(Q(**{column: person.user_id}))
        if column in ("attendee_id", "subject_id"):
            parts.append(Q(**{f"{column}__in": person.attendee_ids}))
        if column in ADDRESSES:
            parts += [Q(**{f"{column}__iexact": email}) for email in person.emails]
    if table.name == "accounts_user" and person.user_id:
        parts.append(Q(pk=person.user_id))
    if table.name == "meetings_attendee":
        parts.append(Q(pk__in=person.attendee_ids))
    parts += _through(person, table.name)
    if not parts:
        return None
    found = parts[0]
    for part in parts[1:]:
        found |= part
    return found


def _through(person: Person, table: str) -> list[Q]:
    """Tables that lead to a person by way of another one."""
    match table:
        case "mail_link":
            by = [Q(letter__recipient__iexact=email) for email in person.emails]
            return [*by, *([Q(letter__user_id=person.user_id)] if person.user_id else [])]
        case "mail_visit":
            by = [Q(link__letter__recipient__iexact=email) for email in person.emails]
            return [*by, *([Q(link__letter__user_id=person.user_id)] if person.user_id else [])]
        case "website_case_message" | "website_guardian_request" | "rights_correction":
            return [Q(case__email__iexact=email) for email in person.emails]
        # Of a claim also the words, which name nobody.
        case "attendance_event" | "attendance_tally" | "attendance_claim":
            return _of_connections(connections_of(person.attendee_ids, person.emails))
    return []


def _of_connections(connections: set[Connection]) -> list[Q]:
    """One condition for each source in an occurrence; past so many, one for all, which a database can still read."""
    by_source: dict[tuple[UUID, str], list[str]] = defaultdict(list)
    for occurrence, source, ref in connections:
        by_source[occurrence, source].append(ref)
    if len(by_source) <= MOST_CONDITIONS:
        return [
            Q(occurrence_id=occurrence, source_ref=source, connection_ref__in=refs)
            for (occurrence, source), refs in by_source.items()
        ]
    occurrences, sources, refs = (list({one[place] for one in connections}) for place in range(3))
    return [Q(occurrence_id__in=occurrences, source_ref__in=sources, connection_ref__in=refs)]


#: Tables whose rows lead to a person by themselves, each under a random key that is never used again.
_LEADING = (
    "accounts_user", "meetings_attendee", "website_case", "website_plugin_link_request", "mail_letter",
    "consent_acceptance", "consent_consent",
)  # fmt: skip


def keys_of(person: Person) -> dict[str, list[UUID]]:
    """The keys of rows that lead to the person: what an older backup is searched for after they are erased."""
    found: dict[str, list[UUID]] = {}
    for name in _LEADING:
        model, which = model_of(name), about(person, data_map()[name])
        if model is not None and which is not None:
            found[name] = list(model._default_manager.filter(which).values_list("pk", flat=True))
    return {name: keys for name, keys in found.items() if keys}


def behind(rows: Mapping[str, Collection[UUID]]) -> list[Person]:
    """Whom rows under these keys lead to, where they are there: in a database that is older than an erasure."""
    found = [person for key in rows.get("accounts_user", ()) if (person := member(key))]
    met = {one for person in found for one in person.attendee_ids}
    for key in rows.get("meetings_attendee", ()):
        person = None if key in met else attendee(key)
        if person is not None:
            found.append(person)
            met |= set(person.attendee_ids)
    known = {email for person in found for email in person.emails}
    others = sorted(_addresses_in(rows) - known)
    return found + [Person(None, tuple(set(guests_under(one)) - met), (one,)) for one in others]


def _addresses_in(rows: Mapping[str, Collection[UUID]]) -> set[str]:
    """The addresses that stand in rows which are about somebody by their address."""
    found: set[str] = set()
    for name in _LEADING[2:]:
        model = model_of(name)
        column = next((one for one in data_map()[name].columns if one in ADDRESSES), None)
        if model is not None and column is not None and rows.get(name):
            for keys in in_chunks(sorted(rows[name]), 500):
                found |= {
                    str(email).lower()
                    for email in model._default_manager.filter(pk__in=keys).values_list(column, flat=True)
                    if email
                }
    return found


def kept_about(person: Person) -> Iterator[Kept]:
    """Everything the provider may see of a person, table by table. Whoever shows it has noted the look."""
    for table in data_map().values():
        model, which = model_of(table.name), about(person, table)
        if model is None or which is None:
            continue
        fields = tuple(
            name for name, column in table.columns.items()
            if is_shown(column)
        )  # fmt: skip
        rows = model._default_manager.filter(which).distinct() if fields else model._default_manager.none()
        count = rows.count()
        if count:
            yield Kept(table, title_of_theirs(table.name), fields, tuple(_told(rows[:MOST_ROWS], fields)), count)


def _told(rows: Iterable[Any], fields: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for row in rows:
        yield tuple(value_words(getattr(row, name, "")) for name in fields)
