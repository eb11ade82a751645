"""Nothing is sent while a changed policy waits, and what waited arrives after the yes.

Every request of the whole browser goes through a proxy that writes it down: pages, plugin, worker and the browser's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.journeys.plugin_browser import PluginBrowser, sit, start
from tests.journeys.recording_proxy import Asked, recording_proxy
from tests.journeys.room_call import Gathering, gather
from tests.journeys.site import Site
from tests.journeys.test_plugin_attendance import in_call, pairs, waits_for
from tests.journeys.test_plugin_button import leaves_by_popup

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


@pytest.fixture
def asked() -> Iterator[Asked]:
    with recording_proxy() as proxy:
        yield proxy


@pytest.fixture
def browser(playwright: Playwright, site: Site, tmp_path: Path, asked: Asked) -> Iterator[PluginBrowser]:
    started = start(playwright, tmp_path, site.url, *asked.flags)
    yield started
    started.context.close()


def says_yes(browser: PluginBrowser, page: Page) -> None:
    popup = browser.popup_over(page)
    popup.get_by_role("button", name="Report", exact=True).click(timeout=30_000)
    popup.close()


def test_a_changed_policy_pauses_says_so_and_what_waited_arrives_after_the_yes(
    browser: PluginBrowser, site: Site, elsewhere: str, asked: Asked
) -> None:
    browser.passes_first_page()
    gathering = gather(site, "Alice", "Bob", title="Elsewhere", place="link", outside_url=f"{elsewhere}/generic_call.html")  # fmt: skip
    sit(browser, gathering, "Bob").page.close()
    pairs(browser, site)
    page = in_call(browser, elsewhere)
    says_yes(browser, page)
    waits_for(gathering, "enter")

    site.scene("policy_changes")
    leaves_by_popup(browser, page)
    popup = browser.popup_over(page)
    notice = popup.get_by_text("has changed. Nothing is sent there until you have accepted it")
    expect(notice).to_be_visible(timeout=20_000)
    expect(notice).to_contain_text("Events waiting to be sent: ")
    paused = asked.mark()
    page.wait_for_timeout(3000)
    assert [one for one in asked.since(paused) if one.endswith("/api/v1/events")] == [], "not even to be refused"
    assert gathering.log("exit") == []

    with browser.context.expect_page() as opened:
        popup.get_by_role("button", name="Read it and decide").click()
    policy = opened.value
    popup.close()
    policy.get_by_role("button", name="accept").first.click()
    policy.wait_for_timeout(500)
    popup = browser.popup_over(page)
    [gone] = waits_for(gathering, "exit")
    assert gone["reason"] == "left"
    expect(popup.get_by_text("Nothing is sent there until")).to_have_count(0)
    assert_is_one_exit(gathering)


def assert_is_one_exit(gathering: Gathering) -> None:
    assert len(gathering.log("exit")) == len(gathering.log("enter")) == 1
