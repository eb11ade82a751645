"""What the provider does with a request by an authority; each step is an entry of the register."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime
from uuid import UUID

from django.db import transaction

from leavethemeeting.accesslog.actions import look_at_each
from leavethemeeting.accesslog.kinds import Role, Subject, What
from leavethemeeting.privacy.people import Person, attendee, find, member
from leavethemeeting.registers.bundle import Bundle, bundle_of
from leavethemeeting.registers.chain import append
from leavethemeeting.registers.disclosures import Disclosure, Scope, disclosure, staff_count
from leavethemeeting.registers.kinds import Instrument, Kind, Register
from leavethemeeting.registers.models import Entry
from leavethemeeting.registers.producible import all_fields
from leavethemeeting.shared.ids import new_id


class NotNow(Exception):
    """This cannot be done with the request as it stands."""


class NotApproved(NotNow):
    """Nobody, or only one of two, has approved what would be given."""


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _open(key: UUID) -> Disclosure:
    """Raises NotNow for one that is over or is not there."""
    found = disclosure(key)
    if found is None or found.is_over:
        raise NotNow
    return found


@transaction.atomic
def receive(
    *, authority: str, instrument: Instrument, file_number: str, received_on: date, asked: str, gag_until: date | None,
    gag_basis: str, by: UUID, now: datetime,
) -> UUID:  # fmt: skip
    """A request arrived. Gives its id; its reference is ``D``, the year, and its number."""
    number = Entry.objects.filter(register=Register.DISCLOSURE, kind=Kind.RECEIVED).count() + 1
    key = new_id()
    body = {
        "reference": f"D{now.year}-{number}", "authority": authority, "instrument": instrument.value, "file_number": file_number,
        "received_on": received_on.isoformat(), "asked": asked, "gag_until": _day(gag_until), "gag_basis": gag_basis,
    }  # fmt: skip
    append(register=Register.DISCLOSURE, subject_id=key, kind=Kind.RECEIVED, body=body, by=by, now=now)
    return key


def _noted(found: Disclosure, people: Collection[Person], *, by: UUID, now: datetime) -> list[str]:
    """Looks are committed before anything is shown; the person reads them once nothing forbids it."""
    subjects: list[tuple[Subject, UUID | None]] = [(Subject(one.kind), one.id) for one in people]
    reason = f"{found.reference}: {found.instrument_words}, {found.authority}"
    rows = look_at_each(
        looker_id=by, role=Role.PROVIDER, subjects=subjects or [(Subject.EVERYBODY, None)], what=What.DISCLOSURE,
        reason=reason, now=now,
    )  # fmt: skip
    return [str(row.pk) for row in rows]


def look_up(*, key: UUID, words: str, by: UUID, now: datetime) -> list[Person]:
    """Who might be meant. Raises NotNow."""
    found, people = _open(key), find(words)
    looks = _noted(found, people, by=by, now=now)
    append(
        register=Register.DISCLOSURE, subject_id=key, kind=Kind.LOOKED_UP, body={"found": len(people), "looks": looks},
        by=by, now=now,
    )  # fmt: skip
    return people


def lay_down(*, key: UUID, scope: Scope, by: UUID, now: datetime) -> None:
    """What would be given; approvals of an earlier scope end. Raises NotNow, or ValueError for a field that is none."""
    _open(key)
    if not scope.persons or not scope.fields or not set(scope.fields) <= all_fields():
        raise ValueError("no person, no field, or a field that cannot be given")
    body = {
        "persons": [[kind, str(one)] for kind, one in scope.persons], "fields": list(scope.fields),
        "since": _day(scope.since), "until": _day(scope.until),
    }  # fmt: skip
    append(register=Register.DISCLOSURE, subject_id=key, kind=Kind.SCOPED, body=body, by=by, now=now)


def approve(*, key: UUID, scope_entry: int, by: UUID, now: datetime) -> None:
    """One of the staff approves the scope that they read, by the number of its entry. The same person twice counts once. Raises NotNow."""
    found = _open(key)
    if found.scope is None or found.scope_entry != scope_entry or by in {one for one, _at in found.approvals}:
        raise NotNow
    append(register=Register.DISCLOSURE, subject_id=key, kind=Kind.APPROVED, body={}, by=by, now=now)


def refuse(*, key: UUID, reason: str, by: UUID, now: datetime) -> None:
    """The request is not followed; it stays in the register with the reason. Raises NotNow."""
    _end(key, Kind.REFUSED, reason, by, now)


def hold_nothing(*, key: UUID, reason: str, by: UUID, now: datetime) -> None:
    """The answer is that nothing of it is held. Raises NotNow."""
    _end(key, Kind.NOTHING, reason, by, now)


def _end(key: UUID, kind: Kind, reason: str, by: UUID, now: datetime) -> None:
    if _open(key).given or not reason.strip():
        raise NotNow
    append(register=Register.DISCLOSURE, subject_id=key, kind=kind, body={"reason": reason.strip()}, by=by, now=now)


def set_gag(*, key: UUID, until: date | None, basis: str, by: UUID, now: datetime) -> None:
    """The duty to keep silent ends on another day, or ends (None). Raises NotNow."""
    if disclosure(key) is None:
        raise NotNow
    append(
        register=Register.DISCLOSURE, subject_id=key, kind=Kind.GAG, body={"until": _day(until), "basis": basis}, by=by, now=now
    )  # fmt: skip


def persons_of(scope: Scope) -> list[Person]:
    """Those of the scope who are still there."""
    found = (member(key) if kind == "member" else attendee(key) for kind, key in scope.persons)
    return [one for one in found if one is not None]


def give(*, key: UUID, by: UUID, now: datetime) -> tuple[Disclosure, Bundle]:
    """The bundle, made anew, with its hash in the register and a look at each person. Nothing of it is kept here.

    Raises NotApproved before anything is read, and NotNow.
    """
    found = _open(key)
    mode = found.approved(staff=staff_count(), now=now)
    if mode is None or found.scope is None:
        raise NotApproved
    people = persons_of(found.scope)
    looks = _noted(found, people, by=by, now=now)
    made = bundle_of(found, people, now=now.astimezone(UTC))
    body = {
        "mode": mode.value, "sha256": made.sha256, "bytes": len(made.data), "persons": len(people), "rows": made.rows,
        "fields": list(found.scope.fields), "looks": looks,
    }  # fmt: skip
    append(register=Register.DISCLOSURE, subject_id=key, kind=Kind.GIVEN, body=body, by=by, now=now)
    return found, made
