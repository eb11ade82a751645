"""What a browser is left with and where it asked, page by page; and a walk that opens each kind of page once."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import BrowserContext, Page, Request

from leavethemeeting.domain.promises import Shelf

MOST_PAGES = 200
NO_PAGE = re.compile(r"^/(static|e)/|\.(atom|md|json|txt|xml|csv)$")
STORAGE = """async () => ({
  tab: Object.keys(sessionStorage), browser: Object.keys(localStorage),
  databases: (await indexedDB.databases()).map((one) => one.name),
  caches: 'caches' in self ? await caches.keys() : [],
  workers: navigator.serviceWorker ? (await navigator.serviceWorker.getRegistrations()).length : 0,
})"""


@dataclass
class Traces:
    """Collected over all browsers of a test."""

    site: str  # its host and port
    cookies: dict[str, dict[str, Any]] = field(default_factory=dict)  # the last seen of each name
    first_on: dict[str, str] = field(default_factory=dict)  # on which page each of them was seen first
    remembered: set[tuple[Shelf, str]] = field(default_factory=set)
    elsewhere: set[str] = field(default_factory=set)  # databases, caches and workers, which nothing here uses
    asked: set[str] = field(default_factory=set)  # hosts of everything that was fetched, opened or connected to
    unexpected: list[str] = field(default_factory=list)  # pages that did not open

    def follow(self, context: BrowserContext) -> BrowserContext:
        """Note every request of this browser, its sockets included."""
        context.on("request", self._note)
        context.on(
            "page", lambda page: page.on("websocket", lambda socket: self.asked.add(urlsplit(socket.url).netloc))
        )
        return context

    def _note(self, request: Request) -> None:
        scheme, host = urlsplit(request.url)[:2]
        if scheme not in ("data", "blob"):
            self.asked.add(host)

    def look(self, page: Page) -> None:
        """Note what the browser holds now."""
        for one in page.context.cookies():
            self.cookies[one["name"]] = dict(one)
            self.first_on.setdefault(one["name"], page.url)
        held = page.evaluate(STORAGE)
        self.remembered |= {(Shelf(shelf), name) for shelf in ("tab", "browser") for name in held[shelf]}
        self.elsewhere |= {*held["databases"], *held["caches"]} | ({"a worker"} if held["workers"] else set())

    def walk(self, page: Page, *starts: str, leave_out: Callable[[str], bool] = lambda _name: False) -> set[str]:
        """Open every kind of page that links lead to from ``starts``, each kind once; gives their names."""
        waiting, seen = list(starts), set[str]()
        while waiting and len(seen) < MOST_PAGES:
            path = waiting.pop(0)
            name = _name_of(path)
            if name in seen or not name or NO_PAGE.search(path) or leave_out(name):
                continue
            seen.add(name)
            answer = page.goto(path)
            if answer is None or answer.status != 200:
                self.unexpected.append(f"{path}: {answer and answer.status}")
                continue
            self.look(page)
            links = page.evaluate("() => [...document.querySelectorAll('a[href]:not([download])')].map((a) => a.href)")
            own = (urlsplit(urljoin(page.url, link)) for link in links)
            waiting += [url.path for url in own if url.netloc == self.site]
        assert len(seen) < MOST_PAGES, "the walk did not come to its end"
        return seen


def _name_of(path: str) -> str:
    try:
        return resolve(path).view_name
    except Resolver404:
        return ""
