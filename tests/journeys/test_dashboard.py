"""A host watches people come, do things and go, in real browsers; the service restarts; without JavaScript."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.room_call import PATIENCE_MS, Gathering, Seat, enter, gather, is_inside
from tests.journeys.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


def watch(gathering: Gathering, chromium: Browser, **options: object) -> Seat:
    """Alice's dashboard in a window of its own."""
    alice = gathering.members["Alice"]
    context = chromium.new_context(base_url=gathering.site.url, **options)  # type: ignore[arg-type]  # -- Playwright's own options
    context.set_default_timeout(PATIENCE_MS)
    context.add_cookies([{"name": alice["cookie"], "value": alice["session"], "url": gathering.site.url}])
    seat = Seat("Alice", context.new_page(), alice)
    seat.page.goto(f"/live/{gathering.meeting['occurrence']}/")
    return seat


def here(page: Page) -> Locator:
    return page.locator("section[aria-labelledby=here] tbody tr:not(.going):not(.details)")


def shows(page: Page, label: str, number: int) -> None:
    figure = page.locator(".board-figures > div").filter(has_text=label).locator("dd")
    expect(figure).to_have_text(re.compile(rf"^\s*{number}\b"), timeout=PATIENCE_MS)


def test_alice_sees_bob_and_carol_come_do_things_and_go_each_in_their_way(site: Site, chromium: Browser) -> None:
    gathering = gather(site, "Alice", "Bob", "Carol")
    alice = watch(gathering, chromium)
    expect(alice.page.get_by_role("heading", name="Nobody is here yet")).to_be_visible()
    bob, carol = (enter(gathering.seat(chromium, name), gathering.meeting["code"]) for name in ("Bob", "Carol"))
    for seat in (bob, carol):
        is_inside(seat)
    shows(alice.page, "Here now", 2)
    expect(alice.page.locator("[aria-live=polite]").first).to_have_text(re.compile("Carol Carolson.* entered"))
    bob.press("hand")
    expect(alice.page.locator("section[aria-labelledby=hands] li")).to_have_text(re.compile("Bob Bobson"))
    alice.page.get_by_role("button", name="Bob Bobson").click()
    expect(alice.page.locator("tr.details")).to_contain_text("here now")
    carol.close()
    left = alice.page.locator("section[aria-labelledby=left] tbody tr").filter(has_text="Carol Carolson")
    expect(left).to_contain_text(re.compile("closed the page|connection dropped"), timeout=PATIENCE_MS)
    expect(here(alice.page)).to_have_count(1)
    shows(alice.page, "Came in all", 2)
    bob.close()
    alice.close()


def test_the_dashboard_goes_on_by_itself_after_the_service_was_restarted(site: Site, chromium: Browser) -> None:
    gathering = gather(site, "Alice", "Bob")
    alice = watch(gathering, chromium)
    expect(alice.page.locator("ltm-dashboard [aria-live]")).to_have_count(1)
    site.stop()
    expect(alice.page.locator("[data-link]")).to_contain_text("Trying again", timeout=PATIENCE_MS)
    site.start()
    expect(alice.page.locator("[data-link]")).to_be_hidden(timeout=PATIENCE_MS)
    bob = enter(gathering.seat(chromium, "Bob"), gathering.meeting["code"])
    is_inside(bob)
    shows(alice.page, "Here now", 1)
    bob.close()
    alice.close()


def test_alice_lets_people_in_from_the_dashboard_by_keyboard(site: Site, chromium: Browser) -> None:
    gathering = gather(site, "Alice", "Bob", "Carol", "Charlie", waiting_room=True)
    alice = watch(gathering, chromium)
    seats = [enter(gathering.seat(chromium, name), gathering.meeting["code"]) for name in ("Bob", "Carol", "Charlie")]
    bob, carol, charlie = seats
    expect(alice.page.locator(".board-door li")).to_have_count(3, timeout=PATIENCE_MS)
    alice.page.get_by_role("button", name="Refuse Charlie Charlieson").focus()
    alice.page.keyboard.press("Enter")
    spoken = alice.page.locator("ltm-dashboard > [aria-live=polite]")
    expect(spoken).to_have_text("Charlie Charlieson is not admitted.")
    expect(charlie.page.get_by_role("heading", name="You were not let in")).to_be_visible(timeout=PATIENCE_MS)
    expect(alice.page.locator(".board-door li")).to_have_count(2)
    expect(alice.page.locator(".board-door button:focus")).to_have_count(1)  # on to the next one, not lost
    alice.page.get_by_role("button", name="Admit all").focus()
    alice.page.keyboard.press("Enter")
    for seat in (bob, carol):
        is_inside(seat)
    expect(alice.page.locator(".board-door")).to_have_count(0)
    expect(alice.page.locator("#here")).to_be_focused()
    for seat in (*seats, alice):
        seat.close()


def test_a_plugin_that_falls_silent_is_unknown_without_anybody_doing_anything(site: Site, chromium: Browser) -> None:
    gathering = gather(site, "Alice")
    site.scene("plugin_heard", occurrence=gathering.meeting["occurrence"], name="Peter Plugin", seconds_ago=140)
    alice = watch(gathering, chromium)
    shows(alice.page, "Here now", 1)
    expect(here(alice.page).locator(".badge.unknown")).to_have_text(re.compile("unknown since"), timeout=30_000)
    shows(alice.page, "Here now", 0)
    shows(alice.page, "Unknown", 1)
    expect(alice.page.locator("section[aria-labelledby=left]")).not_to_contain_text("Peter Plugin")
    alice.close()


def test_closing_in_another_window_is_seen_and_signing_out_ends_the_stream(site: Site, chromium: Browser) -> None:
    gathering = gather(site, "Alice")
    alice = watch(gathering, chromium)
    expect(alice.page.locator("ltm-dashboard [aria-live]")).to_have_count(1)
    other = alice.page.context.new_page()
    other.goto(alice.page.url)
    other.get_by_role("link", name="Close for everyone").click()
    other.get_by_role("dialog").get_by_role("button", name="Close for everyone").click()
    expect(alice.page.locator(".board-head .badge", has_text="closed")).to_be_visible(timeout=PATIENCE_MS)
    expect(alice.page.get_by_role("button", name="Open again")).to_be_visible()
    began = time.monotonic()
    other.goto("/accounts/logout/")
    other.locator("main form button").click()
    expect(alice.page.locator("[data-link]")).to_contain_text("no longer follows", timeout=PATIENCE_MS)
    assert time.monotonic() - began < 10
    alice.close()


def test_without_javascript_the_page_is_whole_and_fits_a_phone(site: Site, chromium: Browser) -> None:
    gathering = gather(site, "Alice", "Bob")
    bob = enter(gathering.seat(chromium, "Bob"), gathering.meeting["code"])
    is_inside(bob)
    alice = watch(gathering, chromium, java_script_enabled=False, viewport={"width": 360, "height": 740})
    expect(alice.page.locator(".board-figures")).to_contain_text("Came in all")
    expect(alice.page.locator("tbody tr").filter(has_text="Bob Bobson")).to_be_visible()
    expect(alice.page.get_by_text("as it stood at")).to_be_visible()
    bob.close()
    alice.close()
