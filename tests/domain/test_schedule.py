"""A series keeps its wall time, ends where it was told to, and agrees with RFC 5545."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from leavethemeeting.domain.schedule import (
    MOST_DATES,
    BadRule,
    Repeat,
    Span,
    due,
    read_rule,
    rule_of,
    spans,
    upcoming,
)

BERLIN = ZoneInfo("Europe/Berlin")
NEW_YORK = ZoneInfo("America/New_York")
KOLKATA = ZoneInfo("Asia/Kolkata")  # no summer time
ZONES = [BERLIN, NEW_YORK, KOLKATA]


def first_date(zone: ZoneInfo, year: int, month: int, day: int, hour: int, minute: int, hours: float = 1) -> Span:
    start = datetime(year, month, day, hour, minute, tzinfo=zone).astimezone(UTC)
    return Span(start, start + timedelta(hours=hours))


def starts(first: Span, repeat: Repeat, zone: ZoneInfo) -> list[str]:
    return [f"{span.start:%m-%d %H:%M}" for span in spans(first, repeat, zone)]


def walls(first: Span, repeat: Repeat, zone: ZoneInfo) -> list[str]:
    return [f"{span.start.astimezone(zone):%m-%d %H:%M}" for span in spans(first, repeat, zone)]


def test_ten_in_berlin_stays_ten_in_berlin_when_summer_time_ends_in_october() -> None:
    first = first_date(BERLIN, 2026, 10, 20, 10, 0)
    weekly = Repeat(1, (1,), count=3)
    assert walls(first, weekly, BERLIN) == ["10-20 10:00", "10-27 10:00", "11-03 10:00"]
    assert starts(first, weekly, BERLIN) == ["10-20 08:00", "10-27 09:00", "11-03 09:00"]


def test_ten_in_berlin_stays_ten_in_berlin_when_summer_time_begins_in_march() -> None:
    first = first_date(BERLIN, 2026, 3, 24, 10, 0)
    assert starts(first, Repeat(1, (1,), count=2), BERLIN) == ["03-24 09:00", "03-31 08:00"]


def test_new_york_changes_its_clocks_a_week_after_berlin_in_autumn() -> None:
    first = first_date(NEW_YORK, 2026, 10, 26, 9, 0)
    assert starts(first, Repeat(1, (0,), count=2), NEW_YORK) == ["10-26 13:00", "11-02 14:00"]


def test_a_zone_without_summer_time_never_moves() -> None:
    first = first_date(KOLKATA, 2026, 3, 26, 10, 0)
    assert starts(first, Repeat(1, (3,), count=2), KOLKATA) == ["03-26 04:30", "04-02 04:30"]


def test_a_time_that_the_clocks_skip_moves_to_the_hour_after() -> None:
    first = first_date(BERLIN, 2026, 3, 22, 2, 30)
    assert walls(first, Repeat(1, (6,), count=3), BERLIN) == ["03-22 02:30", "03-29 03:30", "04-05 02:30"]


def test_a_time_that_happens_twice_is_its_first_one() -> None:
    first = first_date(BERLIN, 2026, 10, 18, 2, 30)
    assert starts(first, Repeat(1, (6,), count=2), BERLIN) == ["10-18 00:30", "10-25 00:30"]


def test_every_date_lasts_as_long_as_the_first_also_in_the_night_of_the_change() -> None:
    night = first_date(BERLIN, 2026, 10, 17, 22, 0, hours=8)
    lengths = {span.over_at - span.start for span in spans(night, Repeat(1, (5,), count=3), BERLIN)}
    assert lengths == {timedelta(hours=8)}


def test_every_second_week_on_chosen_weekdays_counts_dates_and_not_weeks() -> None:
    first = first_date(BERLIN, 2026, 6, 3, 10, 0)  # a Wednesday
    fortnightly = Repeat(2, (0, 2), count=4)
    assert walls(first, fortnightly, BERLIN) == ["06-03 10:00", "06-15 10:00", "06-17 10:00", "06-29 10:00"]


def test_the_last_day_named_is_still_a_date_of_the_series() -> None:
    first = first_date(NEW_YORK, 2026, 6, 1, 23, 0)
    until = Repeat(1, (0,), until=date(2026, 6, 15))
    assert walls(first, until, NEW_YORK) == ["06-01 23:00", "06-08 23:00", "06-15 23:00"]


def test_a_series_never_has_more_dates_than_the_limit() -> None:
    first = first_date(BERLIN, 2026, 1, 1, 10, 0)
    assert len(list(spans(first, Repeat(1, tuple(range(7)), until=date(2030, 1, 1)), BERLIN))) == MOST_DATES


def test_one_date_is_a_series_of_one() -> None:
    first = first_date(BERLIN, 2026, 6, 1, 10, 0)
    assert list(spans(first, None, BERLIN)) == [first]


class TestDue:
    """Which date does opening now belong to?"""

    first = first_date(KOLKATA, 2026, 6, 1, 10, 0)
    weekly = Repeat(1, (0,), count=3)

    def due_at(self, offset: timedelta) -> Span | None:
        return due(spans(self.first, self.weekly, KOLKATA), self.first.start + offset)

    def test_two_hours_before_its_start_a_date_may_be_opened(self) -> None:
        assert self.due_at(-timedelta(hours=2)) == self.first

    def test_earlier_than_that_no_date_is_due(self) -> None:
        assert self.due_at(-timedelta(hours=2, seconds=1)) is None

    def test_until_its_end_the_date_is_due_and_at_its_end_no_more(self) -> None:
        assert self.due_at(timedelta(minutes=59)) == self.first
        assert self.due_at(timedelta(hours=1)) is None

    def test_between_two_dates_the_nearer_start_wins(self) -> None:
        hourly = [
            Span(self.first.start + timedelta(hours=n), self.first.start + timedelta(hours=n + 1)) for n in (0, 1)
        ]
        assert due(hourly, self.first.start + timedelta(minutes=20)) == hourly[0]
        assert due(hourly, self.first.start + timedelta(minutes=40)) == hourly[1]

    def test_a_date_without_an_end_is_due_for_twelve_hours(self) -> None:
        endless = Span(self.first.start, None)
        assert due([endless], self.first.start + timedelta(hours=11)) == endless
        assert due([endless], self.first.start + timedelta(hours=12)) is None

    def test_a_running_date_still_counts_as_coming_up(self) -> None:
        dates = spans(self.first, self.weekly, KOLKATA)
        running = self.first.start + timedelta(minutes=30)
        assert next(upcoming(dates, running)) == self.first


def test_an_until_before_a_western_midnight_keeps_its_day_through_the_rule() -> None:
    repeat = Repeat(1, (0,), until=date(2026, 6, 15))
    assert rule_of(repeat, NEW_YORK) == "FREQ=WEEKLY;BYDAY=MO;UNTIL=20260616T035959Z"
    assert read_rule(rule_of(repeat, NEW_YORK), NEW_YORK) == repeat


@pytest.mark.parametrize(
    "rule",
    ["FREQ=DAILY;BYDAY=MO", "FREQ=WEEKLY", "FREQ=WEEKLY;BYDAY=XX", "BYDAY=MO", "FREQ=WEEKLY;BYDAY=MO;COUNT=many",
     "FREQ=WEEKLY;BYDAY=MO;BYHOUR=3", "FREQ=WEEKLY;BYDAY=MO;INTERVAL=0", "nonsense"],
)  # fmt: skip
def test_a_rule_that_was_not_written_here_is_refused_by_name(rule: str) -> None:
    with pytest.raises(BadRule, match=rule.split(";", maxsplit=1)[0]):
        read_rule(rule, BERLIN)


repeats = st.builds(
    Repeat,
    every=st.integers(1, 4),
    weekdays=st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days))),
    count=st.integers(1, 60),
) | st.builds(
    Repeat,
    every=st.integers(1, 4),
    weekdays=st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days))),
    until=st.dates(date(2026, 1, 1), date(2027, 1, 1)),
)


@given(repeats, st.sampled_from(ZONES))
def test_a_rule_is_read_as_it_was_written(repeat: Repeat, zone: ZoneInfo) -> None:
    assert read_rule(rule_of(repeat, zone), zone) == repeat


@given(repeats, st.sampled_from(ZONES), st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)))  # noqa: DTZ001 -- wall times
def test_dates_agree_with_an_independent_reading_of_the_rule(repeat: Repeat, zone: ZoneInfo, wall: datetime) -> None:
    wall = wall.replace(second=0, microsecond=0)
    first = Span(wall.replace(tzinfo=zone).astimezone(UTC), None)
    wall = first.start.astimezone(zone).replace(tzinfo=None)  # a skipped time has become a real one
    rule = rule_of(repeat, zone)
    if repeat.until:  # dateutil counts in wall time, so its UNTIL is a wall time as well
        rule = f"{rule.partition(';UNTIL')[0]};UNTIL={repeat.until:%Y%m%d}T235959"
    theirs = [day.replace(tzinfo=zone).astimezone(UTC) for day in islice(rrulestr(rule, dtstart=wall), MOST_DATES)]
    assert [span.start for span in spans(first, repeat, zone)] == theirs
