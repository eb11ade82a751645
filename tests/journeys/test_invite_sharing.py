"""What a browser may refuse to the invite page: a window for Google, and its own sheet for sharing."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect
from tools.screenshots import FLAGS

from tests.journeys.inviting import House, inviting_house, read_contacts, window_of
from tests.referrals.canaries import COUNT, new_mark

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]
ASK = "Read contacts from practice Google"
# Chromium has no sheet for sharing on Linux; what it does elsewhere is played here, after the Web Share standard.
SHEET = """
  window.shared = [];
  navigator.canShare = (data) => Boolean(data && data.text);
  navigator.share = (data) => {
    if (!navigator.userActivation.isActive) return Promise.reject(new DOMException("no gesture", "NotAllowedError"));
    window.shared.push(data);
    const ends = %s;
    return ends ? Promise.reject(new DOMException("ended", ends)) : Promise.resolve();
  };
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with inviting_house(tmp_path_factory.mktemp("sharing")) as made:
        yield made


@pytest.fixture
def window(house: House, chromium: Browser) -> Iterator[BrowserContext]:
    with window_of(house, chromium) as context:
        yield context


@pytest.fixture
def strict_window(house: House, chromium: Browser, playwright: Playwright) -> Iterator[BrowserContext]:
    """In a Chromium that blocks windows as it does at home; Playwright switches that off otherwise."""
    assert chromium.is_connected()
    browser = playwright.chromium.launch(
        executable_path=shutil.which("chromium"), args=FLAGS, ignore_default_args=["--disable-popup-blocking"]
    )
    with window_of(house, browser) as context:
        yield context
    browser.close()


def presses_without_a_hand(page: Page, name: str) -> None:
    """A press that no person made: browsers open no window for it."""
    session = page.context.new_cdp_session(page)
    script = f"[...document.querySelectorAll('button')].find((one) => one.textContent.includes({name!r})).click()"
    session.send("Runtime.evaluate", {"expression": script, "userGesture": False})


def makes_a_link(page: Page) -> str:
    page.goto("/invite/")
    page.get_by_role("button", name="Make a link").click()
    return page.locator("ltm-one-link code").inner_text()


def test_a_blocked_window_is_said_and_the_next_press_works(house: House, strict_window: BrowserContext) -> None:
    house.fill(new_mark())
    page = strict_window.new_page()
    page.goto("/invite/")
    page.wait_for_timeout(500)
    presses_without_a_hand(page, ASK)
    expect(page.get_by_text("Your browser kept Google’s window shut.")).to_be_visible()
    assert len(strict_window.pages) == 1
    assert not house.practice.google.books.tokens
    read_contacts(page)
    expect(page.locator(".invite-people li")).to_have_count(COUNT)


def test_without_a_sheet_for_sharing_there_is_no_button_and_the_other_ways_work(window: BrowserContext) -> None:
    page = window.new_page()
    link = makes_a_link(page)
    assert page.evaluate("'share' in navigator") is False, "this Chromium can share by itself: test that instead"
    expect(page.get_by_role("button", name="Share…")).to_have_count(0)
    expect(page.get_by_role("link", name="Write a letter")).to_have_attribute("href", _mailto())
    expect(page.get_by_role("img", name="QR code of the link")).to_be_visible()
    assert "/i/" in link


def _mailto() -> re.Pattern[str]:
    return re.compile(r"^mailto:\?subject=.*%2Fi%2F")


def sharing(window: BrowserContext, ends: str = "") -> tuple[Page, str]:
    """A page whose browser has a sheet that ends like this; pressed."""
    window.add_init_script(SHEET % (f'"{ends}"' if ends else "null"))
    page = window.new_page()
    link = makes_a_link(page)
    page.get_by_role("button", name="Share…").click()
    return page, link


def test_the_sheet_gets_the_letter_with_the_link_and_nothing_else(house: House, window: BrowserContext) -> None:
    page, link = sharing(window)
    page.wait_for_function("window.shared.length === 1")
    before = len(house.recorder.sent)
    page.get_by_role("button", name="Share…").click()
    page.wait_for_function("window.shared.length === 2")
    page.wait_for_timeout(300)
    assert house.recorder.sent[before:] == b"", "the service learns nothing of what is shared"
    shared = page.evaluate("window.shared")[1]
    assert set(shared) == {"title", "text"}
    assert link in shared["text"] and shared["title"] == "Come to my meetings with LeaveTheMeeting"
    expect(page.locator(".notice.warn")).to_have_count(0)


def test_a_sheet_that_is_closed_is_no_trouble(window: BrowserContext) -> None:
    page, link = sharing(window, "AbortError")
    expect(page.locator("ltm-one-link code")).to_have_text(link)
    expect(page.locator(".notice.warn")).to_have_count(0)


@pytest.mark.parametrize("ends", ["NotAllowedError", "DataError", "InvalidStateError"])
def test_a_sheet_that_is_refused_is_said_and_the_link_stays(window: BrowserContext, ends: str) -> None:
    page, link = sharing(window, ends)
    expect(page.get_by_text("Your browser would not share the link.")).to_be_visible()
    expect(page.locator("ltm-one-link code")).to_have_text(link)
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()


def test_the_page_itself_may_share_and_nobody_it_could_embed(window: BrowserContext) -> None:
    answer = window.request.get("/invite/")
    assert "web-share=(self)" in answer.headers["permissions-policy"]
