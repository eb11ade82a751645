"""Through the join page: who enters becomes an attendee of the meeting, once per series."""

from __future__ import annotations

from uuid import UUID

from allauth.account.models import EmailAddress
from django.db import transaction

from leavethemeeting.accounts.models import User
from leavethemeeting.meetings.actions.sharing import share_profile
from leavethemeeting.meetings.door import Door, State, door_of
from leavethemeeting.meetings.models import Attendee, Meeting
from leavethemeeting.shared.moments import to_datetime


class NotAdmitted(Exception):
    """The door is not open for this person; ``door`` says why."""

    def __init__(self, door: Door) -> None:
        self.door = door
        super().__init__(door.state)


def _pass(meeting: Meeting, *, attendee: Attendee | None, user: User | None, now: int) -> None:
    door = door_of(meeting, attendee=attendee, reader=user, now=to_datetime(now))
    if door.state is not State.OPEN:
        raise NotAdmitted(door)


@transaction.atomic
def enter_as_member(*, meeting: Meeting, user: User, now: int, at: int | None = None) -> Attendee:
    """The member's attendee row, with name, e-mail and profile as they are today.

    ``at``: when they were at the door, where that is told later (a plugin that was offline).

    The role is kept from last time; a newcomer gets the meeting's. Raises NotAdmitted.
    """
    known = Attendee.objects.filter(meeting=meeting, user=user).first()
    _pass(meeting, attendee=known, user=user, now=now if at is None else at)
    verified = EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True).exists()
    shared = {"name": user.name, "email": user.email, "email_verified": verified}
    attendee, _made = Attendee.objects.update_or_create(
        meeting=meeting,
        user=user,
        defaults=shared,
        create_defaults={**shared, "role": meeting.newcomers_are, "first_came_at": now},
    )
    share_profile(attendee=attendee, user=user, now=now)
    return attendee


@transaction.atomic
def enter_as_guest(*, meeting: Meeting, name: str, email: str, known: UUID | None, now: int) -> Attendee:
    """The guest's attendee row. ``known``: the row this browser had before, which is then updated.

    Call it only for somebody who passed the age question. Raises NotAdmitted.
    """
    attendee = Attendee.objects.filter(meeting=meeting, id=known, user__isnull=True).first() if known else None
    _pass(meeting, attendee=attendee, user=None, now=now)
    if attendee is None:
        return Attendee.objects.create(
            meeting=meeting, name=name, email=email.lower(), role=meeting.newcomers_are, first_came_at=now
        )
    attendee.name, attendee.email = name, email.lower()
    attendee.save(update_fields=["name", "email"])
    return attendee
