"""What the provider's staff did beyond looking: written with the deed, read by the staff and by whom it was done to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet, Value
from django.db.models.fields import CharField

from leavethemeeting.accesslog.actions import ReasonNeeded
from leavethemeeting.accesslog.kinds import DEEDS, SEEN, Done, What
from leavethemeeting.accesslog.models import LONGEST_REASON, Deed, Look
from leavethemeeting.shared.request_numbers import request_number


def note(*, by_id: UUID, what: Done, reason: str, now: datetime, subject_id: UUID | None = None) -> Deed:
    """In the transaction of the deed, so that there is none without the other. Raises ReasonNeeded."""
    said = " ".join(reason.split())[:LONGEST_REASON]
    if not said:
        raise ReasonNeeded
    return Deed.objects.create(
        by_id=by_id, what=what.value, subject_id=subject_id, reason=said, done_at=now, request_id=request_number()
    )


def deeds_to(*subject_ids: UUID) -> QuerySet[Deed]:
    """What was done to these members or attendees, the newest first."""
    return Deed.objects.filter(subject_id__in=subject_ids).order_by("-done_at", "-pk")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the audit log: who (an id), whether a deed or a look, what and why, when, which request, how many people."""

    by_id: UUID
    is_deed: bool
    what: str
    reason: str
    at: datetime
    request_id: str
    people: int


def audit() -> QuerySet[Any, Any]:
    """Every look of the provider's staff and every deed, the newest first; rows for ``lines``.

    People who were shown together, in one request, are one row.
    """
    looks = (
        Look.objects.filter(role="provider").order_by()
        .values("looker_id", "what", "reason", "looked_at", "request_id")
        .annotate(people=Count("subject_id"), kind=Value("look", output_field=CharField()))
        .values_list("looker_id", "what", "reason", "looked_at", "request_id", "people", "kind")
    )  # fmt: skip
    deeds = (
        Deed.objects.order_by()
        .values("by_id", "what", "reason", "done_at", "request_id", "pk")
        .annotate(people=Count("subject_id"), kind=Value("deed", output_field=CharField()))
        .values_list("by_id", "what", "reason", "done_at", "request_id", "people", "kind")
    )  # fmt: skip
    return looks.union(deeds, all=True).order_by("-looked_at")


def lines(rows: Iterable[tuple[Any, ...]]) -> list[Line]:
    """In words."""
    return [
        Line(
            by_id, kind == "deed", str(DEEDS[Done(what)] if kind == "deed" else SEEN[What(what)]), reason, at, request,
            people,
        )
        for by_id, what, reason, at, request, people, kind in rows
    ]  # fmt: skip
