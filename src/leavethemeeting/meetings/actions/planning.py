"""Plan, change, duplicate and delete meetings."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from leavethemeeting.accesslog.actions import forget_looks_at
from leavethemeeting.accounts.actions import become_host
from leavethemeeting.accounts.models import User
from leavethemeeting.domain.call_addresses import address_sha256, call_address
from leavethemeeting.domain.permissions import Deed
from leavethemeeting.domain.schedule import Span
from leavethemeeting.meetings.dates import dates_of
from leavethemeeting.meetings.models import Meeting, Opening
from leavethemeeting.meetings.queries import insist
from leavethemeeting.shared.departures import forget_meeting
from leavethemeeting.shared.moments import from_datetime
from leavethemeeting.shared.wakeups import ACCESS, COMMANDS, ring_on_commit


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything a host says about a meeting. ``starts_at`` None = any time; ``repeats`` an RRULE or empty."""

    title: str
    description: str = ""
    place: str = Meeting.Place.ROOM
    outside_url: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    time_zone: str = "UTC"
    repeats: str = ""
    admits: str = Meeting.Admits.GUESTS
    newcomers_are: str = Meeting.Role.PARTICIPANT
    waiting_room: bool = False
    keeps_chat_text: bool = True
    keeps_days: int = 365
    minors_attend: bool = False


def _columns(plan: Plan) -> dict[str, Any]:
    address = call_address(plan.outside_url)
    return {**asdict(plan), "call_sha256": address_sha256(address) if address else ""}


@transaction.atomic
def plan_meeting(*, actor: User, plan: Plan, now: datetime) -> Meeting:
    """A new meeting of ``actor``, with a join link that stays. The first one makes them a host."""
    become_host(user=actor, now=now)
    return Meeting.objects.create(owner=actor, planned_at=now, **_columns(plan))


def _moved(before: list[Span], after: list[Span], scheduled_start_at: int) -> Span | None:
    """Where the date that started at ``scheduled_start_at`` went: the same place in the new series."""
    places = [from_datetime(span.start) for span in before]
    place = places.index(scheduled_start_at) if scheduled_start_at in places else len(after)
    return after[place] if place < len(after) else None


@transaction.atomic
def change_plan(*, meeting: Meeting, actor: User, plan: Plan) -> Meeting:
    """Write the new plan; a running occurrence follows its date to the new time. Rings its room.

    Raises Http404 for strangers.
    """
    insist(actor, meeting, Deed.PLAN)
    before = list(dates_of(meeting))
    promised = meeting.minors_attend
    for field, value in _columns(plan).items():
        setattr(meeting, field, value)
    if Opening.objects.filter(occurrence__meeting=meeting, closed_at__isnull=True).exists():
        meeting.minors_attend = promised  # what people were told at the door holds until it closes
    meeting.save()
    after = list(dates_of(meeting))
    running = Opening.objects.filter(occurrence__meeting=meeting, closed_at__isnull=True).select_related("occurrence")
    for occurrence in (opening.occurrence for opening in running):
        moved = _moved(before, after, occurrence.scheduled_start_at) if occurrence.scheduled_start_at else None
        if moved is not None:
            occurrence.scheduled_start_at = from_datetime(moved.start)
            occurrence.scheduled_end_at = from_datetime(moved.end) if moved.end else None
            occurrence.save(update_fields=["scheduled_start_at", "scheduled_end_at"])
        ring_on_commit(COMMANDS, str(occurrence.id))
    return meeting


def set_newcomers(*, meeting: Meeting, actor: User, role: Meeting.Role) -> None:
    """What whoever comes for the first time from now on is; nobody who came before changes.

    Raises Http404 for strangers.
    """
    insist(actor, meeting, Deed.PLAN)
    meeting.newcomers_are = role
    meeting.save(update_fields=["newcomers_are"])


def duplicate_meeting(*, meeting: Meeting, actor: User, now: datetime) -> Meeting:
    """The same plan under a new join link, owned by ``actor``; nobody's attendance comes with it.

    Raises Http404 for strangers.
    """
    insist(actor, meeting, Deed.PLAN)
    plan = {name: getattr(meeting, name) for name in Plan.__slots__}
    plan["title"] = (_("Copy of %(title)s") % {"title": meeting.title})[:200]
    return plan_meeting(actor=actor, plan=Plan(**plan), now=now)


@transaction.atomic
def delete_meeting(*, meeting: Meeting, actor: User) -> None:
    """Delete the meeting with everything that hangs on it; its running room closes.

    Raises Http404 for strangers and for co-hosts.
    """
    insist(actor, meeting, Deed.DELETE)
    _delete(meeting)


def delete_meetings_of(owner_id: UUID) -> None:
    """A member goes, and the meetings they own with them; in the transaction that deletes the member."""
    for meeting in Meeting.objects.filter(owner_id=owner_id):
        _delete(meeting)


def _delete(meeting: Meeting) -> None:
    ring_on_commit(ACCESS, f"meeting:{meeting.id}")
    forget_meeting(meeting.id)
    forget_looks_at(meeting.attendees.values_list("id", flat=True))
    meeting.delete()
