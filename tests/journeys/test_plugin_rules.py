"""The plugin leaves by a rule, in our own room: Alice and Carol go, Bob is left out, and Alice's report says why."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright, expect

from tests.journeys.firefox import Firefox
from tests.journeys.plugin_browser import PASS_FIRST_PAGE, PluginBrowser, let_in, sit, start
from tests.journeys.room_call import enter, gather, is_inside
from tests.journeys.site import Site

pytestmark = pytest.mark.browser
OVERLAY = "leave-the-meeting"
RULE = "alone_after_others"
QUICK = {"countdown_s": 5, "countdown_hidden_s": 5, "snooze_s": 600, "sound": False}


@pytest.fixture
def browser(playwright: Playwright, site: Site, tmp_path: Path) -> Iterator[PluginBrowser]:
    started = start(playwright, tmp_path, site.url)
    started.passes_first_page()
    yield started
    started.context.close()


def rules(timeout_s: int, **more: Any) -> str:
    """Script: only the rule of being left alone, with this patience; no minimum of time in the call."""
    line = {"id": RULE, "enabled": True, "all": [{"rule": RULE, "params": {"timeout_s": timeout_s}}]}
    change = {"lines": [line], "min_in_call_s": 0} | more
    return (
        "const { plan } = await chrome.storage.local.get('plan');"
        f" await chrome.storage.local.set({{ plan: {{ ...plan, ...{json.dumps(change)} }} }});"
    )


def sets(browser: PluginBrowser, timeout_s: int, **more: Any) -> None:
    browser.says(f"(async () => {{ {rules(timeout_s, **more)} }})()")


def log_of(browser: PluginBrowser) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = browser.says("chrome.storage.local.get('leaves').then(({ leaves }) => leaves ?? [])")
    return found


def test_alone_in_the_room_bob_is_left_out_and_the_report_says_by_which_rule(
    browser: PluginBrowser, site: Site, chromium: Browser
) -> None:
    sets(browser, 4, confirm=QUICK)
    gathering = gather(site, "Alice", "Bob", "Carol")
    code = gathering.meeting["code"]
    alice, carol = gathering.seat(chromium, "Alice"), gathering.seat(chromium, "Carol")
    for seat in (alice, carol):
        is_inside(enter(seat, code))
    bob = sit(browser, gathering, "Bob")
    is_inside(enter(bob, code))
    expect(bob.page.locator("html")).to_have_attribute("data-leave-rules", "")  # the room's own rules stand back
    carol.press("leave")
    carol.page.wait_for_url("**/left/")
    bob.page.wait_for_timeout(5500)
    expect(bob.page.locator(OVERLAY)).to_have_count(0)  # Alice is still there
    alice.page.goto("/")
    # She may come back for a moment: what the room calls closed is not yet gone. Then Bob is alone.
    expect(bob.page.locator(OVERLAY)).to_contain_text("nobody else has been here", timeout=40_000)
    assert bob.page.evaluate("() => document.activeElement.tagName") == "BODY", "the overlay takes no focus"
    bob.page.keyboard.press("Escape")
    expect(bob.page.locator(OVERLAY)).to_have_count(0)
    bob.page.wait_for_timeout(6000)
    expect(bob.page.locator(OVERLAY)).to_have_count(0)  # Stay: not again while it goes on

    is_inside(enter(alice, code))
    bob.page.wait_for_timeout(1500)
    alice.page.goto("/")
    expect(bob.page.locator(OVERLAY)).to_contain_text("nobody else has been here", timeout=40_000)
    bob.page.wait_for_url("**/left/", timeout=15_000)
    reasons = [event["reason"] for event in gathering.log("exit")]
    assert reasons.count(f"auto_rule:{RULE}") == 1
    first, second = sorted(log_of(browser), key=lambda entry: entry["at"])
    assert (first["decision"], first["line"], second["decision"], second["line"]) == ("stayed", RULE, "left", RULE)
    people = next(reading for reading in second["readings"] if reading["name"] == "people")
    assert (people["value"], people["from"]) == ("0 others, 0 of them hosts, complete", "room")
    assert people["age"] < 3000
    popup = browser.popup_over(bob.page)
    expect(popup.get_by_text("You were left out at")).to_be_visible()
    expect(popup.get_by_role("button", name="Rejoin")).to_be_visible()

    alice.page.goto(f"/live/{gathering.meeting['occurrence']}/")
    expect(alice.page.locator("ltm-dashboard")).to_contain_text("A leave rule left for Bob Bobson")
    alice.close()
    carol.close()


def test_a_dry_run_says_what_it_would_have_done_and_does_nothing(
    browser: PluginBrowser, site: Site, chromium: Browser
) -> None:
    sets(browser, 3, dry_run=True)
    gathering = gather(site, "Alice", "Bob")
    alice = gathering.seat(chromium, "Alice")
    is_inside(enter(alice, gathering.meeting["code"]))
    bob = sit(browser, gathering, "Bob")
    is_inside(enter(bob, gathering.meeting["code"]))
    bob.page.wait_for_timeout(1500)
    alice.press("leave")
    alice.page.locator("#leave-open").click()
    alice.page.wait_for_url("**/left/")
    bob.waits_until("() => document.querySelectorAll('ltm-room ul.roster > li').length === 1")
    bob.page.wait_for_timeout(6000)
    expect(bob.page.locator(OVERLAY)).to_have_count(0)
    assert bob.state()["phase"] == "in"
    assert [(entry["decision"], entry["line"]) for entry in log_of(browser)] == [("dry_run", RULE)]
    alice.close()


def test_firefox_leaves_our_room_by_the_same_rule(site: Site, chromium: Browser, tmp_path: Path) -> None:
    gathering = gather(site, "Alice", "Bob", newcomers_are="viewer")
    code, member = gathering.meeting["code"], gathering.members["Bob"]
    alice = gathering.seat(chromium, "Alice")
    is_inside(enter(alice, code))
    with Firefox(tmp_path) as firefox:
        firefox.install(let_in() / "leavethemeeting-firefox.zip")
        first = firefox.page_named("first.html")
        firefox.waits(first, "document.querySelector('h1').textContent === 'Before you begin'")
        firefox.asks(first, PASS_FIRST_PAGE)
        firefox.waits(first, "!document.getElementById('ready').hidden")
        firefox.asks(first, f"(async () => {{ {rules(4, min_in_call_s=0, confirm=QUICK)} }})()")
        cookie = {
            "name": member["cookie"], "value": {"type": "string", "value": member["session"]}, "domain": "localhost",
        }  # fmt: skip
        firefox.call("storage.setCookie", cookie=cookie)
        page = firefox.opens(f"{site.url}/m/{code}/")
        firefox.asks(
            page,
            "[...document.querySelectorAll('button')].find((one) => one.textContent.includes('Enter the meeting')).click()",
        )
        firefox.waits(page, "window.ltm?.state().phase === 'in'")
        firefox.waits(page, "document.documentElement.hasAttribute('data-leave-rules')")
        alice.page.wait_for_timeout(2500)  # Bob's plugin sees her there
        alice.press("leave")
        alice.page.locator("#leave-open").click()
        alice.page.wait_for_url("**/left/")
        firefox.waits(page, "location.pathname.endsWith('/left/')")
    assert f"auto_rule:{RULE}" in [event["reason"] for event in gathering.log("exit")]
    alice.close()
