"""Copies of one's data: asked for, made by a duty that survives its process, taken once, deleted. Their only writer."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from leavethemeeting.accounts.models import User
from leavethemeeting.accounts.queries import where_to_write
from leavethemeeting.mail.composing import Because, send
from leavethemeeting.mail.guard import Reader, holds
from leavethemeeting.privacy.people import Person, member
from leavethemeeting.rights import letters
from leavethemeeting.rights.archive import Cover, Sink, write_archive
from leavethemeeting.rights.forgetting import KEPT_DAYS
from leavethemeeting.rights.models import Export, ExportPart
from leavethemeeting.rights.rows import Told, told_about
from leavethemeeting.rights.whose import guest
from leavethemeeting.shared.environment import environment
from leavethemeeting.shared.wakeups import EXPORTS, ring_on_commit

PART = 1 << 18  # bytes a row and a commit
SILENT = timedelta(minutes=2)  # a maker that is not heard for this long is dead
MOST_TRIES = 3
ON_ITS_WAY = (Export.State.WAITING, Export.State.MAKING)


class LetGo(Exception):
    """The export is gone, or somebody else makes it now."""


# ---- reading ---------------------------------------------------------------------------------


def exports_of(person: Person) -> QuerySet[Export]:
    """This person's, the newest first."""
    mine = Q(user_id=person.user_id) if person.user_id else Q(user__isnull=True, email__in=person.emails)
    return Export.objects.filter(mine).order_by("-asked_at", "-pk")


# ---- asking and taking -----------------------------------------------------------------------


@transaction.atomic
def ask(*, person: Person, now: datetime) -> Export:
    """A new export, or the one that is on its way. What was ready before goes, so that there is one file at most."""
    mine = exports_of(person)
    going = mine.filter(state__in=ON_ITS_WAY).first()
    if going is not None:
        return going
    mine.filter(state=Export.State.READY).delete()
    email = "" if person.user_id else person.emails[0]
    made = Export.objects.create(user_id=person.user_id, email=email, asked_at=now)
    ring_on_commit(EXPORTS)
    return made


def take(*, person: Person, export_id: UUID, now: datetime) -> Export | None:
    """The export, for the one time that it can be taken; None when it cannot."""
    ready = exports_of(person).filter(pk=export_id, state=Export.State.READY, expires_at__gt=now)
    if not ready.update(state=Export.State.TAKEN, taken_at=now):
        return None
    return Export.objects.get(pk=export_id)


def parts_of(export: Export) -> Iterator[bytes]:
    """The file, a part at a time."""
    number = 0
    while (part := ExportPart.objects.filter(export=export, number=number).first()) is not None:
        yield bytes(part.body)
        number += 1


# ---- making ----------------------------------------------------------------------------------


def make_due(*, now: datetime) -> int:
    """Make every export that waits, or whose maker died; how many became ready."""
    ready = 0
    while (export := _claim(now)) is not None:
        ready += _make(export)
    return ready


def _claim(now: datetime) -> Export | None:
    dead = Q(state=Export.State.MAKING, beat_at__lte=now - SILENT)
    waits = Export.objects.filter(Q(state=Export.State.WAITING) | dead)
    waits.filter(tries__gte=MOST_TRIES).update(state=Export.State.FAILED)
    for export in waits.filter(tries__lt=MOST_TRIES).order_by("asked_at")[:10]:
        maker = secrets.token_hex(16)
        mine = waits.filter(pk=export.pk, maker=export.maker)
        if mine.update(state=Export.State.MAKING, maker=maker, beat_at=now, tries=F("tries") + 1, done=0):
            return Export.objects.get(pk=export.pk)
    return None


def _make(export: Export) -> bool:
    try:
        ExportPart.objects.filter(export=export).delete()  # of a maker that died
        _write(export)
    except LetGo:
        return False
    return True


def _beat(export: Export, **told: object) -> None:
    """Raises LetGo."""
    mine = Export.objects.filter(pk=export.pk, maker=export.maker, state=Export.State.MAKING)
    if not mine.update(beat_at=timezone.now(), **told):
        raise LetGo(str(export.pk))


def _write(export: Export) -> None:
    person = _person(export)
    if person is None:
        raise LetGo(str(export.pk))
    tables: list[Told] = list(told_about(person))
    _beat(export, total=sum(told.count() for told in tables))
    number = 0

    def keep(some: bytes) -> None:
        nonlocal number
        with transaction.atomic():
            _beat(export)
            ExportPart.objects.create(export=export, number=number, body=some)
        number += 1

    sink = Sink(keep, PART)
    seen = environment()
    cover = Cover(", ".join(person.emails) or person.name, seen.public_url, timezone.now())
    rows = write_archive(sink, iter(tables), cover, beat=lambda done: _beat(export, done=done))
    _ready(export, person, rows=rows, size=sink.written)


@transaction.atomic
def _ready(export: Export, person: Person, *, rows: int, size: int) -> None:
    now = timezone.now()
    _beat(
        export, done=rows, size=size, state=Export.State.READY, ready_at=now, expires_at=now + timedelta(days=KEPT_DAYS)
    )
    address = where_to_write([person.user_id]).get(person.user_id, "") if person.user_id else ""
    if address and holds(Because.MEMBER, Reader(address, person.user_id)):
        content = letters.export_ready(days=KEPT_DAYS)
        send(content, kind="export_ready", recipient=address, now=now, because=Because.MEMBER, user_id=person.user_id)


def _person(export: Export) -> Person | None:
    if export.user_id is None:
        return guest(export.email)
    return member(export.user_id) if User.objects.filter(pk=export.user_id).exists() else None
