"""The plugin that the letter's link leads to: out of our room, out of anybody's call, and nothing sent."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from tests.journeys.firefox import Firefox
from tests.journeys.plugin_browser import PASS_FIRST_PAGE, PluginBrowser, let_in, sit, start
from tests.journeys.room_call import enter, gather, is_inside
from tests.journeys.site import Site

pytestmark = pytest.mark.browser
HERE = Path(__file__).parent
OVERLAY = "leave-the-meeting"
OUT = "You are out"

TAB = (
    "chrome.storage.session.get(null)"
    ".then((all) => Number(Object.keys(all).find((key) => key.startsWith('status:'))?.slice(7) ?? 0))"
)
HOLDS_A_CALL = f"{TAB}.then((tab) => tab > 0)"
PRESS = f"{TAB}.then((tab) => chrome.runtime.sendMessage({{ type: 'wish', wish: 'press', tab }})).then(() => true)"


@pytest.fixture
def browser(playwright: Playwright, site: Site, tmp_path: Path) -> Iterator[PluginBrowser]:
    started = start(playwright, tmp_path, site.url)
    yield started
    started.context.close()


def a_call(browser: PluginBrowser, elsewhere: str) -> Page:
    page = browser.context.new_page()
    page.goto(f"{elsewhere}/generic_call.html")
    page.evaluate("() => begin()")
    page.wait_for_function("() => state().calls.every((one) => one === 'connected')")
    return page


def leaves_by_popup(browser: PluginBrowser, page: Page) -> None:
    popup = browser.popup_over(page)
    with popup.expect_event("close"):
        popup.get_by_role("button", name="Leave the meeting").click(no_wait_after=True)


def test_first_page_then_out_of_our_room_and_the_host_sees_that_bob_left(
    browser: PluginBrowser, site: Site, chromium: Browser
) -> None:
    assert browser.opened_by_itself() == [f"{browser.home}first.html"]
    browser.passes_first_page()
    gathering = gather(site, "Alice", "Bob")
    alice = gathering.seat(chromium, "Alice")
    alice.page.goto(f"/m/{gathering.meeting['code']}/")
    bob = sit(browser, gathering, "Bob")
    is_inside(enter(bob, gathering.meeting["code"]))
    leaves_by_popup(browser, bob.page)
    expect(bob.page.get_by_role("button", name="Leave now")).to_be_visible()  # the room's own three seconds
    assert bob.state()["phase"] == "in"
    bob.page.wait_for_url("**/left/")
    expect(bob.page.get_by_role("heading", name="You left")).to_be_visible()
    assert [event["reason"] for event in gathering.log("exit")] == ["left"]
    alice.page.goto(f"/live/{gathering.meeting['occurrence']}/")
    expect(alice.page.locator("ltm-dashboard")).to_contain_text("Bob Bobson left")
    alice.close()


def test_leaving_anybodys_call_closes_it_and_stops_camera_and_microphone(
    browser: PluginBrowser, elsewhere: str
) -> None:
    browser.passes_first_page()
    page = a_call(browser, elsewhere)
    assert page.evaluate("() => unharmed()")
    browser.shows_badge(page, "●")
    leaves_by_popup(browser, page)
    expect(page.locator(OVERLAY)).to_contain_text("You asked to leave")
    page.keyboard.press("Escape")  # stays
    expect(page.locator(OVERLAY)).to_have_count(0)
    page.wait_for_timeout(3500)
    assert page.evaluate("() => state()") == {"calls": ["connected", "connected"], "tracks": ["live"]}
    leaves_by_popup(browser, page)
    assert page.evaluate("() => document.activeElement.tagName") == "BODY", "the overlay takes no focus"
    expect(page.locator(OVERLAY)).to_contain_text(OUT)
    assert page.evaluate("() => state()") == {"calls": ["closed", "closed"], "tracks": ["ended"]}


def test_what_a_page_makes_up_leaves_nothing(browser: PluginBrowser, elsewhere: str) -> None:
    """Clicks that no person made, and counts that are none."""
    browser.passes_first_page()
    page = a_call(browser, elsewhere)
    leaves_by_popup(browser, page)
    button = page.locator(OVERLAY).get_by_role("button", name="Leave now")
    button.evaluate("(button) => button.click()")
    assert page.evaluate("() => state().calls") == ["connected", "connected"]
    button.click()
    expect(page.locator(OVERLAY)).to_contain_text(OUT)
    for made_up in ("{ toString: 5 }", "'{'", "JSON.stringify({ calls: 'many' })"):
        page.evaluate(
            f"() => document.dispatchEvent(new CustomEvent('leavethemeeting:world', {{ detail: {made_up} }}))"
        )
    popup = browser.popup_over(page)
    expect(popup.get_by_text("You were left out at")).to_be_visible()
    expect(popup.get_by_role("button", name="Leave the meeting")).to_have_count(0)


def test_under_eighteen_it_is_off_and_stays_off(browser: PluginBrowser, elsewhere: str) -> None:
    page = browser.answers_age("2015")
    expect(page.get_by_role("heading", name="We cannot go on with this")).to_be_visible()
    kept = browser.says("chrome.storage.local.get(null)")
    assert kept.pop("first") == {"state": "refused"}, "no date is kept"
    assert set(kept) == {"plan", "switches"}, "and nothing but what everybody has at first"
    page.reload()
    expect(page.get_by_label("Day")).to_be_hidden()
    call = a_call(browser, elsewhere)
    popup = browser.popup_over(call)
    expect(popup.get_by_text("The plugin is off")).to_be_visible()
    expect(popup.get_by_role("button")).to_have_count(0)
    assert browser.says("chrome.storage.session.get(null)") == {}, "and it looks at no page"


def test_nothing_leaves_the_browser(browser: PluginBrowser, elsewhere: str) -> None:
    """From the first page to the way out of a call, the only requests are the page's own and the plugin's files."""
    browser.passes_first_page()
    page = a_call(browser, elsewhere)
    browser.popup_over(page).close()
    leaves_by_popup(browser, page)
    expect(page.locator(OVERLAY)).to_contain_text(OUT)
    foreign = [url for url in browser.asked if not url.startswith(browser.home) and url != page.url]
    assert [url for url in foreign if not url.endswith("/favicon.ico")] == []


def test_firefox_loads_it_and_leaves_a_call(elsewhere: str, tmp_path: Path) -> None:
    with Firefox(tmp_path) as firefox:
        firefox.install(let_in() / "leavethemeeting-firefox.zip")
        first = firefox.page_named("first.html")
        # Its script is a module, and runs a moment later.
        firefox.waits(first, "document.querySelector('h1').textContent === 'Before you begin'")
        firefox.asks(first, PASS_FIRST_PAGE)
        firefox.waits(first, "!document.getElementById('ready').hidden")
        call = firefox.opens(f"{elsewhere}/generic_call.html")
        firefox.asks(call, "begin()")
        # Where only loopback exists Firefox finds no address to connect by; the call has begun all the same.
        firefox.waits(call, "state().calls.every((one) => one !== 'new')")
        assert firefox.asks(call, "unharmed()") is True
        firefox.waits(first, HOLDS_A_CALL)
        firefox.asks(first, PRESS)
        firefox.waits(call, "document.querySelector('leave-the-meeting') !== null")
        firefox.waits(call, "state().calls.every((one) => one === 'closed')")
        assert firefox.asks(call, "state().tracks.join()") == "ended"
