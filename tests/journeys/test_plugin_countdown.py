"""What stands around a leave by a rule: the goodbye, the sound, the notification of a hidden tab, the tab's guard, and peace."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Dialog, Page, Playwright, expect

from tests.journeys.plugin_browser import PluginBrowser, hideable, sit, start
from tests.journeys.room_call import Gathering, Seat, enter, gather, is_inside
from tests.journeys.site import Site

pytestmark = pytest.mark.browser
OVERLAY = "leave-the-meeting"
CLOCK = "hard_stop"
CONFIRM = {"countdown_s": 5, "countdown_hidden_s": 8, "snooze_s": 600, "sound": False}
NOTIFIED = "chrome.notifications.getAll().then((all) => Object.keys(all))"


@pytest.fixture
def browser(playwright: Playwright, site: Site, tmp_path: Path) -> Iterator[PluginBrowser]:
    started = start(playwright, tmp_path, site.url)
    started.passes_first_page()
    yield started
    started.context.close()


@pytest.fixture
def hiding(playwright: Playwright, site: Site, tmp_path: Path) -> Iterator[PluginBrowser]:
    with hideable(playwright, tmp_path) as started:
        started.opened_by_itself()  # and in front
        started.passes_first_page()
        yield started


def out_after(browser: PluginBrowser, seconds: int, **more: Any) -> None:
    """Bob's only rule: so long after he came in, by the clock. It needs nobody to go."""
    params = {"at": "", "max_duration_s": seconds}
    line = {"id": CLOCK, "enabled": True, "all": [{"rule": CLOCK, "params": params}]}
    browser.sets_plan({"lines": [line], "min_in_call_s": 0, "confirm": CONFIRM} | more)


def exits(gathering: Gathering) -> list[str]:
    return [event["reason"] for event in gathering.log("exit")]


def waits(browser: PluginBrowser, javascript: str, seconds: float, why: str) -> Any:
    until = time.monotonic() + seconds
    while not (found := browser.says(javascript)):
        assert time.monotonic() < until, why
        time.sleep(0.1)
    return found


class Sound:
    """Tones of a page, by the browser's own account: a headless one plays to nobody."""

    def __init__(self, browser: PluginBrowser, page: Page) -> None:
        self.tones: list[str] = []
        self.running: set[str] = set()
        session = browser.context.new_cdp_session(page)
        session.on("WebAudio.audioNodeCreated", self._made)
        for event in ("WebAudio.contextCreated", "WebAudio.contextChanged"):
            session.on(event, self._changed)
        session.send("WebAudio.enable")

    def _made(self, event: dict[str, Any]) -> None:
        if "Oscillator" in event["node"]["nodeType"]:
            self.tones.append(event["node"]["contextId"])

    def _changed(self, event: dict[str, Any]) -> None:
        if event["context"]["contextState"] == "running":
            self.running.add(event["context"]["contextId"])


def test_the_others_read_bobs_goodbye_and_the_countdown_was_heard(
    browser: PluginBrowser, site: Site, chromium: Browser
) -> None:
    out_after(browser, 4, goodbye="I have to go. See you tomorrow!", confirm=CONFIRM | {"sound": True})
    gathering = gather(site, "Alice", "Bob", "Charlie")
    code = gathering.meeting["code"]
    alice, charlie = gathering.seat(chromium, "Alice"), gathering.seat(chromium, "Charlie")
    for seat in (alice, charlie):
        is_inside(enter(seat, code))
        seat.press("chat")
    bob = sit(browser, gathering, "Bob")
    is_inside(enter(bob, code))
    heard = Sound(browser, bob.page)
    assert heard.tones == []
    expect(bob.page.locator(OVERLAY)).to_contain_text("You leave because", timeout=12_000)
    for seat in (alice, charlie):
        said = seat.page.locator("#chat-log li").filter(has_text="I have to go. See you tomorrow!")
        expect(said).to_contain_text("Bob", timeout=15_000)  # when the five seconds of the countdown are over
    bob.page.wait_for_url("**/left/")
    assert len(heard.tones) == 2, "two tones, once"
    assert set(heard.tones) <= heard.running, "in a context that sounds"
    assert exits(gathering) == [f"auto_rule:{CLOCK}"]
    expect(alice.page.locator("#chat-log li").filter(has_text="I have to go")).to_have_count(1)
    alice.close()
    charlie.close()


