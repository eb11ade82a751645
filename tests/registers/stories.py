"""Requests and incidents, made the way the provider's pages make them."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from leavethemeeting.accounts.models import User
from leavethemeeting.registers import disclosing
from leavethemeeting.registers.affected import Selection
from leavethemeeting.registers.disclosures import Disclosure, Scope, disclosure
from leavethemeeting.registers.incidents import mark
from leavethemeeting.registers.kinds import Instrument

NOW = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
DAY = timedelta(days=1)
FIELDS = ("accounts_user.email", "accounts_user.name")


def received(by: User, *, gag_until: date | None = None, now: datetime = NOW, received_on: date | None = None) -> UUID:
    return disclosing.receive(
        authority="District Court of Exampletown", instrument=Instrument.COURT_ORDER, file_number="7 K 12/26",
        received_on=received_on or now.date(), asked="Name and address of one person.", gag_until=gag_until,
        gag_basis="the order, page 2" if gag_until else "", by=by.pk, now=now,
    )  # fmt: skip


def laid_down(
    key: UUID, by: User, *people: User, fields: tuple[str, ...] = FIELDS, since: date | None = None, until: date | None = None,
    now: datetime = NOW,
) -> int:  # fmt: skip
    """Gives the number of its entry, which an approval names."""
    persons = tuple(("member", one.pk) for one in people)
    disclosing.lay_down(key=key, scope=Scope(persons, fields, since, until), by=by.pk, now=now)
    return found(key).scope_entry


def found(key: UUID) -> Disclosure:
    one = disclosure(key)
    assert one is not None
    return one


def approved(key: UUID, *staff: User, now: datetime = NOW) -> None:
    for by in staff:
        disclosing.approve(key=key, scope_entry=found(key).scope_entry, by=by.pk, now=now)


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def tables_in(data: bytes) -> dict[str, list[dict[str, Any]]]:
    told: dict[str, list[dict[str, Any]]] = json.loads(unpacked(data)["data.json"])["tables"]
    return told


def marked(by: User, *fields: str, since: date | None = None, until: date | None = None, now: datetime = NOW) -> UUID:
    return mark(
        title="a backup was copied", what="Somebody copied a backup.", noticed_at=now - timedelta(hours=1), how_found="A log told.",
        consequences="Somebody may write to you.", measures="The storage is closed.", selection=Selection(fields, since, until),
        by=by.pk, now=now,
    )  # fmt: skip
