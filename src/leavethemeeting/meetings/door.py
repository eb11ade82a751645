"""The state of a meeting's door, for one person, at one moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from leavethemeeting.accounts.models import User
from leavethemeeting.domain.permissions import Deed, may
from leavethemeeting.domain.schedule import Span
from leavethemeeting.meetings.dates import dates_of, due_date, next_date
from leavethemeeting.meetings.models import Attendee, Meeting, Opening, Removal
from leavethemeeting.meetings.queries import Reader, current_opening, relation_of
from leavethemeeting.shared.moments import from_datetime

JUST_CLOSED_MS = 12 * 3_600_000  # a meeting at any time says "closed" this long, then "not open yet" again


class State(StrEnum):
    OPEN = "open"
    NOT_YET = "not_yet"
    CLOSED = "closed"
    OVER = "over"
    REMOVED = "removed"
    MEMBERS_ONLY = "members_only"


@dataclass(frozen=True, slots=True)
class Door:
    """What the join page says. ``date`` is the running or the next planned date, if there is one."""

    state: State
    opening: Opening | None
    date: Span | None
    hosts: bool  # the reader may open and close


def _is_removed(attendee: Attendee, opening: Opening) -> bool:
    kept_out = Removal.objects.filter(occurrence_id=opening.occurrence_id, attendee=attendee, lifted_at__isnull=True)
    return kept_out.exists()


def _while_shut(meeting: Meeting, date: Span | None, now: datetime) -> State:
    """Not open: not yet, closed by the host, or over for good."""
    last = (
        Opening.objects.filter(occurrence__meeting=meeting).select_related("occurrence").order_by("-opened_at").first()
    )
    if meeting.starts_at is None:
        just = last is not None and last.closed_at is not None and from_datetime(now) - last.closed_at < JUST_CLOSED_MS
        return State.CLOSED if just else State.NOT_YET
    if date is None:
        return State.OVER
    closed = last is not None and last.occurrence.scheduled_start_at == from_datetime(date.start)
    return State.CLOSED if closed else State.NOT_YET


def _outside(meeting: Meeting, date: Span | None, opening: Opening | None, now: datetime) -> State:
    """An outside link needs no host at our door: it is there whenever a date is due, or always."""
    if opening is not None or meeting.starts_at is None or due_date(meeting, now) is not None:
        return State.OPEN
    return State.NOT_YET if date is not None else State.OVER


def door_of(meeting: Meeting, *, attendee: Attendee | None, reader: Reader, now: datetime) -> Door:
    """Whether ``reader`` (known here as ``attendee``) may go in at ``now``, and if not, why."""
    opening, date = current_opening(meeting), next_date(meeting, now)
    hosts = may(relation_of(reader, meeting), Deed.OPEN_AND_CLOSE)
    if attendee is not None and opening is not None and _is_removed(attendee, opening):
        state = State.REMOVED
    elif meeting.admits == Meeting.Admits.MEMBERS and not isinstance(reader, User):
        state = State.MEMBERS_ONLY
    elif meeting.place == Meeting.Place.LINK:
        state = _outside(meeting, date, opening, now)
    else:
        state = State.OPEN if opening is not None else _while_shut(meeting, date, now)
    return Door(state, opening, date, hosts)


def following_dates(meeting: Meeting, now: datetime, most: int) -> list[Span]:
    """The next planned dates, the running one first."""
    return [span for span in dates_of(meeting) if span.over_at > now][:most]
