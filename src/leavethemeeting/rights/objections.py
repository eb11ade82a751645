"""Objecting: a switch that takes effect at once, kept as consents are, with the sentence and the moment."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict
from uuid import UUID

from django.db import transaction

from leavethemeeting.consent.actions import give, withdraw
from leavethemeeting.consent.kinds import OBJECTIONS, Channel, Kind, sentence
from leavethemeeting.consent.queries import consented_since
from leavethemeeting.logdata.actions import forget_uses
from leavethemeeting.privacy.people import Person


class _Who(TypedDict):
    user_id: UUID | None
    email: str | None


def _who(person: Person) -> _Who:
    return {"user_id": person.user_id, "email": None if person.user_id else person.emails[0]}


def since(person: Person) -> list[tuple[Kind, datetime | None]]:
    """Each objection, and since when it holds; None: it does not."""
    return [(kind, consented_since(kind, **_who(person))) for kind in OBJECTIONS]


@transaction.atomic
def switch(*, person: Person, kind: Kind, on: bool, now: datetime) -> None:
    """Object, or take it back."""
    if on:
        give(kind=kind, text=sentence(kind), channel=Channel.RIGHTS, now=now, **_who(person))
        if kind is Kind.NOT_COUNTED and person.user_id:
            forget_uses(person.user_id)
    else:
        withdraw(kind=kind, now=now, **_who(person))
