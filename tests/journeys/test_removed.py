"""A removed guest tries again from another browser, and the host lets them back in from the meeting's page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.room_call import PATIENCE_MS, Gathering, enter, gather, is_inside
from tests.journeys.site import Site

pytestmark = pytest.mark.browser


def come_as_guest(page: Page, meeting: Gathering, *, name: str, email: str) -> Page:
    """Through the age question and the door."""
    page.goto(f"/m/{meeting.meeting['code']}/")
    page.get_by_label("Day").fill("1")
    page.get_by_label("Month").select_option("5")
    page.get_by_label("Year").fill("1980")
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Your name").fill(name)
    page.get_by_label("E-mail").fill(email)
    page.get_by_role("button", name="Enter the meeting").click()
    return page


def test_who_was_removed_waits_in_another_browser_until_the_host_has_them_back(
    site: Site, chromium: Browser, person: Callable[..., Page]
) -> None:
    meeting = gather(site, "Alice", title="Open house")
    alice = meeting.seat(chromium, "Alice")
    is_inside(enter(alice, meeting.meeting["code"]))
    gina = come_as_guest(person(), meeting, name="Gina Guest", email="gina@example.org")
    alice.press("people")
    row = alice.page.locator("#panel ul.people > li").filter(has_text="Gina Guest")
    row.locator("summary").click()
    row.get_by_role("button", name="Remove", exact=True).click()
    alice.page.get_by_role("alertdialog").get_by_role("button", name="Remove").click()
    expect(gina.get_by_role("heading", name="You were removed")).to_be_visible(timeout=PATIENCE_MS)

    again = come_as_guest(person(), meeting, name="gina guest", email="other@example.org")
    expect(again.get_by_role("heading", name="You are in the waiting room")).to_be_visible(timeout=PATIENCE_MS)
    expect(alice.page.locator(".waiting-list")).to_contain_text("Same name or e-mail as “Gina Guest”, who was removed.")

    page = person(signed_in=alice.member)
    page.goto(f"/meetings/{meeting.meeting['id']}/")
    expect(page.locator("main")).to_contain_text("asks to come in")
    page.get_by_role("link", name="Gina Guest", exact=True).click()
    page.get_by_role("button", name="Let them back in").click()
    expect(page.get_by_text("Gina Guest may come back")).to_be_visible()
    expect(again.locator(".room")).to_be_visible(timeout=PATIENCE_MS)  # they resemble nobody removed any more
    alice.close()
