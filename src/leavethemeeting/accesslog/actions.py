"""The writer of the access log, and what ends its rows: the person's end, and three years."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from leavethemeeting.accesslog.kinds import Role, Subject, What
from leavethemeeting.accesslog.models import LONGEST_REASON, Deed, Look
from leavethemeeting.shared.request_numbers import request_number

KEPT_DAYS = 3 * 365
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
        return Look.objects.bulk_create(rows)


def forget_looks_at(subject_ids: Collection[UUID]) -> int:
    """The person goes, and with them who looked at them and what was done to them; for the deletion's transaction."""
    gone = Look.objects.filter(subject_id__in=list(subject_ids)).delete()[0]
    return gone + Deed.objects.filter(subject_id__in=list(subject_ids)).delete()[0]


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
