"""The join page in a real browser: waiting, the check before entering, and the way in without JavaScript."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.site import Site

pytestmark = pytest.mark.browser

Person = Callable[..., Page]
PATIENCE_MS = 30_000


def gather(site: Site, **meeting: Any) -> dict[str, Any]:
    """Alice hosts, Bob is a member."""
    made: dict[str, Any] = site.scene("gathering", names=["Alice Archer", "Bob Baker"], **meeting)
    return made


def choice(page: Page) -> dict[str, Any]:
    kept: dict[str, Any] = json.loads(page.evaluate("sessionStorage.getItem('ltm.join') ?? '{}'"))
    return kept


def test_whoever_waits_goes_on_when_the_host_opens(site: Site, person: Person) -> None:
    scene = gather(site, opened=False)
    alice, bob = (person(member) for member in scene["members"])
    bob.goto(f"/m/{scene['meeting']['code']}/")
    expect(bob.get_by_role("heading", name="Not open yet")).to_be_visible()
    alice.goto(f"/m/{scene['meeting']['code']}/")
    alice.get_by_role("button", name="Open the meeting").click()
    expect(bob.get_by_role("heading", name="The meeting is open")).to_be_visible(timeout=PATIENCE_MS)


def test_a_guest_walks_in_without_javascript(site: Site, person: Person) -> None:
    scene = gather(site)
    grace = person(java_script_enabled=False)
    grace.goto(f"/m/{scene['meeting']['code']}/")
    expect(grace.get_by_role("heading", name="Try microphone, camera and connection")).to_be_hidden()
    grace.get_by_label("Day", exact=True).fill("1")
    grace.get_by_label("Month").select_option("5")
    grace.get_by_label("Year").fill("1980")
    grace.get_by_role("button", name="Continue").click()
    grace.get_by_label("Your name").fill("Grace Guest")
    grace.get_by_label("E-mail").fill("grace@example.org")
    grace.get_by_role("button", name="Enter the meeting").click()
    expect(grace).to_have_url(f"{site.url}/m/{scene['meeting']['code']}/room/")


def test_microphone_and_camera_are_tried_here_and_on_in_the_room(site: Site, person: Person) -> None:
    scene = gather(site)
    bob = person(scene["members"][1])
    bob.goto(f"/m/{scene['meeting']['code']}/")
    bob.get_by_role("button", name="Turn the microphone on").click()
    bob.get_by_role("button", name="Turn the camera on").click()
    expect(bob.locator("meter")).not_to_have_js_property("value", 0)
    expect(bob.locator("video")).to_have_js_property("videoWidth", 640)
    bob.wait_for_timeout(2000)  # the picture keeps running while the bar moves
    assert bob.locator("video").evaluate("video => video.currentTime") > 0.5
    assert choice(bob) == {"mic": True, "camera": True, "micId": "", "cameraId": ""}
    bob.get_by_role("combobox", name="Microphone").select_option(index=1)
    bob.get_by_role("button", name="Turn the camera off").click()
    kept = choice(bob)
    assert (kept["mic"], kept["camera"], kept["micId"] != "") == (True, False, True)


def test_a_viewer_is_asked_for_no_device(site: Site, person: Person) -> None:
    scene = gather(site, newcomers_are="viewer")
    bob = person(scene["members"][1])
    bob.goto(f"/m/{scene['meeting']['code']}/")
    expect(bob.get_by_role("heading", name="Try your connection")).to_be_visible()
    expect(bob.locator("ltm-device-check")).to_have_count(0)


def test_the_connection_is_measured_and_missing_relays_are_said(site: Site, person: Person) -> None:
    scene = gather(site)
    bob = person(scene["members"][1])
    bob.goto(f"/m/{scene['meeting']['code']}/")
    bob.get_by_role("button", name="Check the connection").click()
    report = bob.locator("ltm-network-check .notice")
    expect(report).to_contain_text("the middle of 8 tries", timeout=PATIENCE_MS)
    expect(report).to_contain_text("This service has no STUN or TURN server.")


def test_times_are_told_in_the_zone_of_whoever_looks(site: Site, person: Person) -> None:
    plan = {"starts_at": "2040-01-02T10:00:00Z", "ends_at": "2040-01-02T11:00:00Z", "time_zone": "Europe/Berlin"}
    scene = gather(site, opened=False, **plan)
    bob = person(scene["members"][1], timezone_id="Asia/Kolkata")
    bob.goto(f"/m/{scene['meeting']['code']}/")
    expect(bob.get_by_text("Monday 2 January 2040, 15:30")).to_be_visible()
    expect(bob.get_by_text("your time, Asia/")).to_be_visible()
