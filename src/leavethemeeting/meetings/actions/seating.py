"""Meetings that minors may attend: whoever enters takes a numbered seat. No name, no address, and it goes afterwards."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from leavethemeeting.accounts.models import User
from leavethemeeting.domain.permissions import Deed, may
from leavethemeeting.meetings.actions.entering import NotAdmitted
from leavethemeeting.meetings.door import State, door_of
from leavethemeeting.meetings.models import Attendee, Meeting
from leavethemeeting.meetings.queries import Reader, relation_of
from leavethemeeting.shared.moments import to_datetime


def takes_a_seat(reader: Reader, meeting: Meeting) -> bool:
    """Whether ``reader`` is nobody in particular here: everybody but the meeting's hosts."""
    return meeting.minors_attend and not may(relation_of(reader, meeting), Deed.OPEN_AND_CLOSE)


@transaction.atomic
def take_seat(*, meeting: Meeting, reader: User | None, known: UUID | None, now: int) -> Attendee:
    """The seat that this browser has, or the next one. Raises NotAdmitted."""
    Meeting.objects.select_for_update().get(pk=meeting.pk)  # two people do not get one number
    seats = Attendee.objects.filter(meeting=meeting, user__isnull=True)
    seat = seats.filter(pk=known).first() if known else None
    door = door_of(meeting, attendee=seat, reader=reader, now=to_datetime(now))
    if door.state is not State.OPEN:
        raise NotAdmitted(door)
    if seat is not None:
        return seat
    name = _("Attendee %(number)d") % {"number": seats.count() + 1}
    return Attendee.objects.create(meeting=meeting, name=name, role=meeting.newcomers_are, first_came_at=now)
