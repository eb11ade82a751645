"""Series: when a meeting runs. Pure; zones are handed in.

A series keeps its *wall time*: ten o'clock in Berlin stays ten o'clock when summer time ends.
A time that the clocks skip is read with the offset before the gap, so 02:30 becomes 03:30; a
time that happens twice is its first one (RFC 5545 §3.3.5). Every date lasts exactly as long
as the first (RFC 5545 §3.8.5.3).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import count, islice

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
MOST_DATES = 400  # of one series: enough for a year and a half of every weekday
OPENS_BEFORE = timedelta(hours=2)  # a scheduled date may be opened this long before its start
WITHOUT_END = timedelta(hours=12)  # how long a date lasts whose end nobody planned


class BadRule(ValueError):
    """A recurrence rule that this service did not write; ``str()`` is the rule."""


@dataclass(frozen=True, slots=True)
class Repeat:
    """Every ``every`` weeks on ``weekdays`` (0 = Monday), ``count`` dates or up to and including ``until``."""

    every: int
    weekdays: tuple[int, ...]
    count: int | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """One planned date, ``[start, end)``, both in UTC; ``end`` is None where none was planned."""

    start: datetime
    end: datetime | None

    @property
    def over_at(self) -> datetime:
        return self.end or self.start + WITHOUT_END


def rule_of(repeat: Repeat, zone: tzinfo) -> str:
    """The RFC 5545 RRULE of ``repeat``; UNTIL is in UTC, as that standard asks beside a zone."""
    parts = ["FREQ=WEEKLY"]
    if repeat.every != 1:
        parts.append(f"INTERVAL={repeat.every}")
    parts.append("BYDAY=" + ",".join(DAYS[day] for day in sorted(repeat.weekdays)))
    if repeat.count is not None:
        parts.append(f"COUNT={repeat.count}")
    elif repeat.until is not None:
        last = datetime.combine(repeat.until, time(23, 59, 59), zone).astimezone(UTC)
        parts.append(f"UNTIL={last:%Y%m%dT%H%M%SZ}")
    return ";".join(parts)


def read_rule(rule: str, zone: tzinfo) -> Repeat | None:
    """The series that ``rule_of`` wrote; None for the empty rule, one date. Raises BadRule."""
    if not rule:
        return None
    parts = dict(part.partition("=")[::2] for part in rule.split(";"))
    try:
        if parts.pop("FREQ") != "WEEKLY":
            raise BadRule(rule)
        every = int(parts.pop("INTERVAL", "1"))
        weekdays = tuple(DAYS.index(day) for day in parts.pop("BYDAY").split(","))
        dates = int(parts.pop("COUNT")) if "COUNT" in parts else None
        last = parts.pop("UNTIL", None)
        until = datetime.strptime(last, "%Y%m%dT%H%M%S%z").astimezone(zone).date() if last else None
    except (KeyError, ValueError) as error:
        raise BadRule(rule) from error
    if parts or every < 1:
        raise BadRule(rule)
    return Repeat(every, weekdays, dates, until)


def _days(first: date, repeat: Repeat) -> Iterator[date]:
    """The calendar days of the series, from ``first`` on, without its end; weeks begin on Monday."""
    monday = first - timedelta(days=first.weekday())
    for week in count():
        for weekday in sorted(repeat.weekdays):
            day = monday + timedelta(weeks=week * repeat.every, days=weekday)
            if day >= first:
                yield day


def spans(first: Span, repeat: Repeat | None, zone: tzinfo) -> Iterator[Span]:
    """All dates in order, ``first`` among them; at most ``MOST_DATES``."""
    if repeat is None:
        yield first
        return
    wall = first.start.astimezone(zone)
    length = first.end - first.start if first.end else None
    for day in islice(_days(wall.date(), repeat), min(repeat.count or MOST_DATES, MOST_DATES)):
        if repeat.until is not None and day > repeat.until:
            return
        start = datetime.combine(day, wall.time(), zone).astimezone(UTC)
        yield Span(start, start + length if length is not None else None)


def due(dates: Iterable[Span], now: datetime) -> Span | None:
    """The date that opening at ``now`` is for: from two hours before its start until its end, nearest start."""
    open_now = [span for span in dates if span.start - OPENS_BEFORE <= now < span.over_at]
    return min(open_now, key=lambda span: abs(span.start - now), default=None)


def upcoming(dates: Iterable[Span], now: datetime) -> Iterator[Span]:
    """The dates that are not over at ``now``, in order."""
    return (span for span in dates if span.over_at > now)