def test_left_out_bob_rejoins_and_is_left_in_peace(browser: PluginBrowser, site: Site, chromium: Browser) -> None:
    out_after(browser, 3)
    gathering = gather(site, "Alice", "Bob")
    alice = gathering.seat(chromium, "Alice")
    is_inside(enter(alice, gathering.meeting["code"]))
    bob = sit(browser, gathering, "Bob")
    is_inside(enter(bob, gathering.meeting["code"]))
    bob.page.wait_for_url("**/left/")
    assert exits(gathering) == [f"auto_rule:{CLOCK}"]
    popup = browser.popup_over(bob.page)
    expect(popup.get_by_text("You were left out at")).to_be_visible()
    popup.get_by_role("button", name="Rejoin").click()
    button = bob.page.get_by_role("button", name="Enter the meeting")
    expect(bob.page.locator("ltm-room").or_(button).first).to_be_visible()
    if button.is_visible():
        button.click()
    is_inside(bob)
    says = "chrome.storage.session.get(null).then((all) => Object.values(all).flatMap((one) => one?.verdicts ?? []))"
    held = f"{says}.then((all) => all.some((one) => one.veto === 'rejoined'))"
    waits(browser, held, 8, "three seconds after he came in the rule is due once more, and held")
    bob.page.wait_for_timeout(6000)
    expect(bob.page.locator(OVERLAY)).to_have_count(0)
    assert bob.state()["phase"] == "in"
    alice.close()


class Asked:
    """How often a tab asked before it went; each time Bob stays."""

    def __init__(self, page: Page) -> None:
        self.page, self.times = page, 0
        page.on("dialog", self._stay)

    def _stay(self, dialog: Dialog) -> None:
        assert dialog.type == "beforeunload"
        self.times += 1
        dialog.dismiss()

    def after_closing(self) -> int:
        self.page.close(run_before_unload=True)
        self.page.wait_for_timeout(700)
        return self.times

    def after_reloading(self) -> int:
        self.page.evaluate("() => { setTimeout(() => location.reload(), 0); }")
        self.page.wait_for_timeout(700)
        return self.times


def test_closing_or_reloading_a_tab_asks_in_a_call_only(browser: PluginBrowser, site: Site, chromium: Browser) -> None:
    browser.sets_plan({"lines": []})
    browser.says("chrome.storage.local.set({ guardsTab: true })")
    gathering = gather(site, "Alice", "Bob")
    code = gathering.meeting["code"]
    alice = gathering.seat(chromium, "Alice")
    is_inside(enter(alice, code))
    bob = sit(browser, gathering, "Bob")
    is_inside(enter(bob, code))
    bob.page.locator("h1").first.click()  # a browser asks only for a page that was used
    bob.page.wait_for_timeout(2500)
    asked = Asked(bob.page)
    assert asked.after_closing() == 1
    assert asked.after_reloading() == 2
    assert bob.state()["phase"] == "in"
    bob.press("leave")
    bob.page.wait_for_url("**/left/")
    assert asked.times == 2, "who leaves is not asked"
    is_inside(enter(bob, code))
    browser.says("chrome.storage.local.set({ guardsTab: false })")
    bob.page.locator("h1").first.click()
    bob.page.wait_for_timeout(2500)
    assert asked.after_reloading() == 2, "switched off it never asks"
    expect(
        bob.page.get_by_role("button", name="Enter the meeting").or_(bob.page.locator("ltm-room")).first
    ).to_be_visible()
    alice.close()


