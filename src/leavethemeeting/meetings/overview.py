"""*My meetings*: what is open, what comes, what was. A fixed number of queries, however long the list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Max, QuerySet

from leavethemeeting.domain.schedule import Span
from leavethemeeting.meetings.dates import dates_of
from leavethemeeting.meetings.models import Meeting, Occurrence, Opening
from leavethemeeting.meetings.queries import Reader, meetings_hosted_by
from leavethemeeting.shared.moments import from_datetime

_RECENT = timedelta(days=2)  # a date that is not over yet cannot have started earlier


@dataclass(frozen=True, slots=True)
class Planned:
    meeting: Meeting
    date: Span


@dataclass(frozen=True, slots=True)
class Overview:
    """A host's meetings by what can be done with them now; each meeting is in one of the last three."""

    open_now: list[Opening]
    coming_up: list[Planned]  # the next date of each meeting, soonest first
    any_time: list[Meeting]  # and not open now
    over: list[Meeting]  # no date is left

    @property
    def empty(self) -> bool:
        return not (self.open_now or self.coming_up or self.any_time or self.over)


def _opened_dates(user: Reader, now: datetime) -> set[tuple[UUID, int]]:
    """Dates that were opened already: they are open now, or past."""
    opened = Occurrence.objects.filter(
        meeting__in=meetings_hosted_by(user), scheduled_start_at__gte=from_datetime(now - _RECENT)
    ).values_list("meeting_id", "scheduled_start_at")
    return {(meeting_id, start) for meeting_id, start in opened if start is not None}


def _next_unopened(meeting: Meeting, opened: set[tuple[UUID, int]], now: datetime) -> Span | None:
    unopened = (span for span in dates_of(meeting) if (meeting.id, from_datetime(span.start)) not in opened)
    return next((span for span in unopened if span.over_at > now), None)


def overview_of(user: Reader, now: datetime) -> Overview:
    """The meetings that ``user`` hosts, sorted for the page."""
    meetings = list(meetings_hosted_by(user).select_related("owner").order_by("title"))
    openings = Opening.objects.filter(occurrence__meeting__in=meetings_hosted_by(user), closed_at__isnull=True)
    open_now = list(openings.select_related("occurrence__meeting").order_by("-opened_at"))
    running = {opening.occurrence.meeting_id for opening in open_now}
    opened = _opened_dates(user, now)
    dates = {meeting.id: _next_unopened(meeting, opened, now) for meeting in meetings}
    coming = [Planned(meeting, date) for meeting in meetings if (date := dates[meeting.id]) is not None]
    return Overview(
        open_now=open_now,
        coming_up=sorted(coming, key=lambda planned: planned.date.start),
        any_time=[meeting for meeting in meetings if meeting.starts_at is None and meeting.id not in running],
        over=[meeting for meeting in meetings if meeting.starts_at is not None and dates[meeting.id] is None],
    )


def past_occurrences(meetings: QuerySet[Meeting]) -> QuerySet[Occurrence]:
    """Occurrences that are not open, latest first, with ``last_closed_at`` in milliseconds."""
    open_now = Opening.objects.filter(closed_at__isnull=True).values("occurrence_id")
    past = Occurrence.objects.filter(meeting__in=meetings).exclude(id__in=open_now).select_related("meeting")
    return past.annotate(last_closed_at=Max("openings__closed_at")).order_by("-first_opened_at")


def past_of(user: Reader) -> QuerySet[Occurrence]:
    """Past occurrences of every meeting that ``user`` hosts."""
    return past_occurrences(meetings_hosted_by(user))
