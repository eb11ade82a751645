"""Letters to whom an incident affected: begun once, written in small chunks, resumed after any interruption."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from leavethemeeting.accounts.queries import where_to_write
from leavethemeeting.mail.composing import Because, send
from leavethemeeting.mail.guard import Reader, Unasked
from leavethemeeting.mail.models import Letter, Undeliverable
from leavethemeeting.privacy.keeping import Rule, first_of
from leavethemeeting.registers import letters
from leavethemeeting.registers.affected import People, affected_by
from leavethemeeting.registers.chain import append
from leavethemeeting.registers.incidents import Incident, NotNow, incident, incidents
from leavethemeeting.registers.kinds import Kind, Register
from leavethemeeting.registers.models import Affected
from leavethemeeting.registers.notices import period_words, tell_the_staff
from leavethemeeting.shared.wakeups import LETTERS, ring_on_commit

CHUNK = 25  # letters a transaction, so that the realtime app's writer never waits long
ROUND_S = 30.0
KEPT_FOR = timedelta(days=90)
REMIND_HOURS = 24


def _rows(key: UUID, people: People, now: datetime) -> Iterator[Affected]:
    for user_id in people.members:
        yield Affected(incident_id=key, kind=Affected.Kind.MEMBER, user_id=user_id, noted_at=now)
    for address, attendee_id in people.guests.items():
        known = "" if address.startswith("#") else address
        yield Affected(incident_id=key, kind=Affected.Kind.GUEST, attendee_id=attendee_id, address=known, noted_at=now)
    for address in people.addresses:
        yield Affected(incident_id=key, kind=Affected.Kind.ADDRESS, address=address, noted_at=now)


@transaction.atomic
def begin_letters(*, key: UUID, by: UUID, now: datetime) -> int:
    """Note whom it affected, as of now, and begin to write to them; how many they are. Raises NotNow when begun before."""
    found = incident(key)
    if found is None or found.letters is not None:
        raise NotNow
    people = affected_by(found.selection)
    Affected.objects.bulk_create(_rows(key, people, now), batch_size=200)
    body = {"members": len(people.members), "guests": len(people.guests), "addresses": len(people.addresses)}
    append(register=Register.INCIDENT, subject_id=key, kind=Kind.LETTERS, body=body, by=by, now=now)
    ring_on_commit(LETTERS)
    return len(people)


def is_affected(reader: Reader) -> bool:
    """For the guard of ``mail``: this address waits for the letter about an incident."""
    waiting = Affected.objects.filter(address__iexact=reader.address.strip(), handled_at__isnull=True)
    return bool(reader.address.strip()) and waiting.exists()


def write_due(*, now: datetime) -> int:
    """The schedule's duty: go on with all letters about incidents; how many were written. Reminds of the clock as well."""
    written, started = 0, time.monotonic()
    for one in incidents():
        if not one.told and not one.reminded and not one.closed_at and one.hours_left(now) < REMIND_HOURS:
            _remind(one, now)
        while one.letters is not None and time.monotonic() - started < ROUND_S:
            chunk = write_chunk(one, now=now)
            if chunk is None:
                break
            written += chunk
    return written


@transaction.atomic
def _remind(one: Incident, now: datetime) -> None:
    content = letters.clock_runs(reference=one.reference, title=one.title, hours=max(0, one.hours_left(now)))
    tell_the_staff(content, kind="clock_runs", now=now)
    append(register=Register.INCIDENT, subject_id=one.id, kind=Kind.REMINDED, body={}, by=None, now=now)


@transaction.atomic
def write_chunk(one: Incident, *, now: datetime) -> int | None:
    """The next letters; how many were written. None: everybody was dealt with."""
    waiting = Affected.objects.select_for_update().filter(incident_id=one.id, handled_at__isnull=True).order_by("pk")
    rows = list(waiting[:CHUNK])
    if not rows:
        return None
    members = where_to_write([row.user_id for row in rows if row.user_id])
    to = {row.pk: row.address or members.get(row.user_id or row.pk, "") for row in rows}
    dead = set(Undeliverable.objects.filter(address__in=[one.lower() for one in to.values()]).values_list(flat=True))
    for row in rows:
        address = to[row.pk]
        row.letter_id = _write(one, row, address, now) if address and address.lower() not in dead else None
        row.handled_at = now
        row.save(update_fields=["handled_at", "letter_id"])
    return sum(row.letter_id is not None for row in rows)


def _write(one: Incident, row: Affected, address: str, now: datetime) -> UUID | None:
    content = letters.incident(
        title=one.title, what=one.what, period=period_words(one.selection.since, one.selection.until),
        fields=one.selection.fields, consequences=one.consequences, measures=one.measures, reference=one.reference,
    )  # fmt: skip
    because = Because.MEMBER if row.user_id else Because.INCIDENT
    try:
        return send(content, kind="incident", recipient=address, now=now, because=because, user_id=row.user_id).pk
    except Unasked:
        return None  # gone a moment ago; the guard has said so in the log


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the letters about an incident are."""

    people: int
    written: int
    unreachable: int
    delivered: int
    failed: int

    @property
    def waiting(self) -> int:
        return self.people - self.written - self.unreachable


def progress_of(key: UUID) -> Progress:
    """In numbers; nobody is named."""
    rows = Affected.objects.filter(incident_id=key)
    written = rows.filter(letter_id__isnull=False)
    own = Letter.objects.filter(pk__in=written.values("letter_id"))
    failed = own.filter(given_up_at__isnull=False) | own.filter(bounced_at__isnull=False)
    return Progress(
        rows.count(), written.count(), rows.filter(handled_at__isnull=False, letter_id__isnull=True).count(),
        own.filter(sent_at__isnull=False, bounced_at__isnull=True).count(), failed.count(),
    )  # fmt: skip


def forget_member(user_id: UUID) -> None:
    """For ``shared.departures``."""
    Affected.objects.filter(user_id=user_id).delete()


def forget_address(email: str) -> None:
    """For ``shared.departures``."""
    Affected.objects.filter(address__iexact=email.strip()).delete()


def forget_old(*, now: datetime) -> int:
    """Delete who was affected, ninety days after; the numbers stay in the register. How many rows."""
    old = Affected.objects.filter(noted_at__lte=now - KEPT_FOR).values_list("pk", flat=True)[:200]
    return Affected.objects.filter(pk__in=list(old)).delete()[0]


RULES = (
    Rule("affected", _("Whom an incident affected"), ("registers_affected",), KEPT_FOR.days,
         first_of(Affected.objects.all(), "noted_at", KEPT_FOR), forget_old),
)  # fmt: skip
