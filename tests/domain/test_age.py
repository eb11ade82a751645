"""Age in completed years, on the days where it is easy to be wrong."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leavethemeeting.domain.age import age_on, is_adult, is_plausible

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("born_on", "today", "adult"),
    [
        (date(2008, 11, 22), date(2026, 11, 21), False),  # the day before the birthday
        (date(2008, 11, 22), date(2026, 11, 22), True),  # the birthday itself
        (date(2008, 2, 29), date(2026, 2, 28), False),  # a leap day has not come yet
        (date(2008, 2, 29), date(2026, 3, 1), True),
        (date(2008, 12, 31), date(2026, 12, 30), False),
        (date(2009, 1, 1), date(2026, 12, 31), False),
    ],
)
def test_adult_from_the_eighteenth_birthday_on(born_on: date, today: date, adult: bool) -> None:
    assert is_adult(born_on, today) is adult


@given(born_on=DAYS, days=st.integers(0, 40_000))
def test_nobody_grows_younger(born_on: date, days: int) -> None:
    today = born_on + timedelta(days=days)
    assert age_on(born_on, today) <= age_on(born_on, today + timedelta(days=1)) <= age_on(born_on, today) + 1


def test_a_date_in_the_future_or_long_ago_is_a_slip() -> None:
    today = date(2026, 11, 22)
    assert not is_plausible(date(2026, 11, 23), today)
    assert not is_plausible(date(1896, 1, 1), today)
    assert is_plausible(date(1910, 1, 1), today)
    with pytest.raises(ValueError, match="future"):
        age_on(date(2026, 11, 23), today)
