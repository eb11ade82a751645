"""The door of the room and what happens at it: waiting, refusal, removal, handing over, no microphone, speaking."""

from __future__ import annotations

import math
import shutil
import struct
import wave
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect
from tools.screenshots import FLAGS

from tests.journeys.room_call import PATIENCE_MS, Gathering, Seat, enter, gather, is_inside
from tests.journeys.site import Site

pytestmark = pytest.mark.browser

Sit = Callable[..., Seat]


@pytest.fixture
def sit(chromium: Browser) -> Iterator[Sit]:
    """Opens the window of one member of a gathering."""
    seats: list[Seat] = []

    def open_window(gathering: Gathering, name: str, *, browser: Browser | None = None, mic: bool = False) -> Seat:
        seats.append(gathering.seat(browser or chromium, name, mic=mic))
        return seats[-1]

    yield open_window
    for seat in seats:
        seat.close()


def all_enter(gathering: Gathering, *seats: Seat) -> None:
    for seat in seats:
        is_inside(enter(seat, gathering.meeting["code"]))


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", name=text)).to_be_visible(timeout=PATIENCE_MS)


def test_the_waiting_room_admits_and_refuses(site: Site, sit: Sit) -> None:
    meeting = gather(site, "Alice", "Bob", "Charlie", waiting_room=True)
    alice, bob, charlie = (sit(meeting, name) for name in ("Alice", "Bob", "Charlie"))
    all_enter(meeting, alice)
    for seat in (bob, charlie):
        heading(enter(seat, meeting.meeting["code"]).page, "You are in the waiting room")
    expect(alice.notice("is in the waiting room").first).to_be_visible()
    alice.press("people")
    expect(alice.notice("is in the waiting room")).to_have_count(0)
    alice.page.get_by_role("button", name=f"Admit {bob.name}").click()
    is_inside(bob)
    alice.page.get_by_role("button", name=f"Refuse {charlie.name}").click()
    heading(charlie.page, "You were not let in")
    expect(alice.page.locator(".waiting-list")).to_have_count(0)


def test_removal_is_confirmed_first_and_cannot_be_walked_around(site: Site, sit: Sit) -> None:
    meeting = gather(site, "Alice", "Bob")
    alice, bob = sit(meeting, "Alice"), sit(meeting, "Bob")
    all_enter(meeting, alice, bob)
    alice.does_to(bob, "Remove")
    confirm = alice.page.get_by_role("alertdialog")
    expect(confirm).to_contain_text("cannot come back")
    confirm.get_by_role("button", name="Keep").click()
    assert bob.state()["phase"] == "in"
    alice.does_to(bob, "Remove")
    confirm.get_by_role("button", name="Remove").click()
    heading(bob.page, "You were removed")
    expect(alice.page.get_by_role("log")).to_contain_text("was removed")
    bob.page.goto(f"/m/{meeting.meeting['code']}/room/")
    expect(bob.page.get_by_text("The host has removed you from this meeting")).to_be_visible()


def test_the_host_hands_over_and_leaves(site: Site, sit: Sit) -> None:
    meeting = gather(site, "Alice", "Bob", "Victor")
    alice, bob, victor = (sit(meeting, name) for name in ("Alice", "Bob", "Victor"))
    all_enter(meeting, alice, bob, victor)
    alice.press("leave")
    dialog = alice.page.get_by_role("dialog", name="How do you want to leave?")
    dialog.get_by_label("Hand over to").select_option(label=f"{bob.name} {bob.name}son")
    dialog.get_by_role("button", name="Leave and hand over").click()
    alice.page.wait_for_url("**/left/")
    expect(bob.notice("You can moderate this meeting now.")).to_be_visible()
    bob.does_to(victor, "Make a viewer")
    expect(victor.notice("You are a viewer now")).to_be_visible()


