"""Requests by authorities, read from their entries: what was asked, what was laid down, who approved, what was given."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from leavethemeeting.accounts.models import User
from leavethemeeting.registers.kinds import INSTRUMENTS, Instrument, Kind, Mode, Register
from leavethemeeting.registers.models import Entry

COOLING_OFF = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Scope:
    """What would be given: of these persons (kind, id) these fields, of the days ``since`` to ``until`` where they have any."""

    persons: tuple[tuple[str, UUID], ...]
    fields: tuple[str, ...]
    since: date | None
    until: date | None


@dataclass(slots=True)
class Disclosure:
    """One request as it stands. ``gag_until`` is the last day on which the persons may not be told."""

    id: UUID
    reference: str = ""
    authority: str = ""
    instrument: Instrument = Instrument.OTHER
    file_number: str = ""
    received_on: date = date.min
    asked: str = ""
    gag_until: date | None = None
    gag_basis: str = ""
    scope: Scope | None = None
    scope_entry: int = 0  # its number, so that an approval is of exactly this one
    approvals: list[tuple[UUID, datetime]] = field(default_factory=list)
    mode: Mode | None = None  # of the first bundle
    given: list[dict[str, Any]] = field(default_factory=list)
    refusal: str = ""
    nothing: str = ""
    noticed: dict[str, Any] | None = None
    reminded: date | None = None
    looks: list[UUID] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)

    @property
    def instrument_words(self) -> str:
        return str(INSTRUMENTS[self.instrument])

    @property
    def is_over(self) -> bool:
        """Refused, or answered that nothing is held: nothing can be given any more."""
        return bool(self.refusal or self.nothing)

    def is_silent(self, now: datetime) -> bool:
        """Whether the law forbids to tell the persons. The day named is the last one, in UTC."""
        return self.gag_until is not None and now.astimezone(UTC).date() <= self.gag_until

    def approved(self, *, staff: int, now: datetime) -> Mode | None:
        """By whom the scope is approved, if it is: two of the staff, or the only one a day ago."""
        if self.scope is None or self.is_over:
            return None
        if len({by for by, _at in self.approvals}) >= 2:
            return Mode.TWO
        sole = self.approvals and staff <= 1 and now >= self.approvals[0][1] + COOLING_OFF
        return Mode.SOLE if sole else None

    def free_at(self, *, staff: int) -> datetime | None:
        """When the cooling-off of a sole approver ends; None where there is none."""
        return self.approvals[0][1] + COOLING_OFF if staff <= 1 and len(self.approvals) == 1 else None


def _day(told: str | None) -> date | None:
    return date.fromisoformat(told) if told else None


def _take(one: Disclosure, entry: Entry, told: dict[str, Any]) -> None:
    match Kind(entry.kind):
        case Kind.RECEIVED:
            one.reference, one.authority, one.asked = told["reference"], told["authority"], told["asked"]
            one.instrument, one.file_number = Instrument(told["instrument"]), told["file_number"]
            one.received_on = date.fromisoformat(told["received_on"])
            one.gag_until, one.gag_basis = _day(told["gag_until"]), told["gag_basis"]
        case Kind.SCOPED:
            persons = tuple((kind, UUID(key)) for kind, key in told["persons"])
            one.scope = Scope(persons, tuple(told["fields"]), _day(told["since"]), _day(told["until"]))
            one.scope_entry = entry.position
            one.approvals = []  # they were for another scope
        case Kind.APPROVED if entry.by_id:
            one.approvals.append((entry.by_id, entry.at))
        case Kind.REFUSED:
            one.refusal = told["reason"]
        case Kind.NOTHING:
            one.nothing = told["reason"]
        case Kind.GIVEN:
            one.mode = one.mode or Mode(told["mode"])
            one.given.append({**told, "at": entry.at})
        case Kind.GAG:
            one.gag_until, one.gag_basis, one.reminded = _day(told["until"]), told["basis"], None
        case Kind.REMINDED:
            one.reminded = _day(told["gag_until"])
        case Kind.NOTICED:
            one.noticed = {**told, "at": entry.at}
    one.looks += [UUID(look) for look in told.get("looks", [])]


def _read(entries: Iterable[Entry]) -> Iterator[Disclosure]:
    found: dict[UUID, Disclosure] = {}
    for entry in entries:
        one = found.setdefault(entry.subject_id, Disclosure(entry.subject_id))
        one.entries.append(entry)
        _take(one, entry, json.loads(entry.body))
    yield from found.values()


def disclosures() -> list[Disclosure]:
    """All of them, the newest first."""
    return list(_read(Entry.objects.filter(register=Register.DISCLOSURE).order_by("position")))[::-1]


def disclosure(key: UUID) -> Disclosure | None:
    """One of them."""
    return next(
        _read(Entry.objects.filter(register=Register.DISCLOSURE, subject_id=key).order_by("position")), None
    )  # fmt: skip


def staff_count() -> int:
    """How many could approve."""
    return User.objects.filter(is_provider=True, is_active=True).count()


def silent_looks(now: datetime | None = None) -> list[UUID]:
    """For ``accesslog``: looks of requests of which the persons must not learn yet."""
    at = now or datetime.now(UTC)
    return [look for one in disclosures() if one.is_silent(at) for look in one.looks]
