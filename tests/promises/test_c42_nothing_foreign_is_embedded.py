"""C42: we embed nothing of third parties. The policy of every page names no host but our own."""

from __future__ import annotations

import pytest

from tests.promises.crawling import Seen

pytestmark = pytest.mark.django_db

OURS = {"'self'", "'none'", "data:", "blob:"}


def directives(page: Seen) -> dict[str, set[str]]:
    policy = page.headers.get("Content-Security-Policy", "")
    parts = [part.split() for part in policy.split(";") if part.strip()]
    return {name: set(values) for name, *values in parts}


def test_every_page_has_a_policy_that_lets_in_nobody_else(pages: list[Seen]) -> None:
    assert len(pages) > 30
    for page in pages:
        told = directives(page)
        assert told.get("default-src") == {"'none'"}, page.url
        foreign = {
            (name, value)
            for name, values in told.items()
            if name.endswith(("-src", "-action", "-ancestors", "-uri")) and name != "report-uri"
            for value in values
            if value not in OURS
            and not value.startswith(("'nonce-", "http://testserver/"))  # ours, by its full address
        }
        assert not foreign, (page.url, foreign)


def test_no_page_asks_for_inline_code_to_be_trusted(pages: list[Seen]) -> None:
    assert not [page.url for page in pages if "unsafe" in page.headers.get("Content-Security-Policy", "")]


def test_no_page_embeds_anything_from_elsewhere(pages: list[Seen]) -> None:
    import re

    loads = re.compile(
        r"<(?:script|img|iframe|link|source|video|audio|object|embed)\b[^>]*\b(?:src|srcset|href|data)=[\"'](?:https?:)?//"
    )
    assert not [page.url for page in pages if loads.search(page.html)]
