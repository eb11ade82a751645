"""Who was there, by the host's own plugin: after its notice in the page's chat, and by no other member's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, Playwright, Route, expect

from tests.journeys.leaving import pretends
from tests.journeys.plugin_browser import PluginBrowser, sit, start
from tests.journeys.room_call import Gathering, gather
from tests.journeys.site import Site
from tests.journeys.test_plugin_attendance import pairs, waits_for

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]
PAGES = Path(__file__).parent / "platform_pages"
MEET = "https://meet.google.com/abc-defg-hij"
pretends("meet.google.com")
ANOTHER = "https://meet.google.com/bcd-efgh-ijk"  # of two meetings at one address somebody new learns of neither
NOTICE = "Note from a LeaveTheMeeting plugin"
ROSTER_TOO = "chrome.storage.local.get('switches').then(({ switches }) => chrome.storage.local.set({ switches: { ...switches, roster: true } }))"
PEOPLE = "[{ name: 'Alice Aliceson', me: true, host: true }, { name: 'Bob Bobson' }, { name: 'Carla Carlson' }]"
# What was typed into the chat when its send button was pressed.
LISTEN = """() => { window.sent = []; document.addEventListener("click", ({ target }) => {
  if (target.closest("[data-press=send]")) sent.push(document.querySelector("textarea").value); }, true); }"""


def start_on_meet(playwright: Playwright, folder: Path, site: Site) -> PluginBrowser:
    def answer(route: Route) -> None:
        if route.request.url.split("?")[0].endswith("/stage.js"):
            route.fulfill(path=PAGES / "stage.js", content_type="text/javascript")
        elif route.request.is_navigation_request():
            route.fulfill(path=PAGES / "meet.html", content_type="text/html; charset=utf-8")
        else:
            route.abort()

    started = start(playwright, folder, site.url)
    started.context.route("https://meet.google.com/**", answer)
    started.passes_first_page()
    return started


@pytest.fixture
def browser(playwright: Playwright, site: Site, tmp_path: Path) -> Iterator[PluginBrowser]:
    started = start_on_meet(playwright, tmp_path, site)
    yield started
    started.context.close()


def on_meet(browser: PluginBrowser, link: str = MEET) -> Page:
    page = browser.context.new_page()
    page.goto(f"{link}?play={quote('{}')}")
    page.evaluate(f"() => play({{ people: {PEOPLE}, list: true }})")
    page.evaluate(LISTEN)
    return page


def meets(site: Site, link: str = MEET) -> Gathering:
    return gather(site, "Alice", "Bob", title="Weekly on Meet", place="link", outside_url=link)


def reports(browser: PluginBrowser, page: Page, host: str) -> None:
    popup = browser.popup_over(page)
    expect(popup.get_by_text(f"{host} will see when you enter and leave")).to_be_visible(timeout=30_000)
    popup.get_by_role("button", name="Report", exact=True).click()
    popup.close()


def test_the_hosts_roster_comes_after_the_notice_in_the_chat_and_names_who_was_there(
    browser: PluginBrowser, site: Site, chromium: Browser
) -> None:
    gathering = meets(site)
    sit(browser, gathering, "Alice").page.close()
    pairs(browser, site)
    browser.says(ROSTER_TOO)
    page = on_meet(browser)
    reports(browser, page, "Alice Aliceson")
    waits_for(gathering, "enter")
    page.wait_for_timeout(
        13_000
    )  # the worker has answered that she is the host; no chat is open in which it could be said
    assert page.evaluate("() => sent") == []
    assert gathering.log("roster") == [], "without the notice nothing of others is read"

    page.evaluate("() => change({ chat: true })")
    page.wait_for_function("() => sent.length > 0", timeout=30_000)
    assert [one[: len(NOTICE)] for one in page.evaluate("() => sent")] == [NOTICE]
    waits_for(gathering, "roster")
    page.wait_for_timeout(1500)
    assert len(page.evaluate("() => sent")) == 1, "said once"

    alice = gathering.seat(chromium, "Alice")
    alice.page.goto(f"/reports/{gathering.meeting['occurrence']}/")
    for name in ("Bob Bobson", "Carla Carlson"):
        expect(alice.page.get_by_role("row").filter(has_text=name).first).to_be_visible()
    alice.page.context.close()


def test_bobs_plugin_sends_nothing_of_others_whatever_he_switched_on(browser: PluginBrowser, site: Site) -> None:
    gathering = meets(site, ANOTHER)
    sit(browser, gathering, "Bob").page.close()
    pairs(browser, site)
    browser.says(ROSTER_TOO)
    page = on_meet(browser, ANOTHER)
    page.evaluate("() => change({ chat: true })")
    reports(browser, page, "Alice Aliceson")
    waits_for(gathering, "enter")
    page.wait_for_timeout(13_000)
    assert page.evaluate("() => sent") == []
    assert gathering.log("roster") == []
