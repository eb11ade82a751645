"""Meet changes its page in mid-call: the popup says what pauses, the console since when, the operator has a letter after the third plugin."""

from __future__ import annotations

import json
import re
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, Route, expect

from tests.accounts.pairing.plugin import FIREFOX
from tests.journeys.leaving import pretends
from tests.journeys.plugin_browser import PluginBrowser, sit, start
from tests.journeys.posted import Posted, PostedSite, text_of
from tests.journeys.room_call import gather
from tests.journeys.site import Site
from tests.journeys.test_plugin_attendance import pairs, settings_of
from tests.journeys.test_plugin_rules import QUICK, sets
from tests.mail.servers import Mailbox, smtp_server

pytestmark = [pytest.mark.browser, pytest.mark.timeout(420)]  # whatever is told must have been so for a minute
PAGES = Path(__file__).parent / "platform_pages"
MEET = "https://meet.google.com/abc-defg-hij"
pretends("meet.google.com")
OFFICE = "office@example.org"
# As when a platform ships a new page: people, their list and their number stand there as before, under other names for a program.
NEW_NAMES = """() => {
  for (const one of document.querySelectorAll("[data-participant-id]")) one.removeAttribute("data-participant-id");
  for (const one of document.querySelectorAll("[role=list], [role=listitem]")) one.removeAttribute("role");
  const number = document.querySelector("[data-press=people] + div");
  const renamed = document.createElement("b");
  renamed.textContent = number.textContent;
  number.replaceWith(renamed);
}"""


@dataclass
class OperatedSite(PostedSite):
    """Its operator gets letters."""

    def environment(self) -> dict[str, str]:
        return super().environment() | {"OPERATOR_EMAIL": OFFICE}


@pytest.fixture(scope="module")
def posted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Posted]:
    mailbox = Mailbox()
    with smtp_server(mailbox) as smtp:
        made = OperatedSite(tmp_path_factory.mktemp("operated"), mail=f"smtp://{smtp.host}:{smtp.port}")
        made.start()
        yield Posted(made, mailbox)
        made.stop()


@pytest.fixture(scope="module")
def site(posted: Posted) -> Site:
    return posted.site


@pytest.fixture
def browsers(playwright: Playwright, site: Site, tmp_path: Path) -> Iterator[list[PluginBrowser]]:
    """Bob's and Carol's."""
    started = []
    for name in ("bob", "carol"):
        browser = start(playwright, tmp_path / name, site.url)
        browser.context.route("https://meet.google.com/**", meet)
        browser.passes_first_page()
        sets(browser, 600, confirm=QUICK)
        started.append(browser)
    yield started
    for browser in started:
        browser.context.close()


def meet(route: Route) -> None:
    if route.request.url.endswith("/stage.js"):
        route.fulfill(path=PAGES / "stage.js", content_type="text/javascript")
    else:
        route.fulfill(path=PAGES / "meet.html", content_type="text/html; charset=utf-8")


def in_meet(browser: PluginBrowser) -> Page:
    page = browser.context.new_page()
    page.goto(MEET)
    page.evaluate("() => play({ list: true })")
    popup = browser.popup_over(page)
    expect(popup.get_by_text("2 others")).to_be_visible(timeout=20_000)
    expect(popup.locator(".health").filter(has_text="people list")).to_have_count(0)
    popup.close()
    return page


def letters_to_the_office(posted: Posted) -> list[str]:
    pairs_ = zip(posted.mailbox.letters, posted.mailbox.recipients, strict=True)
    return [text_of(letter) for letter, recipients in pairs_ if recipients == [OFFICE]]


def plays_another_plugin(site: Site, token: str) -> int:
    body = {"platform": "meet", "version": "0.1.0", "readable": {"people": "not_found", "count": "ok"}}
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json", "User-Agent": FIREFOX}
    sent = urllib.request.Request(f"{site.url}/api/v1/plugin/health/", json.dumps(body).encode(), headers)
    with urllib.request.urlopen(sent) as answer:
        return int(answer.status)


def reading_of_people(site: Site) -> list[list[str]]:
    return [row for row in site.scene("readings") if row[1] == "people"]


def waits(what: Callable[[], bool], seconds: float, page: Page) -> None:
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until, "waited in vain"
        page.wait_for_timeout(500)


def test_a_page_that_changed_pauses_the_rule_and_reaches_the_operator_within_minutes(
    browsers: list[PluginBrowser], posted: Posted, site: Site, person: Callable[..., Page]
) -> None:
    bob, carol = browsers
    gathering = gather(site, "Alice", "Bob", "Carol")
    for browser, name in ((bob, "Bob"), (carol, "Carol")):
        sit(browser, gathering, name).page.close()
        pairs(browser, site)
    settings = settings_of(bob)
    settings.get_by_role("checkbox", name="When a meeting's page cannot be read").check()
    settings.wait_for_timeout(420)
    assert bob.says("chrome.storage.local.get('switches').then(({ switches }) => switches.health)") is True
    settings.close()

    pages = [in_meet(browser) for browser in browsers]
    for page in pages:
        page.evaluate(NEW_NAMES)
    broke = time.time()
    popup = bob.popup_over(pages[0])
    line = popup.locator(".health").filter(has_text="people list")
    expect(line).to_be_visible(timeout=20_000)
    told = str(line.text_content())
    assert re.search(r"people list not readable since \d{1,2}:\d{2}", told), told
    assert re.search(r"Paused for it: .*[Aa]lone", told), told
    assert reading_of_people(site) == [], "not before it has been so for a minute"

    waits(lambda: ["meet", "people", "not_found"] in [row[:3] for row in reading_of_people(site)], 180, pages[0])
    assert time.time() - broke >= 59
    staff = person(signed_in=site.scene("member", name="Paula Provider", email="paula@example.org", is_provider=True))
    staff.goto("/provider/plugins/")
    row = staff.get_by_role("row").filter(has_text="people list")
    expect(row).to_contain_text("cannot be read")
    expect(row).to_contain_text("under 5 of under 5")

    # Carol's page broke at the same time; she switched nothing on.
    pages[1].wait_for_timeout(max(0, (broke + 65 - time.time()) * 1000))
    assert len(reading_of_people(site)) == 1
    assert not [url for url in carol.asked if "/health/" in url or url.endswith("/e/")]

    first, second = site.scene("plugins_of", names=["Dora Dorason", "Emil Emilson"])
    assert plays_another_plugin(site, first) == 204
    pages[0].wait_for_timeout(2000)
    assert letters_to_the_office(posted) == []
    assert plays_another_plugin(site, second) == 204
    waits(lambda: bool(letters_to_the_office(posted)), 90, pages[0])
    (letter,) = letters_to_the_office(posted)
    assert "Google Meet: people list" in letter and "/provider/plugins/" in letter
    for name in ("Bob", "Carol", "Dora", "Emil", "abc-defg-hij"):
        assert name not in letter
    staff.reload()
    expect(row).to_contain_text("the operator was told")

    # Meet is mended: that, too, is told without anybody doing anything. For the worker it has been so for a minute at once.
    bob.says("(() => { const now = Date.now; Date.now = () => now() + 61_000; })()")
    pages[0].evaluate("() => play({ list: true })")
    expect(line).to_have_count(0, timeout=20_000)
    waits(lambda: ["meet", "people", "ok"] in [row[:3] for row in reading_of_people(site)], 90, pages[0])
    staff.reload()
    expect(row).to_contain_text("not by all")
