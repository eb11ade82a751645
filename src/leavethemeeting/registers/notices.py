"""By the clock: whoever was disclosed is told as soon as nothing forbids it, and the staff are reminded before a gag ends."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import formats
from django.utils.translation import gettext as _

from leavethemeeting.accounts.models import User
from leavethemeeting.accounts.queries import where_to_write
from leavethemeeting.mail.composing import Because, Content, send
from leavethemeeting.registers import letters
from leavethemeeting.registers.chain import append
from leavethemeeting.registers.disclosures import Disclosure, disclosures
from leavethemeeting.registers.kinds import Kind, Register

REMIND_BEFORE = timedelta(days=7)


def tell_the_staff(content: Content, *, kind: str, now: datetime) -> None:
    """A letter to each of the provider's staff who has shown an address."""
    staff = list(User.objects.filter(is_provider=True, is_active=True).values_list("pk", flat=True))
    for user_id, address in where_to_write(staff).items():
        send(content, kind=kind, recipient=address, now=now, because=Because.MEMBER, user_id=user_id)


def period_words(since: date | None, until: date | None) -> str:
    """``1 September 2026 – 14 September 2026``, or what is known of it."""
    said = [formats.date_format(day, "j F Y") if day else "…" for day in (since, until)]
    return _("all that was kept") if since is None and until is None else " – ".join(said)


def tell_due(*, now: datetime) -> int:
    """The schedule's duty: notices and reminders that are due; how many requests it told of."""
    told = 0
    for one in disclosures():
        if one.given and one.noticed is None and not one.is_silent(now):
            tell_persons(one, now=now)
            told += 1
        elif one.is_silent(now) and one.gag_until and _is_to_be_reminded(one, one.gag_until, now):
            _remind(one, one.gag_until, now)
    return told


def _is_to_be_reminded(one: Disclosure, until: date, now: datetime) -> bool:
    return one.reminded != until and now.astimezone(UTC).date() >= until - REMIND_BEFORE


@transaction.atomic
def _remind(one: Disclosure, until: date, now: datetime) -> None:
    tell_the_staff(letters.gag_ends(reference=one.reference, until=until), kind="gag_ends", now=now)
    body = {"gag_until": until.isoformat()}
    append(register=Register.DISCLOSURE, subject_id=one.id, kind=Kind.REMINDED, body=body, by=None, now=now)


@transaction.atomic
def tell_persons(one: Disclosure, *, now: datetime) -> None:
    """A letter to each member of the scope. Guests never showed that their address is theirs; they are counted."""
    assert one.scope is not None  # noqa: S101 -- something was given
    members = [key for kind, key in one.scope.persons if kind == "member"]
    reached: dict[UUID, str] = where_to_write(members)
    content = letters.disclosed(
        reference=one.reference, authority=one.authority, instrument=one.instrument_words,
        given_on=one.given[0]["at"].astimezone(UTC).date(), fields=one.given[-1]["fields"],
        period=period_words(one.scope.since, one.scope.until),
    )  # fmt: skip
    for user_id, address in reached.items():
        send(content, kind="disclosed", recipient=address, now=now, because=Because.MEMBER, user_id=user_id)
    counts = {"told": len(reached), "unreachable": len(one.scope.persons) - len(reached)}
    append(register=Register.DISCLOSURE, subject_id=one.id, kind=Kind.NOTICED, body=counts, by=None, now=now)
    if one.gag_until is not None:
        tell_the_staff(letters.persons_told(reference=one.reference, **counts), kind="persons_told", now=now)
