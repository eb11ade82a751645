"""The plugin's own pages in real Chromium: usable by everybody, and each state says what it should."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.journeys.plugin_browser import PluginBrowser, start
from tests.journeys.plugin_faces import TAB, lay, popup, states, status
from tests.journeys.test_every_page import AXE, TOO_WIDE

pytestmark = pytest.mark.browser
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 860}
# Nothing in the popup stands out of it; what does not fit scrolls inside.
FITS = "() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
ASKED = "() => window.asked.map(({ wish }) => wish)"


@pytest.fixture(scope="module")
def browser(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PluginBrowser]:
    started = start(playwright, tmp_path_factory.mktemp("faces"), "http://localhost")
    started.passes_first_page()
    yield started
    started.context.close()


def faults(page: Page) -> list[str]:
    """What axe finds serious. It is put in by the browser itself: the pages allow no foreign script."""
    page.evaluate(AXE)
    found = page.evaluate("() => axe.run(document, { resultTypes: ['violations'] })")["violations"]
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found if one["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("name", ["options", "simulator", "first"])
def test_a_page_is_sound_on_phone_and_desk_in_both_lights(browser: PluginBrowser, name: str) -> None:
    page = browser.own_page(f"{name}.html")
    expect(page.locator("h1:visible")).to_have_count(1)
    for size in (PHONE, DESK):
        page.set_viewport_size(size)  # type: ignore[arg-type]  # -- Playwright's own name for this shape
        assert page.evaluate(TOO_WIDE) == []
    for light in ("dark", "light"):
        page.emulate_media(color_scheme=light)
        assert faults(page) == []
    page.close()


def test_the_popup_is_sound_and_fits_in_every_state(browser: PluginBrowser) -> None:
    for name, given in states(int(time.time() * 1000)).items():
        lay(browser, given, {"call": "x", "host": "Alice", "meeting": "Standup"} if name == "broken" else None)
        page = popup(browser)
        page.wait_for_function("() => document.querySelector('#call').children.length > 0")
        assert page.evaluate(FITS) == [360, 480], name
        assert faults(page) == [], name
        page.emulate_media(color_scheme="dark")
        assert faults(page) == [], f"{name}, dark"
        page.close()


def test_a_screen_reader_hears_the_countdown_in_the_popup(browser: PluginBrowser) -> None:
    lay(browser, states(int(time.time() * 1000))["counting"])
    page = popup(browser)
    expect(page.locator("body")).to_match_aria_snapshot("""
      - banner: LeaveTheMeeting
      - main:
        - status: Weekly status
        - region "The countdown":
          - paragraph:
            - strong: /\\d+/
            - text: seconds of 30
          - paragraph: You leave because nobody else has been here for 2 minutes, after others were.
          - button "Stay"
          - button "Leave now"
          - button "Snooze 10 min"
    """)
    for name in ("Stay", "Leave now", "Snooze 10 min"):
        page.get_by_role("button", name=name).click()
    assert page.evaluate(ASKED) == ["stay", "now", "snooze"]
    page.close()


def test_the_popup_follows_what_the_worker_notes(browser: PluginBrowser) -> None:
    now = int(time.time() * 1000)
    lay(browser, None)
    page = popup(browser)
    expect(page.get_by_text("There is no meeting in this tab")).to_be_visible()
    lay(browser, status(now))
    expect(page.get_by_role("button", name="Leave the meeting")).to_be_visible()
    expect(page.get_by_text("here for 12 minutes · 5 others (people list)")).to_be_visible()
    page.get_by_role("button", name="Leave the meeting").click()
    assert page.evaluate("() => window.asked") == [{"type": "wish", "wish": "press", "tab": TAB}]
    page.close()


def test_rules_of_one_meeting_are_set_in_the_popup_and_shown_in_the_settings(browser: PluginBrowser) -> None:
    lay(browser, status(int(time.time() * 1000)))
    page = popup(browser)
    page.get_by_text("Rules for this meeting").click()
    page.get_by_role("checkbox", name="Host left").check()
    page.locator("[data-line=alone_after_others] input.number").fill("7")
    page.locator("[data-line=alone_after_others] input.number").blur()
    expect(page.locator("[data-line=alone_after_others]")).to_contain_text("7 minutes")
    kept = browser.says("chrome.storage.local.get('exceptions')")["exceptions"]["call:meet.google.com/abc-defg-hij"]
    assert {line["id"]: line["enabled"] for line in kept} == {"host_left": True, "alone_after_others": True}
    page.close()
    settings = browser.own_page("options.html")
    settings.locator("#exceptions summary", has_text="meet.google.com/abc-defg-hij").click()
    settings.get_by_role("button", name="Remove this exception").click()
    assert browser.says("chrome.storage.local.get('exceptions')") == {"exceptions": {}}
    settings.get_by_role("button", name="Undo").click()
    expect(settings.locator("#exceptions summary", has_text="meet.google.com/abc-defg-hij")).to_be_visible()
    settings.close()


def test_a_changed_plan_is_kept_and_shown_in_the_preview(browser: PluginBrowser) -> None:
    page = browser.own_page("options.html")
    expect(page.locator("#preview")).to_contain_text("You would be out at 10:52:30")
    line = page.locator("#plan [data-line=host_left]")
    line.get_by_role("checkbox", name="Host left").check()
    expect(page.locator("#preview")).to_contain_text("You would be out at 10:48:30")
    line.get_by_text("Change its numbers").click()
    line.locator("input.number").fill("-3")
    line.locator("input.number").blur()
    expect(line.get_by_role("alert")).to_have_text("Write whole digits, from 1 second to 24 hours.")
    page.reload()
    expect(page.locator("#plan [data-line=host_left]").get_by_role("checkbox", name="Host left")).to_be_checked()
    assert browser.says("chrome.storage.local.get('plan')")["plan"]["lines"][5]["all"][0]["params"] == {
        "timeout_s": 120
    }
    page.close()


def test_all_of_it_can_be_taken_along(browser: PluginBrowser) -> None:
    page = browser.own_page("options.html")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Take all of it along (JSON)").click()
    all_of_it = json.loads(Path(waiting.value.path()).read_text())
    assert set(all_of_it) == {"made_at", "plan", "exceptions", "switches", "leaves", "feeds", "guardsTab", "attendance"}
    page.close()


def test_a_changed_policy_is_asked_about_again_and_leaving_goes_on(browser: PluginBrowser) -> None:
    browser.says("chrome.storage.local.set({ first: { state: 'passed', policy: '00000000' } })")
    lay(browser, status(int(time.time() * 1000)))
    page = popup(browser)
    expect(page.get_by_text("Nothing is sent until you have read it")).to_be_visible()
    expect(page.get_by_role("button", name="Leave the meeting")).to_be_enabled()
    page.close()
    first = browser.own_page("first.html")
    expect(first.get_by_text("The text of the policy has changed")).to_be_visible()
    first.get_by_role("button", name="I have read it, switch on").click()
    expect(first.get_by_role("heading", name="You may go")).to_be_visible()
    assert browser.says("chrome.storage.local.get('first')")["first"]["policy"] != "00000000"
    first.close()


def test_the_simulator_plays_pauses_seeks_and_is_answered(browser: PluginBrowser) -> None:
    page = browser.own_page("simulator.html")
    root = page.locator("#simulator")
    page.get_by_label("Meeting", exact=True).select_option("alone_after_others")
    page.get_by_label("Speed").select_option("600")
    page.get_by_role("button", name="Play", exact=True).click()
    expect(root).to_have_attribute("data-state", "playing")
    page.evaluate("() => simulator.pause()")
    page.evaluate("() => simulator.seek(650)")  # at that speed a countdown is over in the twentieth part of a second
    expect(root).to_have_attribute("data-counting", "alone_after_others")
    expect(root).to_have_attribute("data-left", "20")
    page.get_by_role("button", name="Stay").click()
    expect(root).to_have_attribute("data-counting", "")
    page.evaluate("() => simulator.seek(900)")
    expect(root).to_have_attribute("data-outcome", "ended")
    page.get_by_label("Meeting", exact=True).select_option("blank")
    page.get_by_role("button", name="Somebody comes").click()
    expect(page.get_by_role("list", name="People in the meeting")).to_contain_text("Olga")
    assert page.evaluate("() => simulator.state().others") == 1
    page.close()
