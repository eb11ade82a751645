"""C53: "Made on Tilda" stood under the old website. This one is made here: nothing is asked of a site builder's host.

Turns red with a picture from tilda.ws in ``website/landing.html``, a script
from tildacdn.com in a built file, and one of their hosts in ``plugin/manifest.mjs``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.promises.crawling import Seen

ROOT = Path(__file__).resolve().parents[2]
BUILDERS = (
    "tilda", "wix", "squarespace", "webflow", "weebly", "jimdo", "strikingly", "carrd.co", "framer.com", "godaddy", "shopify",
    "wordpress.com", "wp.com", "blogger.com", "sites.google", "cargo.site", "duda.co", "readymag", "ucraft", "unbounce",
)  # fmt: skip
HOST = re.compile(r"(?:https?:|wss?:)?//([\w.-]+\.[a-z]{2,})", re.IGNORECASE)
SERVED = ("*.html", "*.js", "*.css", "*.json", "*.svg", "*.txt", "*.xml", "*.webmanifest")


def builders_in(text: str) -> list[str]:
    """Hosts of site builders whose address stands in ``text``."""
    hosts = {found.lower() for found in HOST.findall(text)}
    return sorted(host for host in hosts if any(builder in host for builder in BUILDERS))


def served() -> Iterator[Path]:
    """Templates, built scripts and styles of the website, and the plugin's."""
    for folder in (ROOT / "src/leavethemeeting", ROOT / "plugin/static", ROOT / "web/src", ROOT / "plugin/src"):
        for pattern in (*SERVED, "*.ts"):
            yield from folder.rglob(pattern)


def test_such_hosts_are_told_apart_from_words() -> None:
    assert builders_in('<img src="//static.tildacdn.com/a.png">') == ["static.tildacdn.com"]
    assert builders_in("We do not use Tilda, see https://example.org/tilda") == []


@pytest.mark.django_db
def test_no_page_asks_a_site_builder_for_anything(pages: list[Seen]) -> None:
    assert len(pages) > 30
    found = {page.url: builders_in(page.html) for page in pages}
    assert {url: hosts for url, hosts in found.items() if hosts} == {}
    policies = "\n".join(page.headers.get("Content-Security-Policy", "") for page in pages).lower()
    assert not [builder for builder in BUILDERS if builder in policies]
    assert not [page.url for page in pages if "made on tilda" in page.html.lower()]


def test_nothing_that_is_served_names_one() -> None:
    files = list(served())
    assert len(files) > 150
    found = {str(path.relative_to(ROOT)): builders_in(path.read_text(errors="replace")) for path in files}
    assert {name: hosts for name, hosts in found.items() if hosts} == {}


def test_the_plugin_may_not_reach_one() -> None:
    manifest = (ROOT / "plugin/manifest.mjs").read_text().lower()
    assert "matches" in manifest or "host_permissions" in manifest, "there is something to look at"
    assert not [builder for builder in BUILDERS if builder in manifest]
