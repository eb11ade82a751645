"""C39, C40: every link to another site is marked, direct and told nothing about the reader."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.promises.crawling import TYPED, Anchor, Seen

pytestmark = pytest.mark.django_db

PACKAGE = Path(__file__).resolve().parents[2] / "src/leavethemeeting"
LETTERS = "mail/templates/mail"  # letters have no style sheet; their links are the installation's own
MADE_BY_HAND = re.compile(
    r"<(?:a|area|form|iframe|img|script|link)\b[^>]*\b(?:href|src|action)=[\"']?(?:https?:)?//", re.IGNORECASE
)


def away(pages: list[Seen]) -> list[Anchor]:
    return [anchor for page in pages for anchor in page.anchors if anchor.leads_away]


def test_the_walk_saw_the_house(pages: list[Seen]) -> None:
    assert len(pages) > 40
    assert {"/", "/contact/", "/meetings/"} <= {page.url for page in pages}


def test_every_link_to_another_site_has_its_marker_and_tells_nobody_where_it_came_from(pages: list[Seen]) -> None:
    for anchor in away(pages):
        told = anchor.attributes
        assert {"noopener", "noreferrer"} <= set(told.get("rel", "").split()), anchor
        assert "offsite" in told.get("class", "").split() or "external" in told["rel"].split(), anchor


def test_no_link_reports_that_it_was_followed(pages: list[Seen]) -> None:
    """C40: the address is the real target, and nothing else is told of the click."""
    for page in pages:
        for anchor in page.anchors:
            assert "ping" not in anchor.attributes, anchor
            assert not re.search(
                r"[?&](url|to|next|target)=https?(:|%3A)//", anchor.href.replace("/leaving/?to=", "")
            ), anchor


def test_no_page_leads_straight_to_an_address_that_somebody_typed(pages: list[Seen]) -> None:
    """C41 again: only the notice itself does."""
    direct = [anchor for anchor in away(pages) if anchor.href == TYPED]
    assert all("/outside/" in anchor.page or anchor.page.startswith("/leaving/") for anchor in direct), direct


def test_no_template_writes_a_link_to_another_site_by_hand() -> None:
    templates = [path for path in PACKAGE.rglob("templates/**/*.html") if LETTERS not in str(path)]
    assert len(templates) > 40
    assert [str(path.relative_to(PACKAGE)) for path in templates if MADE_BY_HAND.search(path.read_text())] == []


@pytest.mark.parametrize(
    ("markup", "found"),
    [
        ('<a class="x" href="https://elsewhere.example">', True),
        ("<img src='//cdn.example/x.png'>", True),
        ('<a href="/here/">', False),
        ("{% offsite 'https://elsewhere.example' %}", False),
        ("<code>https://elsewhere.example</code>", False),
    ],
)
def test_the_search_finds_what_it_should_and_no_more(markup: str, found: bool) -> None:
    assert bool(MADE_BY_HAND.search(markup)) is found
