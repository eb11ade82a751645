"""Bob pairs his plugin, says yes to Alice, and her report of a call elsewhere says when he was there; Charlie's says nothing."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from tests.cast import PASSWORD
from tests.journeys.plugin_browser import PluginBrowser, sit, start
from tests.journeys.room_call import Gathering, gather
from tests.journeys.site import Site
from tests.journeys.test_plugin_button import OUT, OVERLAY

pytestmark = pytest.mark.browser
SWITCHED_ON = "chrome.storage.local.get('switches').then(({ switches }) => switches.attendance)"


@pytest.fixture
def browser(playwright: Playwright, site: Site, tmp_path: Path) -> Iterator[PluginBrowser]:
    started = start(playwright, tmp_path, site.url)
    started.passes_first_page()
    yield started
    started.context.close()


def settings_of(browser: PluginBrowser) -> Page:
    """The settings, where the browser's question about the installation was answered with yes (no script can press it)."""
    page = browser.context.new_page()
    page.add_init_script("chrome.permissions.request = () => Promise.resolve(true);")
    page.goto(f"{browser.home}options.html")
    return page


def pairs(browser: PluginBrowser, site: Site) -> None:
    settings = settings_of(browser)
    settings.get_by_label("Address of your installation").fill(site.url)
    settings.get_by_role("button", name="Pair, and allow reaching it").click()
    code = settings.locator("#code")
    expect(code).to_be_visible()
    page = browser.context.new_page()
    page.goto("/pair/")
    page.get_by_label("Password").fill(PASSWORD)  # who is it?
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("The plugin's code").fill(str(code.text_content()))
    page.get_by_role("button", name="Go on").click()
    # The plugin in this very browser proves that the code is its own: no warning.
    expect(page.get_by_role("button", name="Pair it")).to_be_visible()
    expect(page.get_by_role("heading", name="Is it really yours?")).to_have_count(0)
    page.get_by_role("button", name="Pair it").click()
    expect(page.get_by_role("heading", name="You may close this page")).to_be_visible()
    expect(settings.get_by_role("button", name="Disconnect")).to_be_visible(timeout=30_000)
    settings.get_by_role("checkbox", name="When I enter and leave").check()
    settings.wait_for_timeout(300)
    assert browser.says(SWITCHED_ON) is True
    settings.close()
    page.close()


def in_call(browser: PluginBrowser, elsewhere: str) -> Page:
    page = browser.context.new_page()
    page.goto(f"{elsewhere}/generic_call.html")
    page.evaluate("() => begin()")
    page.wait_for_function("() => state().calls.every((one) => one === 'connected')")
    return page


def waits_for(gathering: Gathering, kind: str) -> list[dict[str, Any]]:
    until = time.monotonic() + 60
    while not (found := gathering.log(kind)):
        assert time.monotonic() < until, f"no {kind} arrived"
        time.sleep(0.5)
    return found


def test_from_pairing_to_the_hosts_report(
    browser: PluginBrowser, site: Site, chromium: Browser, elsewhere: str
) -> None:
    address = f"{elsewhere}/generic_call.html"
    gathering = gather(site, "Alice", "Bob", "Charlie", title="Elsewhere", place="link", outside_url=address)
    sit(browser, gathering, "Bob").page.close()  # signed in
    pairs(browser, site)

    entered = time.time() * 1000
    page = in_call(browser, elsewhere)
    popup = browser.popup_over(page)
    question = popup.get_by_text("Alice Aliceson")
    expect(question.first).to_be_visible(timeout=30_000)
    assert gathering.log("enter") == [], "nothing goes to Alice before Bob has seen her name"
    popup.get_by_role("button", name="Report", exact=True).click()
    popup.close()
    [enter] = waits_for(gathering, "enter")
    assert enter["name"] == "Bob Bobson"
    assert entered - 1000 <= enter["at"] <= entered + 5000

    popup = browser.popup_over(page)
    expect(popup.get_by_text("Alice Aliceson")).to_be_visible(timeout=30_000)  # reported to
    with popup.expect_event("close"):
        popup.get_by_role("button", name="Leave the meeting").click(no_wait_after=True)
    expect(page.locator(OVERLAY)).to_contain_text(OUT, timeout=15_000)
    left = time.time() * 1000
    [gone] = waits_for(gathering, "exit")
    assert gone["reason"] == "left"
    assert left - 6000 <= gone["at"] <= left + 1000

    alice, charlie = gathering.seat(chromium, "Alice"), gathering.seat(chromium, "Charlie")
    report = f"/reports/{gathering.meeting['occurrence']}/"
    assert charlie.page.goto(report).status == 404  # type: ignore[union-attr]  # -- a page that was asked for answers
    alice.page.goto(report)
    expect(alice.page.get_by_role("row").filter(has_text="Bob Bobson")).to_be_visible()
    alice.page.context.close()
    charlie.page.context.close()
