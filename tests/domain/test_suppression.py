"""Numbers about a few people are not told, and cannot be computed from what is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leavethemeeting.domain.suppression import LEAST, share, sum_told, suppressed

COUNTS = st.lists(st.integers(0, 60), min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ([0, 0], [0, 0]),
        ([12, 30], [12, 30]),
        ([9], [None]),
        ([30, 3, 20], [30, None, None]),  # 3 alone would be what remains of 53, so 20 is hidden as well
        ([3, 4, 30], [None, None, None]),  # 7 together is still a small group
        ([8, 9, 30], [None, None, 30]),
        ([5, 0, 0], [None, 0, 0]),  # nothing left to hide it with: the sum must be hidden, see ``sum_told``
    ],
)
def test_what_is_told_of_groups(counts: list[int], told: list[int | None]) -> None:
    assert suppressed(counts) == told


@given(COUNTS)
def test_no_small_group_is_told_nor_what_remains_of_the_sum(counts: list[int]) -> None:
    told = suppressed(counts)
    assert all(shown is None or shown == 0 or shown >= LEAST for shown in told)
    assert all(shown is None or shown == count for shown, count in zip(told, counts, strict=True))
    whole = sum_told(counts)
    hidden = [count for count, shown in zip(counts, told, strict=True) if shown is None]
    if whole is not None and hidden and any(told):
        assert len(hidden) >= 2 and sum(hidden) >= LEAST


@given(COUNTS)
def test_large_groups_alone_stay_as_they_are(counts: list[int]) -> None:
    large = [count + LEAST for count in counts]
    assert suppressed(large) == large


@given(st.integers(0, 100), st.integers(0, 100))
def test_a_share_is_of_two_groups_none_of_them_small(part: int, rest: int) -> None:
    told = share(part, part + rest)
    small = part + rest < LEAST or 0 < part < LEAST or 0 < rest < LEAST
    assert (told is None) == small
    assert told is None or 0 <= told <= 1


def test_a_sum_of_a_few_is_hidden_and_a_negative_group_refused() -> None:
    assert sum_told([3, 4]) is None
    assert sum_told([0]) == 0
    with pytest.raises(ValueError, match="fewer than nobody"):
        suppressed([-1])
