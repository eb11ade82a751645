"""A name is shown as it was written, without what hides or turns text round."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leavethemeeting.domain.names import LONGEST, UnusableName, checked_name, cleaned

OVERRIDE, ISOLATE, ZERO_WIDTH, JOINER = "\u202e", "\u2066", "\u200b", "\u200d"


@pytest.mark.parametrize(
    "name",
    ["Bob Baker", "Łukasz Żółć", "山田 太郎", "محمد", "نیک‌نام", "O’Neill", "Zoë", "R2", "👩‍🚀", "Dr. Ágnes-Mária"],
)
def test_real_names_stay_as_they_are(name: str) -> None:
    assert checked_name(name) == unicodedata.normalize("NFC", name)


def test_a_name_cannot_turn_the_text_around_it() -> None:
    assert checked_name(f"Bob{OVERRIDE}rekaB{ISOLATE}") == "BobrekaB"


def test_line_breaks_and_tabs_become_single_spaces() -> None:
    assert checked_name("  Bob\n\t Baker\r\n") == "Bob Baker"


@pytest.mark.parametrize(
    "name", ["", "  ", ZERO_WIDTH, OVERRIDE, JOINER, "\u3164", "\u2800", "\u0301", "...", "\x00", "\ud800"]
)
def test_a_name_that_nobody_could_see_is_refused(name: str) -> None:
    with pytest.raises(UnusableName, match="empty"):
        checked_name(name)


def test_a_name_longer_than_the_limit_is_refused_and_not_cut() -> None:
    assert checked_name("b" * LONGEST) == "b" * LONGEST
    with pytest.raises(UnusableName, match="long"):
        checked_name("b" * (LONGEST + 1))


@given(st.text())
def test_cleaning_a_clean_name_changes_nothing(name: str) -> None:
    assert cleaned(cleaned(name)) == cleaned(name)


@given(
    st.text(st.characters(codec="utf-8") | st.sampled_from([OVERRIDE, ISOLATE, ZERO_WIDTH, JOINER, "\u061c", "\ufeff"]))
)
def test_nothing_is_left_that_hides_or_reorders(name: str) -> None:
    left = cleaned(name)
    unseen = {character for character in left if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"}}
    assert unseen <= {"\u200c", "\u200d"}
    assert left == left.strip()
    assert "  " not in left
