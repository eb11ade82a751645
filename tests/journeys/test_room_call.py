"""A call between real browsers on the real service. What one presses is looked for in another's window."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.room_call import PATIENCE_MS, Gathering, Seat, enter, gather, is_inside
from tests.journeys.site import Site

pytestmark = pytest.mark.browser


@dataclass
class Call:
    gathering: Gathering
    alice: Seat
    bob: Seat
    victor: Seat


@pytest.fixture(scope="module")
def call(site: Site, chromium: Browser) -> Iterator[Call]:
    """Alice (host) with microphone and camera, Bob made a participant with his camera, Victor watching."""
    gathering = gather(site, "Alice", "Bob", "Victor", title="Weekly stand-up", newcomers_are="viewer")
    alice = gathering.seat(chromium, "Alice", mic=True, camera=True)
    bob, victor = gathering.seat(chromium, "Bob", camera=True), gathering.seat(chromium, "Victor", camera=True)
    for seat in (alice, bob, victor):
        is_inside(enter(seat, gathering.meeting["code"]))
    alice.does_to(bob, "Make a participant")
    bob.tool("camera").wait_for()
    bob.press("camera")
    alice.press("people")
    yield Call(gathering, alice, bob, victor)
    for seat in (alice, bob, victor):
        seat.close()


def test_sound_and_pictures_flow_and_the_viewer_was_asked_for_nothing(call: Call) -> None:
    for seat in (call.alice, call.bob, call.victor):
        seat.has_links(2)
        seat.pictures_keep_coming()
    call.victor.waits_until("() => window.ltm.totals().then((t) => t.totalAudioEnergy > 0)")
    assert call.victor.totals()["bytesSent"] == 0
    assert call.victor.page.evaluate("() => window.asked") == 0
    assert call.victor.tool("mic").count() == 0


def test_muting_stops_the_sound_in_the_other_browser(call: Call) -> None:
    call.bob.hears_mic_of(call.alice, True)
    call.alice.press("mic")
    call.bob.hears_mic_of(call.alice, False)
    call.bob.page.wait_for_timeout(700)  # what was under way has arrived
    quiet = call.bob.totals()["totalAudioEnergy"]
    call.bob.page.wait_for_timeout(1000)
    assert call.bob.totals()["totalAudioEnergy"] - quiet < 1e-4
    call.alice.press("mic")
    call.bob.hears_mic_of(call.alice, True)
    call.bob.waits_until("(n) => window.ltm.totals().then((t) => t.totalAudioEnergy > n)", quiet + 0.01)


def test_a_camera_goes_and_comes_back(call: Call) -> None:
    call.victor.sees_camera_of(call.bob)
    call.bob.press("camera")
    call.victor.sees_camera_of(call.bob, False)
    call.bob.press("camera")
    call.victor.sees_camera_of(call.bob)
    call.victor.pictures_keep_coming()


def test_a_shared_screen_is_the_stage_for_everybody_until_it_stops(call: Call) -> None:
    call.bob.press("screen")
    for seat in (call.alice, call.victor):
        screen = seat.page.locator(".screens .tile.screen")
        expect(screen).to_contain_text("Bob Bobson's screen")
        seat.waits_until("() => document.querySelector('.screens video')?.videoWidth > 0")
    call.bob.page.get_by_role("button", name="Stop sharing").click()
    expect(call.victor.page.locator(".screens")).to_have_count(0)
    expect(call.bob.tool("screen")).to_have_attribute("aria-pressed", "false")


def test_chat_arrives_is_counted_while_unread_and_is_said_aloud(call: Call) -> None:
    page = call.bob.page
    call.bob.press("chat")
    page.keyboard.type("Good morning")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("mic off is m")  # written, so no shortcut
    page.keyboard.press("Enter")
    expect(call.alice.tool("chat")).to_contain_text("1 unread message")
    expect(call.victor.page.get_by_role("log")).to_contain_text("Bob Bobson: Good morning")
    call.alice.press("chat")
    expect(call.alice.page.locator(".chat-log")).to_contain_text("mic off is m")
    expect(call.alice.tool("chat")).not_to_contain_text("unread")
    assert call.bob.tool("mic").get_attribute("aria-pressed") == "false"
    call.bob.press("chat")
    call.alice.press("chat")


def test_hands_stand_in_order_and_the_host_lowers_them(call: Call) -> None:
    call.victor.press("hand")
    expect(call.alice.tile(call.victor)).to_contain_text("hand raised")
    call.bob.page.keyboard.press("h")
    call.alice.press("people")
    hands = call.alice.page.locator("ol.hands > li")
    expect(hands).to_have_count(2)
    assert [text.split()[0] for text in hands.all_inner_texts()] == ["Victor", "Bob"]
    call.alice.page.get_by_role("button", name="Lower Victor Victorson's hand").click()
    expect(call.victor.tool("hand")).to_have_attribute("aria-pressed", "false")
    expect(call.victor.notice("Your hand was lowered.")).to_be_visible()
    call.bob.page.keyboard.press("h")
    expect(hands).to_have_count(0)
    call.alice.press("people")


def test_a_reaction_floats_over_the_tile_of_whoever_sent_it(call: Call) -> None:
    call.victor.page.keyboard.press("r")
    call.victor.page.get_by_role("button", name="applause").click()
    expect(call.alice.tile(call.victor).locator(".tile-reaction")).to_have_text("👏")
    expect(call.bob.page.get_by_role("log")).to_contain_text("Victor Victorson reacts: applause")


def test_being_away_shows(call: Call) -> None:
    call.victor.page.keyboard.press("b")
    expect(call.bob.tile(call.victor)).to_contain_text("Be right back")
    call.victor.page.keyboard.press("b")
    expect(call.bob.tile(call.victor)).not_to_contain_text("Be right back")


def test_asked_to_mute_bob_decides_himself(call: Call) -> None:
    call.bob.press("mic")
    call.alice.hears_mic_of(call.bob, True)
    call.alice.does_to(call.bob, "Ask to mute")
    notice = call.bob.notice("A host asks you to mute your microphone.")
    expect(notice).to_be_visible()
    assert call.bob.tool("mic").get_attribute("aria-pressed") == "true"
    notice.get_by_role("button", name="Mute now").click()
    call.alice.hears_mic_of(call.bob, False)
    call.alice.press("people")


def test_a_new_role_holds_at_once(call: Call) -> None:
    call.alice.does_to(call.victor, "Make a participant")
    call.victor.press("camera")
    call.bob.sees_camera_of(call.victor)
    call.alice.does_to(call.victor, "Make a viewer")
    call.bob.sees_camera_of(call.victor, False)
    expect(call.victor.tool("camera")).to_have_count(0)
    expect(call.victor.notice("You are a viewer now")).to_be_visible()
    sent = call.victor.totals()["bytesSent"]
    call.victor.page.wait_for_timeout(1000)
    assert call.victor.totals()["bytesSent"] == sent
    call.alice.press("people")


def test_leaving_can_be_undone_for_three_seconds(call: Call) -> None:
    page = call.victor.page
    call.victor.press("leave")
    expect(page.get_by_role("alertdialog", name="Leaving in 3 …")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("alertdialog")).to_have_count(0)
    page.wait_for_timeout(3500)
    assert call.victor.state()["phase"] == "in"
    assert [event["name"] for event in call.gathering.log("exit")] == []


def test_a_restart_of_the_service_loses_nothing_that_was_written(call: Call) -> None:
    call.bob.press("hand")
    expect(call.alice.tile(call.bob)).to_contain_text("hand raised")
    call.gathering.site.kill()
    badge = call.bob.page.locator("[data-connection=reconnecting]")
    expect(badge).to_contain_text("We keep what you wrote")
    call.bob.press("chat")
    call.bob.page.fill("#chat-text", "Written while the service was down")
    call.bob.page.keyboard.press("Enter")
    expect(badge).to_contain_text("1 message waits to be sent")
    call.gathering.site.start()
    for seat in (call.alice, call.bob, call.victor):
        is_inside(seat)
    expect(call.alice.page.get_by_role("log")).to_contain_text(
        "Written while the service was down", timeout=PATIENCE_MS
    )
    expect(call.alice.tile(call.bob)).to_contain_text("hand raised")
    for seat in (call.alice, call.bob, call.victor):
        seat.has_links(2)
        seat.pictures_keep_coming()
    call.bob.press("chat")
    call.bob.press("hand")


def test_leaving_is_recorded_and_the_others_hear_of_it(call: Call) -> None:
    call.victor.press("leave")
    call.victor.page.get_by_role("button", name="Leave now").click()
    call.victor.page.wait_for_url("**/left/")
    expect(call.bob.page.get_by_role("log")).to_contain_text("Victor Victorson left")
    expect(call.alice.tile(call.victor)).to_have_count(0)
    assert [event["reason"] for event in call.gathering.log("exit")][-1] == "left"


def test_ending_for_all_needs_a_second_yes_and_shows_everybody_out(call: Call) -> None:
    call.alice.press("leave")
    call.alice.page.get_by_role("button", name="End for all").click()
    confirm = call.alice.page.get_by_role("alertdialog", name="End the meeting for everybody?")
    confirm.get_by_role("button", name="End for all").click()
    expect(call.bob.page.get_by_role("heading", name="The meeting has ended")).to_be_visible()
    assert {event["reason"] for event in call.gathering.log("exit")[-2:]} == {"ended"}
