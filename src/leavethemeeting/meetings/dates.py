"""The planned dates of a stored meeting."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from leavethemeeting.domain.schedule import BadRule, Repeat, Span, due, read_rule, spans, upcoming
from leavethemeeting.meetings.models import Meeting


def zone_of(meeting: Meeting) -> ZoneInfo:
    """The meeting's own zone, whose wall time a series keeps."""
    return ZoneInfo(meeting.time_zone)


def rule_in(meeting: Meeting) -> Repeat | None:
    """The stored series; None for one date, and for a rule that this service did not write.

    Such a rule comes with a restored or imported row. Its first date still stands, and one odd row
    must not take every page of its host away.
    """
    try:
        return read_rule(meeting.repeats, zone_of(meeting))
    except BadRule:
        return None


def dates_of(meeting: Meeting) -> Iterator[Span]:
    """All planned dates in order; none for a meeting at any time."""
    if meeting.starts_at is None:
        return iter(())
    zone = zone_of(meeting)
    first = Span(meeting.starts_at.astimezone(UTC), meeting.ends_at.astimezone(UTC) if meeting.ends_at else None)
    return spans(first, rule_in(meeting), zone)


def due_date(meeting: Meeting, now: datetime) -> Span | None:
    """The date that opening now is for, or None: then the occurrence is unscheduled."""
    return due(dates_of(meeting), now)


def next_date(meeting: Meeting, now: datetime) -> Span | None:
    """The running or the next planned date."""
    return next(upcoming(dates_of(meeting), now), None)
