"""Leave rules in the built-in room: set in its dialog, counted down, answered, and told to the host as what they were."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.room_call import PATIENCE_MS, Gathering, Seat, enter, gather, is_inside
from tests.journeys.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

AXE = (Path(__file__).resolve().parents[2] / "node_modules/axe-core/axe.min.js").read_text()


def dialog(seat: Seat) -> Locator:
    """*Leave for me*, opened by keyboard alone."""
    seat.tool("more").focus()
    seat.page.keyboard.press("Enter")
    seat.page.get_by_role("button", name="Leave for me").focus()
    seat.page.keyboard.press("Enter")
    return seat.page.get_by_role("dialog", name="Leave for me")


def set_rules(seat: Seat, *, seconds: int, countdown: int) -> None:
    """Leaves when alone for so many seconds; nobody has two minutes for a test, so the first ones count too."""
    opened = dialog(seat)
    opened.get_by_label("Everybody else has left").check()
    for label, value in (
        ("Seconds that it lasts", seconds), ("Seconds to say", countdown), ("Never in my first … seconds", 0)
    ):  # fmt: skip
        field = opened.get_by_label(label)
        field.fill(str(value))
        field.press("Tab")
    opened.get_by_role("button", name="Close").click()


def kept(page: Page) -> dict[str, Any]:
    rules: dict[str, Any] = json.loads(page.evaluate("localStorage.getItem('ltm.rules')"))
    return rules


def countdown(seat: Seat) -> Locator:
    return seat.page.get_by_role("region", name="Leaving soon")


def has_no_fault(page: Page) -> None:
    """axe finds nothing serious, and nothing is wider than the page."""
    page.evaluate(AXE)
    found = page.evaluate("() => axe.run(document)")
    assert [one["id"] for one in found["violations"] if one["impact"] in ("serious", "critical")] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def all_inside(gathering: Gathering, *seats: Seat) -> None:
    for seat in seats:
        is_inside(enter(seat, gathering.meeting["code"]))


def test_bob_is_left_out_when_the_others_have_gone_and_the_host_reads_why(site: Site, chromium: Browser) -> None:
    gathering = gather(site, "Alice", "Bob", "Carol")
    alice, bob, carol = (gathering.seat(chromium, name) for name in ("Alice", "Bob", "Carol"))
    all_inside(gathering, alice, bob, carol)
    set_rules(bob, seconds=3, countdown=30)
    bob.press("chat")
    bob.page.locator("#chat-text").fill("Half a sen")
    carol.press("leave")
    carol.page.wait_for_url(re.compile("/left/"))
    alice.page.goto(f"/live/{gathering.meeting['occurrence']}/")
    expect(countdown(bob)).to_be_visible(timeout=PATIENCE_MS)
    assert bob.page.evaluate("document.activeElement.id") == "chat-text", "a countdown takes no focus"
    expect(bob.page.get_by_role("log").last).to_contain_text("Leaving soon. Everybody else has left. Esc stays.")
    bob.page.keyboard.press("Escape")
    expect(countdown(bob)).to_have_count(0)
    bob.page.wait_for_timeout(5000)
    expect(countdown(bob)).to_have_count(0)
    all_inside(gathering, carol)
    bob.waits_until("() => window.ltm.state().people === 2")
    carol.press("leave")
    expect(countdown(bob)).to_be_visible(timeout=PATIENCE_MS)
    bob.page.get_by_role("button", name="Leave now").click()
    expect(bob.page.get_by_text("Your leave rule took you out")).to_be_visible(timeout=PATIENCE_MS)
    assert [(one["line"], one["what"]) for one in kept(bob.page)["log"]] == [
        ("alone_after_others", "stayed"), ("alone_after_others", "left"),
    ]  # fmt: skip
    reasons = [one["reason"] for one in gathering.log("exit") if one["name"] == "Bob Bobson"]
    assert reasons == ["auto_rule:alone_after_others"]
    left = alice.page.locator("section[aria-labelledby=left] tbody tr").filter(has_text="Bob Bobson")
    expect(left).to_contain_text("a leave rule", timeout=PATIENCE_MS)
    alice.page.goto(f"/reports/{gathering.meeting['occurrence']}/")
    alice.page.get_by_role("link", name="Bob Bobson").first.click()
    expect(alice.page.locator("main")).to_contain_text("auto_rule:alone_after_others")
    presence = site.scene("left_behind", occurrence=gathering.meeting["occurrence"])["presence"]
    assert presence["Bob"]["stays"][-1][2] == "auto_rule:alone_after_others"
    for seat in (alice, bob, carol):
        seat.close()


def test_the_countdown_leaves_by_itself_and_the_plugin_takes_over(site: Site, chromium: Browser) -> None:
    gathering = gather(site, "Alice", "Bob", "Carol")
    alice, bob, carol = (gathering.seat(chromium, name) for name in ("Alice", "Bob", "Carol"))
    all_inside(gathering, alice, bob, carol)
    for seat in (bob, carol):
        set_rules(seat, seconds=1, countdown=5)
    carol.page.evaluate("document.documentElement.setAttribute('data-leave-rules', '')")
    alice.press("leave")
    alice.page.get_by_role("button", name="Leave and keep it open").click()
    alice.page.wait_for_url(re.compile("/left/"))
    bob.page.evaluate("location.assign('/')")  # Carol is alone, and the plugin is there: nothing of the room's own
    carol.waits_until("() => window.ltm.state().people === 1")
    carol.page.wait_for_timeout(8000)
    expect(countdown(carol)).to_have_count(0)
    for reason in ("removed", "auto_rule:<b>", 7):
        carol.page.evaluate(
            "(detail) => document.dispatchEvent(new CustomEvent('leavethemeeting:leave', { detail }))", reason
        )
    assert carol.page.evaluate("window.ltm.state().phase") == "in"
    all_inside(gathering, bob)
    carol.waits_until("() => window.ltm.state().people === 2")
    carol.page.evaluate(
        "document.dispatchEvent(new CustomEvent('leavethemeeting:leave', { detail: 'auto_rule:silence' }))"
    )
    carol.page.wait_for_url(re.compile("/left/"))
    expect(countdown(bob)).to_be_visible(timeout=PATIENCE_MS)
    expect(bob.page.get_by_text("Your leave rule took you out")).to_be_visible(timeout=PATIENCE_MS)
    reasons = {one["name"].split()[0]: one["reason"] for one in gathering.log("exit")}
    assert (reasons["Carol"], reasons["Bob"]) == ("auto_rule:silence", "auto_rule:alone_after_others")
    for seat in (alice, bob, carol):
        seat.close()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (360, "light"), (360, "dark")])
def test_dialog_and_countdown_fit_and_are_read(
    site: Site, chromium: Browser, width: int, scheme: str, tmp_path: Path
) -> None:
    gathering = gather(site, "Alice", "Bob")
    alice, bob = (gathering.seat(chromium, name) for name in ("Alice", "Bob"))
    bob.page.set_viewport_size({"width": width, "height": 740})
    bob.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    all_inside(gathering, alice, bob)
    set_rules(bob, seconds=1, countdown=300)
    opened = dialog(bob)
    has_no_fault(bob.page)
    bob.page.screenshot(path=tmp_path / "dialog.png")
    alice.page.goto("/")
    expect(opened.get_by_role("region", name="Leaving soon")).to_be_visible(timeout=PATIENCE_MS)
    bob.page.screenshot(path=tmp_path / "dialog-counting.png")
    bob.page.keyboard.press("Escape")  # stays; the dialog is closed by the next one
    expect(opened.get_by_text("You stayed")).to_be_visible()
    has_no_fault(bob.page)
    bob.page.keyboard.press("Escape")
    expect(opened).to_have_count(0)
    all_inside(gathering, alice)
    alice.page.goto("/")
    expect(countdown(bob)).to_be_visible(timeout=PATIENCE_MS)
    has_no_fault(bob.page)
    bob.page.screenshot(path=tmp_path / "countdown.png")
    bob.page.get_by_role("button", name="Ask again in 10 minutes").click()
    expect(countdown(bob)).to_have_count(0)
    for seat in (alice, bob):
        seat.close()
