"""Incidents, read from their entries; and what the provider does about one, each step an entry (C38)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from leavethemeeting.registers.affected import Selection
from leavethemeeting.registers.chain import append
from leavethemeeting.registers.kinds import Kind, Register
from leavethemeeting.registers.models import Entry
from leavethemeeting.registers.producible import all_fields
from leavethemeeting.shared.ids import new_id

NEVER = datetime.min.replace(tzinfo=UTC)
CLOCK = timedelta(hours=72)  # GDPR Art. 33 (1)


class NotNow(Exception):
    """This cannot be done with the incident as it stands."""


@dataclass(slots=True)
class Incident:
    """One incident as it stands. ``told`` says that the authority was told, or why it need not be."""

    id: UUID
    reference: str = ""
    title: str = ""
    what: str = ""
    noticed_at: datetime = NEVER
    how_found: str = ""
    consequences: str = ""
    measures: str = ""
    selection: Selection = field(default_factory=lambda: Selection((), None, None))
    notes: list[tuple[str, datetime]] = field(default_factory=list)
    told: str = ""
    told_at: datetime | None = None
    letters: dict[str, Any] | None = None
    public: str = ""
    public_at: datetime | None = None
    reminded: bool = False
    closed_at: datetime | None = None
    entries: list[Entry] = field(default_factory=list)

    @property
    def due_at(self) -> datetime:
        """By when the authority is to be told."""
        return self.noticed_at + CLOCK

    def hours_left(self, now: datetime) -> int:
        """Whole hours until then; negative: it is late."""
        return int((self.due_at - now) / timedelta(hours=1) // 1)


def _day(told: str | None) -> date | None:
    return date.fromisoformat(told) if told else None


def _take(one: Incident, entry: Entry, told: dict[str, Any]) -> None:
    match Kind(entry.kind):
        case Kind.MARKED:
            one.reference, one.title, one.what, one.how_found = (
                told[name] for name in ("reference", "title", "what", "how_found")
            )
            one.consequences, one.measures = told["consequences"], told["measures"]
            one.noticed_at = datetime.fromisoformat(told["noticed_at"])
            one.selection = Selection(tuple(told["fields"]), _day(told["since"]), _day(told["until"]))
        case Kind.NOTE:
            one.notes.append((told["text"], entry.at))
        case Kind.AUTHORITY:
            one.told, one.told_at = told["text"], entry.at
        case Kind.LETTERS:
            one.letters = told
        case Kind.PUBLIC:
            one.public, one.public_at = told["text"], entry.at
        case Kind.REMINDED:
            one.reminded = True
        case Kind.CLOSED:
            one.closed_at = entry.at


def _read(entries: Iterable[Entry]) -> Iterator[Incident]:
    found: dict[UUID, Incident] = {}
    for entry in entries:
        one = found.setdefault(entry.subject_id, Incident(entry.subject_id))
        one.entries.append(entry)
        _take(one, entry, json.loads(entry.body))
    yield from found.values()


def incidents() -> list[Incident]:
    """All of them, the newest first."""
    return list(_read(Entry.objects.filter(register=Register.INCIDENT).order_by("position")))[::-1]


def incident(key: UUID) -> Incident | None:
    """One of them."""
    return next(_read(Entry.objects.filter(register=Register.INCIDENT, subject_id=key).order_by("position")), None)


# ---- what the provider does ------------------------------------------------------------------


@transaction.atomic
def mark(
    *, title: str, what: str, noticed_at: datetime, how_found: str, consequences: str, measures: str, selection: Selection,
    by: UUID, now: datetime,
) -> UUID:  # fmt: skip
    """An incident is marked; the clock runs from when it was noticed. Raises ValueError for a field that is none."""
    if not selection.fields or not set(selection.fields) <= all_fields():
        raise ValueError("no field, or one that is not in the data map")
    number = Entry.objects.filter(register=Register.INCIDENT, kind=Kind.MARKED).count() + 1
    key = new_id()
    body = {
        "reference": f"I{now.year}-{number}", "title": title, "what": what, "noticed_at": noticed_at.isoformat(),
        "how_found": how_found, "consequences": consequences, "measures": measures, "fields": list(selection.fields),
        "since": selection.since.isoformat() if selection.since else "",
        "until": selection.until.isoformat() if selection.until else "",
    }  # fmt: skip
    append(register=Register.INCIDENT, subject_id=key, kind=Kind.MARKED, body=body, by=by, now=now)
    return key


#: What is written down about an incident with words of one's own.
WRITTEN = frozenset({Kind.NOTE, Kind.AUTHORITY, Kind.PUBLIC, Kind.CLOSED})


def write_down(*, key: UUID, kind: Kind, text: str, by: UUID, now: datetime) -> None:
    """A note, that the authority was told (or why not), a public note, the end. Raises NotNow."""
    found = incident(key)
    if found is None or kind not in WRITTEN or not text.strip():
        raise NotNow
    if kind is Kind.CLOSED and (found.closed_at or not found.told):
        raise NotNow  # the authority's question is answered first
    append(register=Register.INCIDENT, subject_id=key, kind=kind, body={"text": text.strip()}, by=by, now=now)
