"""The writer of the access log, and what ends its rows: the person's end, the meeting's, and three years."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from leavethemeeting.accesslog.kinds import Role, Subject, What
from leavethemeeting.accesslog.models import LONGEST_REASON, Deed, Look
from leavethemeeting.shared.request_numbers import request_number

KEPT_DAYS = 3 * 365
SAME_LOOK = timedelta(hours=1)  # a host who opens the same page of the same person again within it has looked once
MANY = 500  # values in one IN (…)
CHUNK = 200  # rows a transaction, so that the realtime app's writer never waits long


class ReasonNeeded(Exception):
    """Nobody looks at anybody without saying why."""


def look(
    *, looker_id: UUID, role: Role, subject_kind: Subject, subject_id: UUID | None, what: What, reason: str, now: datetime,
) -> Look:  # fmt: skip
    """Note that ``looker_id`` is about to look; call it before the data is read.

    The row is committed when this returns; inside another transaction, which might yet be undone,
    it raises RuntimeError. Raises ReasonNeeded where ``reason`` is empty.
    """
    return look_at_each(
        looker_id=looker_id, role=role, subjects=[(subject_kind, subject_id)], what=what, reason=reason, now=now
    )[0]


def look_at_each(
    *, looker_id: UUID, role: Role, subjects: Iterable[tuple[Subject, UUID | None]], what: What, reason: str, now: datetime,
) -> list[Look]:  # fmt: skip
    """As ``look``, for several people who are shown together: a row for each."""
    said = " ".join(reason.split())[:LONGEST_REASON]
    if not said:
        raise ReasonNeeded
    rows = [
        Look(
            looker_id=looker_id, role=role.value, subject_kind=kind.value, subject_id=subject, what=what.value,
            reason=said, looked_at=now, request_id=request_number(),
        )
        for kind, subject in subjects
    ]  # fmt: skip
    with transaction.atomic(durable=True):
        return Look.objects.bulk_create(rows, batch_size=MANY)


def look_as_host(
    *, looker_id: UUID, what: What, reason: str, now: datetime, occurrence_id: UUID | None = None,
    attendee_ids: Collection[UUID] = (),
) -> int:  # fmt: skip
    """A host is about to be shown ``what``; how many rows that made. Call it before anything is shown.

    A page of everybody in an occurrence is one row, of the occurrence, however many they are; else one for each
    attendee. What the same host has opened within the hour is not written again. Not inside a transaction.
    """
    kind, wanted = Subject.ATTENDEE, list(dict.fromkeys(attendee_ids))
    if occurrence_id is not None:
        kind, wanted = Subject.OCCURRENCE, [occurrence_id]
    if not wanted:
        return 0
    lately = Look.objects.filter(looker_id=looker_id, what=what.value, looked_at__gt=now - SAME_LOOK)
    if len(wanted) == 1:
        lately = lately.filter(subject_id=wanted[0])
    known = set(lately.values_list("subject_id", flat=True))
    new = [(kind, one) for one in wanted if one not in known]
    if not new:
        return 0
    return len(look_at_each(looker_id=looker_id, role=Role.HOST, subjects=new, what=what, reason=reason, now=now))


def forget_looks_at(subject_ids: Iterable[UUID]) -> int:
    """The person goes, and with them who looked at them and what was done to them; for the deletion's transaction."""
    wanted, gone = list(subject_ids), 0
    for start in range(0, len(wanted), MANY):
        some = wanted[start : start + MANY]
        gone += (
            Look.objects.filter(subject_id__in=some).delete()[0] + Deed.objects.filter(subject_id__in=some).delete()[0]
        )
    return gone


def forget_member(user_id: UUID) -> None:
    """For ``shared.departures``."""
    forget_looks_at([user_id])


def forget_address(email: str) -> None:
    """Reasons that name an address which is erased go with it."""
    Look.objects.filter(reason__icontains=email.strip()).delete()
    Deed.objects.filter(reason__icontains=email.strip()).delete()


def forget_old_looks(*, now: datetime) -> int:
    """Delete looks and deeds after three years; how many."""
    until, gone = now - timedelta(days=KEPT_DAYS), 0
    for rows, at in ((Look.objects, "looked_at__lte"), (Deed.objects, "done_at__lte")):
        old = rows.filter(**{at: until}).values_list("pk", flat=True)[:CHUNK]
        gone += rows.filter(pk__in=list(old)).delete()[0]
    return gone
