"""The end of a call out of the member's own calendar: a feed over HTTP that changes, has not changed, and goes away."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Playwright, expect

from tests.journeys.plugin_browser import PluginBrowser, start
from tests.journeys.site import Site
from tests.journeys.test_plugin_attendance import in_call, settings_of
from tests.ports import free_port

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]
STATUS = "chrome.storage.session.get(null).then((all) => Object.entries(all).find(([key]) => key.startsWith('status:'))?.[1])"
# Six minutes later, as far as the plugin's reading is concerned.
AGE = """chrome.storage.session.get("feedsRead").then(({ feedsRead }) => chrome.storage.session.set({ feedsRead:
  Object.fromEntries(Object.entries(feedsRead).map(([feed, read]) => [feed, { ...read, triedAt: read.triedAt - 360000 }])) }))"""


@dataclass
class Calendar:
    """One appointment at ``link``; ``asked`` has the conditions of each request, ``answered`` its status."""

    link: str
    port: int = field(default_factory=free_port)
    ends: datetime = field(default_factory=lambda: datetime.now(UTC) + timedelta(minutes=30))
    version: int = 1
    asked: list[str | None] = field(default_factory=list)
    answered: list[int] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}/secret-1234/basic.ics"

    def text(self) -> str:
        stamp = "%Y%m%dT%H%M%SZ"
        begins = self.ends - timedelta(hours=1)
        lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//tests//EN", "BEGIN:VEVENT", "UID:1", f"DTSTART:{begins:{stamp}}",
                 f"DTEND:{self.ends:{stamp}}", "SUMMARY:Weekly", f"LOCATION:{self.link}", "END:VEVENT", "END:VCALENDAR", ""]  # fmt: skip
        return "\r\n".join(lines)

    def moves(self, ends: datetime) -> None:
        self.ends, self.version = ends, self.version + 1

    @contextmanager
    def served(self) -> Iterator[None]:
        calendar = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, format: str, *args: object) -> None:
                pass

            def do_GET(self) -> None:
                calendar.asked.append(self.headers.get("If-None-Match"))
                same = self.headers.get("If-None-Match") == f'"{calendar.version}"'
                calendar.answered.append(304 if same else 200)
                self.send_response(calendar.answered[-1])
                self.send_header("ETag", f'"{calendar.version}"')
                content = b"" if same else calendar.text().encode()
                if not same:
                    self.send_header("Content-Type", "text/calendar")
                    self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

        server = ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield
        finally:
            server.shutdown()
            server.server_close()


@pytest.fixture
def browser(playwright: Playwright, site: Site, tmp_path: Path) -> Iterator[PluginBrowser]:
    started = start(playwright, tmp_path, site.url)
    started.passes_first_page()
    yield started
    started.context.close()


def waits(browser: PluginBrowser, true: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    until_ = time.monotonic() + 30
    found: dict[str, Any] = {}
    while time.monotonic() < until_:
        found = browser.says(STATUS) or {}
        if found and true(found):
            return found
        time.sleep(0.3)
    raise AssertionError(f"never so: {json.dumps(found)[:1500]}")


def due(status: dict[str, Any]) -> int:
    """When the rule of the planned end will leave, if nothing comes between."""
    return max((one.get("due", 0) for one in status["verdicts"] if "scheduled_end" in one["rules"]), default=0)


def test_the_end_of_the_appointment_moves_the_rule_and_an_unreachable_calendar_keeps_it(
    browser: PluginBrowser, elsewhere: str
) -> None:
    calendar = Calendar(f"{elsewhere}/generic_call.html")
    with calendar.served():
        settings = settings_of(browser)
        settings.get_by_label("Address of the feed").fill(calendar.url)
        settings.get_by_role("button", name="Add, and allow reading it").click()
        expect(settings.get_by_text("Read at ")).to_be_visible()
        assert calendar.answered == [200]
        browser.says(
            "chrome.storage.local.get('plan').then(({ plan }) => chrome.storage.local.set({ plan: { ...plan,"
            " lines: plan.lines.map((one) => one.id === 'scheduled_end' ? { ...one, enabled: true } : one) } }))"
        )
        page = in_call(browser, elsewhere)
        first = waits(browser, lambda now: bool(due(now)))
        assert first["plannedEnd"] == int(calendar.ends.timestamp()) * 1000

        calendar.moves(calendar.ends + timedelta(minutes=45))
        browser.says(AGE)
        moved = waits(browser, lambda now: bool(now["plannedEnd"] == int(calendar.ends.timestamp()) * 1000))
        assert due(moved) - due(first) == 45 * 60_000
        assert calendar.asked[-1] == '"1"', "asked whether it has changed"

        browser.says(AGE)
        waits(browser, lambda _: calendar.answered[-1] == 304)
    browser.says(AGE)
    popup = browser.popup_over(page)
    expect(popup.get_by_text("cannot be reached since")).to_be_visible(timeout=30_000)
    expect(popup.get_by_text("still counts")).to_be_visible()
    assert waits(browser, lambda now: bool(due(now)))["plannedEnd"] == int(calendar.ends.timestamp()) * 1000
    settings.reload()
    expect(settings.get_by_text("cannot be reached since")).to_be_visible()
    page.evaluate("() => { call.a.close(); call.b.close(); }")
