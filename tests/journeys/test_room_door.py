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

from tests.journeys.conftest import FLAGS
from tests.journeys.room_call import PATIENCE_MS, Seat, enter, is_inside, window_of
from tests.journeys.site import Site

pytestmark = pytest.mark.browser

Sit = Callable[..., Seat]


@pytest.fixture
def sit(site: Site, chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Sit]:
    """Opens somebody's window; the names are made new for each test, since the site is not."""
    seats: list[Seat] = []
    number = sum(request.node.name.encode()) * 7 + len(request.node.name)

    def open_window(name: str, *, browser: Browser | None = None, mic: bool = False, camera: bool = False) -> Seat:
        seat = window_of(browser or chromium, site, f"{name}{number}", mic=mic, camera=camera)
        seats.append(seat)
        return seat

    yield open_window
    for seat in seats:
        seat.close()


def meeting_of(host: Seat, site: Site, **fields: object) -> dict[str, str]:
    made: dict[str, str] = site.scene("meeting", host=f"{host.name.lower()}-{site.port}@example.org", **fields)
    return made


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", name=text)).to_be_visible(timeout=PATIENCE_MS)


def test_the_waiting_room_admits_and_refuses(site: Site, sit: Sit) -> None:
    alice, bob, charlie = sit("Alice"), sit("Bob"), sit("Charlie")
    meeting = meeting_of(alice, site, waiting_room=True)
    is_inside(enter(alice, meeting["code"]))
    for seat in (bob, charlie):
        heading(enter(seat, meeting["code"]).page, "You are in the waiting room")
    expect(alice.notice("is in the waiting room").first).to_be_visible()
    alice.press("people")
    expect(alice.notice("is in the waiting room")).to_have_count(0)
    alice.page.get_by_role("button", name=f"Admit {bob.name}").click()
    is_inside(bob)
    alice.page.get_by_role("button", name=f"Refuse {charlie.name}").click()
    heading(charlie.page, "You were not let in")
    expect(alice.page.locator(".waiting-list")).to_have_count(0)


def test_removal_is_confirmed_first_and_cannot_be_walked_around(site: Site, sit: Sit) -> None:
    alice, bob = sit("Alice"), sit("Bob")
    meeting = meeting_of(alice, site)
    for seat in (alice, bob):
        is_inside(enter(seat, meeting["code"]))
    alice.does_to(bob, "Remove")
    confirm = alice.page.get_by_role("alertdialog")
    expect(confirm).to_contain_text("cannot be undone")
    confirm.get_by_role("button", name="Keep").click()
    assert bob.state()["phase"] == "in"
    alice.does_to(bob, "Remove")
    confirm.get_by_role("button", name="Remove").click()
    heading(bob.page, "You were removed")
    expect(alice.page.get_by_role("log")).to_contain_text("was removed")
    bob.page.goto(f"/m/{meeting['code']}/room/")
    expect(bob.page.get_by_text("The host has removed you from this meeting")).to_be_visible()


def test_the_host_hands_over_and_leaves(site: Site, sit: Sit) -> None:
    alice, bob, victor = sit("Alice"), sit("Bob"), sit("Victor")
    meeting = meeting_of(alice, site)
    for seat in (alice, bob, victor):
        is_inside(enter(seat, meeting["code"]))
    alice.press("leave")
    dialog = alice.page.get_by_role("dialog", name="How do you want to leave?")
    dialog.get_by_label("Hand over to").select_option(label=f"{bob.name} {bob.name}son")
    dialog.get_by_role("button", name="Leave and hand over").click()
    alice.page.wait_for_url("**/left/")
    expect(bob.notice("You can moderate this meeting now.")).to_be_visible()
    bob.does_to(victor, "Make a viewer")
    expect(victor.notice("You are a viewer now")).to_be_visible()


def test_a_reload_comes_back_as_the_same_person_muted_as_before(site: Site, sit: Sit) -> None:
    alice, bob = sit("Alice", mic=True), sit("Bob")
    meeting = meeting_of(alice, site)
    for seat in (alice, bob):
        is_inside(enter(seat, meeting["code"]))
    bob.hears_mic_of(alice, True)
    alice.press("mic")
    bob.hears_mic_of(alice, False)
    alice.page.reload()
    is_inside(alice)
    expect(bob.page.locator("li.tile")).to_have_count(2, timeout=PATIENCE_MS)
    alice.has_links(1)
    assert alice.tool("mic").get_attribute("aria-pressed") == "false"


def test_two_tabs_of_one_person_are_one_tile_and_do_not_echo(site: Site, sit: Sit) -> None:
    alice, bob = sit("Alice"), sit("Bob")
    meeting = meeting_of(alice, site)
    for seat in (alice, bob):
        is_inside(enter(seat, meeting["code"]))
    second = Seat(bob.name, bob.page.context.new_page(), bob.member)
    is_inside(enter(second, meeting["code"]))
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
    alice, bob = sit("Alice"), sit("Bob", browser=bare_browser)
    meeting = meeting_of(alice, site)
    for seat in (alice, bob):
        is_inside(enter(seat, meeting["code"]))
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
    alice, bob = sit("Alice"), sit("Bob", browser=talking_browser, mic=True)
    meeting = meeting_of(alice, site)
    for seat in (alice, bob):
        is_inside(enter(seat, meeting["code"]))
    tile = alice.tile(bob)
    expect(tile).to_contain_text("talking", timeout=PATIENCE_MS)
    expect(tile).not_to_contain_text("talking", timeout=PATIENCE_MS)
    expect(tile).to_contain_text("talking", timeout=PATIENCE_MS)
    expect(tile).not_to_contain_text("talking", timeout=PATIENCE_MS)
    bob.waits_until("() => window.ltm.state().unacknowledged === 0")
    events = site.scene("events", occurrence=meeting["occurrence"])
    spoken = [event["until"] - event["at"] for event in events if event.get("interaction") == "speaking"]
    assert len(spoken) >= 2
    assert all(1500 < milliseconds < 2800 for milliseconds in spoken[1:2]), spoken
