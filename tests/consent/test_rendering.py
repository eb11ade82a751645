"""The posted Markdown becomes HTML that brings nothing of its own."""

from __future__ import annotations

from leavethemeeting.consent.rendering import anchor_of, rendered


def test_tags_of_the_text_stay_text() -> None:
    shown = rendered("Hello <script>alert(1)</script>\n\n## A\n\n[x](javascript:alert(1))\n")
    assert "<script" not in shown.summary + shown.body
    assert "href=" not in shown.body


def test_what_stands_before_the_first_heading_is_the_summary() -> None:
    shown = rendered("- short\n\n## Log Data\n\nLong.\n")
    assert "short" in shown.summary and "Long" not in shown.summary
    assert shown.contents == (("log-data", "Log Data"),)
    assert '<h2 id="log-data">' in shown.body


def test_a_clause_is_an_anchor_once_and_shows_nothing() -> None:
    body = rendered("## A\n\nOne. [[C14]] Two. [[C14]]\n").body
    assert body.count('id="c14"') == 1
    assert "[[" not in body


def test_cells_know_their_column_and_a_table_scrolls_by_keyboard() -> None:
    body = rendered("## Kept\n\n| Name | Why |\n|---|---|\n| a | b |\n").body
    assert '<td data-label="Why"><span>b</span></td>' in body
    assert '<div class="table-wrap" tabindex="0" role="region" aria-label="Kept">' in body


def test_a_heading_with_an_apostrophe_has_a_plain_anchor() -> None:
    assert anchor_of("Children's Privacy") == "childrens-privacy"
