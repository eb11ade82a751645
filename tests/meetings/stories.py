"""Meetings and moments for the slice's stories."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.test import Client

from leavethemeeting.accounts.models import User
from leavethemeeting.meetings.actions.opening import open_occurrence
from leavethemeeting.meetings.actions.planning import Plan, plan_meeting
from leavethemeeting.meetings.models import Attendee, Meeting, Occurrence, Opening
from leavethemeeting.shared.moments import from_datetime, now_ms

HOUR = timedelta(hours=1)


def make_meeting(owner: User, **plan: Any) -> Meeting:
    """A meeting in the room at any time, unless the story says otherwise."""
    return plan_meeting(actor=owner, plan=Plan(**{"title": "Weekly review", **plan}), now=datetime.now(UTC))


def make_scheduled(owner: User, *, starts_in: timedelta, lasts: timedelta = HOUR, **plan: Any) -> Meeting:
    """A meeting that starts (or started) that far from now, on a whole second."""
    start = datetime.now(UTC).replace(microsecond=0) + starts_in
    return make_meeting(owner, starts_at=start, ends_at=start + lasts, **plan)


def opened(meeting: Meeting, *, at: int | None = None) -> Occurrence:
    """The meeting, opened by its owner."""
    return open_occurrence(meeting=meeting, actor=meeting.owner, now=at or now_ms())


def make_past(meeting: Meeting, *, days_ago: int) -> Occurrence:
    """An hour of this meeting, some days ago."""
    at = from_datetime(datetime.now(UTC) - timedelta(days=days_ago))
    occurrence = Occurrence.objects.create(meeting=meeting, first_opened_at=at)
    Opening.objects.create(occurrence=occurrence, opened_at=at, closed_at=at + 3_600_000, close_reason="host")
    return occurrence


def make_attendee(meeting: Meeting, *, user: User | None = None, name: str = "Grace Guest") -> Attendee:
    return Attendee.objects.create(
        meeting=meeting, user=user, name=user.name if user else name, email="grace@example.org", first_came_at=now_ms()
    )


def pass_age(browser: Client, meeting: Meeting) -> None:
    """Answer the age question of the join page as a grown-up."""
    answer = browser.post(f"/m/{meeting.code}/age/", {"born_on_day": "1", "born_on_month": "5", "born_on_year": "1980"})
    assert answer.status_code == 302, answer.content.decode()


def plan_fields(**changes: Any) -> dict[str, Any]:
    """What a browser sends from the plan form."""
    fields = {
        "title": "Weekly review", "description": "", "when": "once", "day": "2030-05-06", "starts": "10:00", "ends": "11:00",
        "time_zone": "Europe/Berlin", "every": "1", "stops": "count", "count": "3", "until": "", "place": "room",
        "outside_url": "", "admits": "guests", "newcomers_are": "participant", "keeps_chat_text": "on", "keeps_days": "90",
    }  # fmt: skip
    return {name: value for name, value in {**fields, **changes}.items() if value is not None}


def ids(things: Any) -> list[UUID]:
    return [thing.id for thing in things]
