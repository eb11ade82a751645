"""What could be produced about a person at all: fields of the data map that lead to somebody and that the provider may see.

Secrets are not among them, nor is anything that no row names a person by. The page "What we could produce about you"
is made from this, and a bundle holds nothing else.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import BigIntegerField, Exists, Field, Model, OuterRef, Q

from leavethemeeting.attendance.models import Event
from leavethemeeting.domain.promises import Column, Table
from leavethemeeting.privacy.people import is_shown, model_of
from leavethemeeting.shared.field_words import field_words
from leavethemeeting.shared.moments import from_datetime
from leavethemeeting.shared.personal_data import data_map
from leavethemeeting.shared.table_words import title_of

#: By which moment a row of the table falls into a period; None: it has none and is given as it stands.
MOMENTS: dict[str, str | None] = {
    "accesslog_look": "looked_at", "accesslog_deed": "done_at", "safety_suspension": "suspended_at", "consent_acceptance": "accepted_at", "consent_consent": "given_at",
    "mail_letter": "written_at", "mail_link": "made_at", "mail_visit": "at", "mail_way_out": "made_at", "mail_undeliverable": "since",
    "logdata_entry": "at", "accounts_user": None, "accounts_picture": None, "accounts_known_device": "last_at",
    "account_emailaddress": None, "socialaccount_socialaccount": None, "usersessions_usersession": "last_seen_at",
    "allauth_idp_oidc_token": "created_at", "website_plugin_link_request": "asked_at", "website_case": "opened_at",
    "website_case_message": "at", "website_guardian_request": "case__opened_at", "meetings_meeting": "planned_at",
    "meetings_co_host": "added_at", "meetings_attendee": "first_came_at", "meetings_shared_profile": "shared_at",
    "meetings_admission": "asked_at", "meetings_removal": "removed_at", "meetings_handover": "handed_at",
    "referrals_invitation": "made_at", "referrals_named": None, "attendance_event": "at", "attendance_claim": "event",
    "attendance_tally": "connection", "room_command": "given_at", "registers_affected": "noted_at",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Group:
    """One table with those of its fields that could be given."""

    table: Table
    fields: tuple[tuple[str, Column], ...]

    @property
    def title(self) -> str:
        return title_of(self.table.name)

    @property
    def has_period(self) -> bool:
        return MOMENTS[self.table.name] is not None

    @property
    def choices(self) -> list[tuple[str, str]]:
        """``table.field`` and its words."""
        return [(f"{self.table.name}.{name}", field_words(self.table.name, name)) for name, _column in self.fields]


def groups() -> Iterator[Group]:
    """Everything that could be given, in the order of the data map."""
    for name, table in data_map().items():
        fields = tuple((field, column) for field, column in table.columns.items() if is_shown(column))
        if name in MOMENTS and fields and model_of(name) is not None:
            yield Group(table, fields)


def all_fields() -> set[str]:
    """Every ``table.field`` that could be given."""
    return {f"{group.table.name}.{field}" for group in groups() for field, _column in group.fields}


def words_of(fields: Collection[str]) -> list[tuple[str, str]]:
    """``[("Account", "name, e-mail address"), …]`` of ``table.field`` names, also of such as are no more."""
    by: dict[str, list[str]] = {}
    for one in fields:
        table, _, field = one.partition(".")
        by.setdefault(table, []).append(field_words(table, field))
    return [(title_of(table), ", ".join(found)) for table, found in by.items()]


def within(table: str, since: date | None, until: date | None) -> Q:
    """Rows of the period; ``until`` is a day in it. Days are UTC's. Without either: all rows."""
    name = MOMENTS.get(table)
    if name is None or (since is None and until is None):
        return Q()
    if name in ("event", "connection"):
        return _by_events(name, since, until)
    model = model_of(table)
    field = model._meta.get_field(name) if model and "__" not in name else None
    return _between(name, field, since, until)


def _between(name: str, field: object, since: date | None, until: date | None) -> Q:
    found = Q()
    if since is not None:
        found &= Q(**{f"{name}__gte": _stored(_start(since), field)})
    if until is not None:
        found &= Q(**{f"{name}__lt": _stored(_start(until + timedelta(days=1)), field)})
    return found


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)


def _stored(moment: datetime, field: object) -> datetime | int:
    return from_datetime(moment) if isinstance(field, BigIntegerField) else moment


def _by_events(how: str, since: date | None, until: date | None) -> Q:
    """Claims and tallies have no moment of their own: that of their event, or any of their connection's, counts."""
    same = {"source_ref": OuterRef("source_ref")}
    same |= (
        {"meeting_id": OuterRef("meeting_id"), "id": OuterRef("event_id")} if how == "event"
        else {"occurrence_id": OuterRef("occurrence_id"), "connection_ref": OuterRef("connection_ref")}
    )  # fmt: skip
    return Q(Exists(Event.objects.filter(_between("at", BigIntegerField(), since, until), **same)))


def filled(model: type[Model], fields: Collection[str]) -> Q:
    """Rows in which at least one of these fields holds something."""
    found = Q(pk__in=[])
    for name in fields:
        field = model._meta.get_field(name)
        own = Q(**{f"{name}__isnull": False})
        if (
            isinstance(field, Field)
            and field.empty_strings_allowed
            and field.get_internal_type() in ("CharField", "TextField", "EmailField")
        ):
            own &= ~Q(**{name: ""})
        found |= own
    return found
