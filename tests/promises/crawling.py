"""Walks through the web app by its own links, as somebody, and keeps every page."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

from django.test import Client

from leavethemeeting.shared.environment import environment

HERE = "testserver"
MOST_PAGES = 250
TYPED = "https://call.example.org/typed-by-a-host"  # where the outside meeting of the walk leads


@dataclass(frozen=True)
class Anchor:
    """One ``<a href>``, with its attributes and the page it stands on."""

    page: str
    href: str
    attributes: dict[str, str]

    @property
    def leads_away(self) -> bool:
        seen = urlsplit(self.href)
        ours = (HERE, urlsplit(environment().public_url).netloc)
        return seen.scheme in ("http", "https") and seen.netloc not in ours


@dataclass
class Seen:
    """A page that answered 200 with HTML."""

    url: str
    headers: dict[str, str]
    html: str
    anchors: list[Anchor] = field(default_factory=list)


class _Anchors(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[dict[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag in ("a", "area") and told.get("href"):
            self.found.append(told)


def anchors_of(page: str, html: str) -> list[Anchor]:
    """Every link of a page, its address made absolute."""
    parser = _Anchors()
    parser.feed(html)
    return [Anchor(page, urljoin(f"http://{HERE}{page}", told["href"]), told) for told in parser.found]


def crawl(client: Client, *starts: str) -> list[Seen]:
    """Every page that can be reached by links from ``starts``; nothing is sent."""
    waiting, known, seen = deque(starts), set(starts), []
    while waiting and len(known) < MOST_PAGES:
        url = waiting.popleft()
        answer: Any = client.get(url, follow=True)
        if answer.status_code != 200 or not answer.get("Content-Type", "").startswith("text/html"):
            continue
        page = Seen(url, dict(answer.items()), answer.content.decode())
        page.anchors = anchors_of(url, page.html)
        seen.append(page)
        for anchor in page.anchors:
            target = urldefrag(anchor.href).url
            path = target.removeprefix(f"http://{HERE}")
            if path.startswith("/") and not path.startswith("/static/") and path not in known:
                known.add(path)
                waiting.append(path)
    return seen
