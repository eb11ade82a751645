"""Every clause has its page: words of the policy, code that is there, tests that are there."""

from __future__ import annotations

from pathlib import Path

import pytest

from leavethemeeting.consent.queries import current_policy
from leavethemeeting.evidence.clauses import CLAUSES, Clause, Place, clause_of
from leavethemeeting.evidence.places import NotThere, code_at
from leavethemeeting.evidence.words import promised

ROOT = Path(__file__).resolve().parents[2]
UNSAID = {53}  # the footer of a site builder: nothing in the text


def test_all_fifty_three_are_there() -> None:
    assert list(CLAUSES) == list(range(1, 54))


@pytest.mark.parametrize("clause", CLAUSES.values(), ids=lambda clause: clause.key)
def test_each_is_kept_by_code_that_is_there_and_proved_by_files_that_are_there(clause: Clause) -> None:
    assert clause.places
    for place in clause.places:
        code = code_at(place)
        assert place.name in code.text
        assert (ROOT / "src/leavethemeeting" / place.path).read_text().splitlines()[code.line - 1] == code.lines[0]
    assert [path for path in clause.also if not (ROOT / path).is_file()] == []


def test_a_place_that_is_not_there_is_told() -> None:
    with pytest.raises(NotThere):
        code_at(Place("leavethemeeting.accounts.forms", "NoSuchForm"))


@pytest.mark.django_db
def test_each_is_said_in_the_posted_policy() -> None:
    said = promised(current_policy().text)
    assert {int(key[1:]) for key in said} == set(CLAUSES) - UNSAID
    assert all(words and all(one.strip() for one in words) for words in said.values())


def test_words_end_where_their_mark_stands() -> None:
    text = "- In short. [[C1]]\n- And so. [[C2]]\n\n## A heading\n\n**First.** One. [[C1]] Two,\ntoo. [[C3]] Unmarked."
    assert promised(text) == {"C1": ["In short.", "**First.** One."], "C2": ["And so."], "C3": ["Two,\ntoo."]}


def test_a_test_finds_its_clause_by_its_name_its_modules_or_the_list() -> None:
    assert clause_of("tests/promises/test_c14_linked_profiles.py::test_x[y]") == {14}
    assert clause_of("tests/promises/test_c10_every.py::test_c11_too") == {10, 11}
    assert clause_of("tests/journeys/test_traces.py::test_visitors") == {2, 31, 42}
    assert clause_of("tests/shared/test_limits.py::test_x[tests/promises/test_c01_a.py]") == set()