def hides(browser: PluginBrowser, seat: Seat) -> Page:
    """Bob goes on in another tab."""
    other = browser.context.new_page()
    other.goto(f"{seat_site(seat)}/try/")
    other.bring_to_front()
    seat.waits_until("() => document.hidden")
    return other


def seat_site(seat: Seat) -> str:
    return str(seat.page.evaluate("() => location.origin"))


def in_a_tab(browser: PluginBrowser, gathering: Gathering) -> Seat:
    """Bob in the room, in a browser where tabs are hidden as everybody's are."""
    bob = sit(browser, gathering, "Bob")
    bob.page.bring_to_front()
    bob.page.goto(f"{gathering.site.url}/m/{gathering.meeting['code']}/")
    bob.page.get_by_role("button", name="Enter the meeting").click()
    is_inside(bob)
    return bob


def test_in_a_hidden_tab_a_notification_counts_and_its_buttons_answer(
    hiding: PluginBrowser, site: Site, chromium: Browser
) -> None:
    """The browser's own events are dispatched, as it would for a press; the drawn notification no script can reach."""
    gathering = gather(site, "Alice", "Bob")
    alice = gathering.seat(chromium, "Alice")
    is_inside(enter(alice, gathering.meeting["code"]))
    bob = in_a_tab(hiding, gathering)
    entered = time.monotonic()
    hides(hiding, bob)
    out_after(hiding, 3, confirm=CONFIRM | {"countdown_hidden_s": 30})
    [name] = waits(hiding, NOTIFIED, 15, "no notification")
    # To the tab: there the countdown stands, with everything that can be answered.
    hiding.says(f"chrome.notifications.onClicked.dispatch('{name}')")
    bob.waits_until("() => !document.hidden")
    for button in ("Stay", "Leave now", "Snooze"):
        expect(bob.page.locator(OVERLAY).get_by_role("button", name=button)).to_be_visible()
    waits(hiding, f"{NOTIFIED}.then((all) => all.length === 0)", 5, "the notification stays though the tab is shown")
    # Hidden once more in the same countdown, and answered from there.
    hides(hiding, bob)
    waits(hiding, NOTIFIED, 5, "no notification for a tab that is hidden while it counts")
    hiding.says(f"chrome.notifications.onButtonClicked.dispatch('{name}', 0)")
    waits(hiding, f"{NOTIFIED}.then((all) => all.length === 0)", 5, "the notification stays after Stay")
    expect(bob.page.locator(OVERLAY)).to_have_count(0)
    assert bob.state()["phase"] == "in"
    # Another moment, and ahead: the answer was about the one that has passed.
    out_after(hiding, int(time.monotonic() - entered) + 5)
    waits(hiding, NOTIFIED, 15, "no second countdown")
    hiding.says(f"chrome.notifications.onButtonClicked.dispatch('{name}', 1)")
    bob.page.wait_for_url("**/left/", timeout=5000)
    assert exits(gathering) == [f"auto_rule:{CLOCK}"]
    waits(hiding, f"{NOTIFIED}.then((all) => all.length === 0)", 5, "the notification outlives the call")
    alice.close()


def test_forgotten_in_a_hidden_tab_the_clock_takes_bob_out_within_the_minute(
    hiding: PluginBrowser, site: Site, chromium: Browser
) -> None:
    out_after(hiding, 4)
    gathering = gather(site, "Alice", "Bob")
    alice = gathering.seat(chromium, "Alice")
    is_inside(enter(alice, gathering.meeting["code"]))
    bob = in_a_tab(hiding, gathering)
    began = time.monotonic()
    hides(hiding, bob)
    bob.page.wait_for_url("**/left/", timeout=60_000)
    # Four seconds in the call and the eight of a hidden tab's countdown; then a minute at worst.
    assert 11 < time.monotonic() - began < 72
    assert exits(gathering) == [f"auto_rule:{CLOCK}"]
    alice.close()
