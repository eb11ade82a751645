"""The difference says what became of each paragraph, and leaves out what stayed."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leavethemeeting.consent.difference import Change, changes

BEFORE = "## Cookies\n\nCookies are small files.\n\n- sid\n- csrf\n\n## Contact\n\nWrite to us.\n"


def told(before: str, after: str) -> list[tuple[str, str, list[tuple[str, str]]]]:
    return [
        (one.change.value, one.section, [(piece.change.value, piece.text.strip()) for piece in one.pieces])
        for one in changes(before, after)
    ]


def test_the_same_text_has_no_difference() -> None:
    assert changes(BEFORE, BEFORE) == []


def test_a_reworded_sentence_is_told_word_by_word_under_its_heading() -> None:
    after = BEFORE.replace("small files", "small text files")
    assert told(BEFORE, after) == [
        ("changed", "Cookies", [("same", "Cookies are small"), ("added", "text"), ("same", "files.")])
    ]


def test_a_new_paragraph_and_a_removed_list_item_are_told_whole() -> None:
    after = BEFORE.replace("- csrf\n", "").replace("Write to us.", "Write to us.\n\nBy post as well: Harbour 1.")
    assert told(BEFORE, after) == [
        ("removed", "Cookies", [("removed", "csrf")]),
        ("added", "Contact", [("added", "By post as well: Harbour 1.")]),
    ]


def test_marks_of_clauses_and_signs_of_markdown_are_no_difference_and_targets_of_links_are() -> None:
    assert changes("**Cookies** are [[C30]] small.", "Cookies are small. [[C31]]") == []
    assert told("See [terms](/terms/).", "See [terms](/conditions/).") == [
        ("changed", "", [("same", "See terms"), ("removed", "(/terms/)."), ("added", "(/conditions/).")])
    ]


def test_a_row_of_a_table_is_read_as_cells() -> None:
    table = "| Name | Why |\n| --- | --- |\n| `sid` | signed in |\n"
    assert told(table, table + "| `csrf` | forms |\n") == [("added", "", [("added", "csrf · forms")])]


paragraphs = st.lists(st.text(alphabet="abc d", min_size=1).filter(str.strip), max_size=6).map("\n\n".join)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # the machine may be busy
@given(paragraphs, paragraphs)
def test_what_is_kept_and_added_is_the_new_text_and_what_is_kept_and_removed_is_of_the_old(
    before: str, after: str
) -> None:
    found = changes(before, after)
    old = [" ".join(part.split()) for part in before.split("\n\n")]
    new = [" ".join(part.split()) for part in after.split("\n\n")]
    for one in found:
        kept = "".join(piece.text for piece in one.pieces if piece.change is not Change.REMOVED).strip()
        gone = "".join(piece.text for piece in one.pieces if piece.change is not Change.ADDED).strip()
        assert not kept or kept in new
        assert not gone or gone in old
    assert bool(found) == (old != new)