def test_a_reload_comes_back_as_the_same_person_muted_as_before(site: Site, sit: Sit) -> None:
    meeting = gather(site, "Alice", "Bob")
    alice, bob = sit(meeting, "Alice", mic=True), sit(meeting, "Bob")
    all_enter(meeting, alice, bob)
    bob.hears_mic_of(alice, True)
    alice.press("mic")
    bob.hears_mic_of(alice, False)
    alice.page.reload()
    is_inside(alice)
    expect(bob.page.locator("li.tile")).to_have_count(2, timeout=PATIENCE_MS)
    alice.has_links(1)
    assert alice.tool("mic").get_attribute("aria-pressed") == "false"


def test_two_tabs_of_one_person_are_one_tile_and_do_not_echo(site: Site, sit: Sit) -> None:
    meeting = gather(site, "Alice", "Bob")
    alice, bob = sit(meeting, "Alice"), sit(meeting, "Bob")
    all_enter(meeting, alice, bob)
    second = Seat(bob.name, bob.page.context.new_page(), bob.member)
    all_enter(meeting, second)
    alice.has_links(2)
    second.has_links(1)
    expect(alice.page.locator("li.tile")).to_have_count(2)
    alice.press("people")
    expect(alice.person_row(bob)).to_contain_text("2 tabs")


@pytest.fixture
def bare_browser(playwright: Playwright) -> Iterator[Browser]:
    """A machine with no camera and no microphone."""
    flags = [flag for flag in FLAGS if "fake" not in flag]
    browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=flags)
    yield browser
    browser.close()


def test_without_a_microphone_the_room_says_so_and_stays_usable(site: Site, sit: Sit, bare_browser: Browser) -> None:
    meeting = gather(site, "Alice", "Bob")
    alice, bob = sit(meeting, "Alice"), sit(meeting, "Bob", browser=bare_browser)
    all_enter(meeting, alice, bob)
    bob.page.keyboard.press("m")
    expect(bob.page.locator(".room-notices .notice.warn")).to_contain_text("microphone")
    assert bob.tool("mic").get_attribute("aria-pressed") == "false"
    bob.page.keyboard.press("c")
    bob.page.keyboard.type("I can hear you")
    bob.page.keyboard.press("Enter")
    expect(alice.page.get_by_role("log")).to_contain_text("I can hear you")


@pytest.fixture
def talking_browser(playwright: Playwright, tmp_path: Path) -> Iterator[Browser]:
    """A microphone into which somebody speaks for two seconds out of four."""
    sound, rate = tmp_path / "talk.wav", 48_000
    with wave.open(str(sound), "wb") as file:
        file.setparams((1, 2, rate, 0, "NONE", ""))
        tone = (int(9000 * math.sin(2 * math.pi * 440 * n / rate)) for n in range(2 * rate))
        file.writeframes(b"".join(struct.pack("<h", one) for one in tone) + bytes(2 * 2 * rate))
    browser = playwright.chromium.launch(
        executable_path=shutil.which("chromium"), args=[*FLAGS, f"--use-file-for-fake-audio-capture={sound}"]
    )
    yield browser
    browser.close()


def test_speech_is_seen_by_the_others_and_its_length_is_recorded(
    site: Site, sit: Sit, talking_browser: Browser
) -> None:
    meeting = gather(site, "Alice", "Bob")
    alice, bob = sit(meeting, "Alice"), sit(meeting, "Bob", browser=talking_browser, mic=True)
    all_enter(meeting, alice, bob)
    tile = alice.tile(bob)
    expect(tile).to_contain_text("talking", timeout=PATIENCE_MS)
    expect(tile).not_to_contain_text("talking", timeout=PATIENCE_MS)
    expect(tile).to_contain_text("talking", timeout=PATIENCE_MS)
    expect(tile).not_to_contain_text("talking", timeout=PATIENCE_MS)
    bob.waits_until("() => window.ltm.state().unacknowledged === 0")
    said = [event for event in meeting.log("interact") if event["interaction"] == "speaking"]
    spoken = [event["until"] - event["at"] for event in said]
    assert len(spoken) >= 2
    assert all(1500 < milliseconds < 2800 for milliseconds in spoken[1:2]), spoken
