"""Fills the demonstration: the host, the provider, three past meetings, one that runs."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid5

from allauth.account.models import EmailAddress
from django.db import connection, transaction

from leavethemeeting.accounts.models import User
from leavethemeeting.consent.actions import accept_current
from leavethemeeting.consent.kinds import Channel
from leavethemeeting.meetings.actions.opening import open_occurrence
from leavethemeeting.meetings.models import Attendee, Meeting
from leavethemeeting.project.demo import past
from leavethemeeting.project.demo.cast import HOST, everybody
from leavethemeeting.project.demo.command import PASSWORD
from leavethemeeting.project.demo.living import Simulated
from leavethemeeting.realtime.scribe import Scribe
from leavethemeeting.shared.environment import Environment
from leavethemeeting.shared.moments import from_datetime

HOST_EMAIL = HOST[1]
PROVIDER_EMAIL = "provider@example.org"
RUNNING = "Open office hours"
BATCH = 500


def _member(name: str, email: str, *, is_provider: bool = False) -> User:
    user = User.objects.create_user(
        email,
        PASSWORD,
        name=name,
        is_provider=is_provider,
        time_zone="Europe/Berlin",
        age_ok_at=datetime.now().astimezone(),
    )
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    accept_current(user_id=user.pk, channel=Channel.SIGN_UP, now=datetime.now().astimezone())
    return user


def fill(environment: Environment, *, today: datetime) -> None:
    """Everything that happened before today. Must run before the service starts: it writes the log."""
    with transaction.atomic():
        host = _member(*HOST)
        _member("Petra Provider", PROVIDER_EMAIL, is_provider=True)
        told = [past.tell(plan, host, everybody(), today, seed) for seed, plan in enumerate(past.PLANS, 1)]
        Meeting.objects.create(
            owner=host, title=RUNNING, description="Come with a question, leave with an answer.",
            time_zone="Europe/Berlin", newcomers_are=Meeting.Role.VIEWER,
        )  # fmt: skip
    connection.close()
    scribe = Scribe(environment.database)
    scribe.connect()
    try:
        for events in told:
            for first in range(0, len(events), BATCH):
                scribe.insert([events[first : first + BATCH]])
    finally:
        scribe.close()


def _guest(meeting: Meeting, name: str, email: str, now: int) -> UUID:
    attendee, _made = Attendee.objects.get_or_create(
        id=uuid5(meeting.id, email),
        defaults={"meeting": meeting, "name": name, "email": email, "role": Meeting.Role.VIEWER, "first_came_at": now},
    )
    return attendee.id


def open_running_meeting(*, now: datetime, guests: int) -> list[Simulated]:
    """Open the running meeting and name who will come to it."""
    meeting = Meeting.objects.get(title=RUNNING)
    moment = from_datetime(now)
    occurrence = open_occurrence(meeting=meeting, actor=meeting.owner, now=moment)
    people = everybody()[-guests:]
    return [Simulated(_guest(meeting, each.name, each.email, moment), meeting.id, occurrence.id) for each in people]
