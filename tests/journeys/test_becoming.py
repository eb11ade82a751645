"""How people come in and go, in a real browser with real letters: a newcomer hosts, a guest becomes a member and keeps
what was, an attendee hosts and attends again, and somebody deletes their account and thinks again."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.posted import Posted, posted, site, text_of
from tests.journeys.site import Site
from tests.journeys.visiting import answer_age, answer_sign_up

__all__ = ["posted", "site"]  # fixtures of this module
pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]
Person = Callable[..., Page]
PASSWORD = "seven green umbrellas"
CODE = re.compile(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b")


def signs_up(page: Page, posted: Posted, name: str) -> None:
    """Name, address, password, date of birth, agreement; then the code from the letter."""
    before = len(posted.mailbox.letters)
    page.goto("/accounts/signup/")
    answer_sign_up(page, name, 1980)
    expect(page.locator("main input[name=code]")).to_be_visible()
    for _ in range(100):
        if len(posted.mailbox.letters) > before:
            break
        page.wait_for_timeout(100)
    found = CODE.search(text_of(posted.mailbox.letters[before]))
    assert found
    page.locator("main input[name=code]").fill(found[0])
    page.locator("main form").get_by_role("button").first.click()
    page.wait_for_url("**/meetings/")


def hosts(page: Page, title: str) -> str:
    """Plan a meeting for any time and open it; where its join link leads."""
    page.goto("/meetings/plan/")
    page.get_by_label("Title").fill(title)
    page.get_by_label("At any time").check()
    page.get_by_role("button", name="Plan the meeting").click()
    page.get_by_role("button", name="Open the meeting").click()
    expect(page.locator(".badge.live").first).to_be_visible()
    return str(page.get_by_role("link", name="Join page").first.get_attribute("href"))


def enters(page: Page, door: str) -> None:
    page.goto(door)
    page.get_by_role("button", name="Enter the meeting").click()
    page.wait_for_selector(".room, .room-page")


def leaves(page: Page) -> None:
    page.get_by_role("button", name="Leave").first.click()
    page.wait_for_url("**/left/**")


def alice_of(site: Site, person: Person, name: str, **meeting: Any) -> tuple[Page, str]:
    """A host by that name with an open meeting, and its door."""
    address = f"{name.split(maxsplit=1)[0].lower()}@example.org"
    page = person(site.scene("member", name=name, email=address))
    return page, f"/m/{site.scene('meeting', host=address, **meeting)['code']}/"


def test_a_newcomer_signs_up_confirms_by_code_and_hosts_a_meeting(person: Person, posted: Posted) -> None:
    nora = person()
    signs_up(nora, posted, "Nora Newcomer")
    expect(nora.get_by_text("You host no meetings yet")).to_be_visible()
    door = hosts(nora, "Nora begins")
    guest = person(java_script_enabled=False)
    guest.goto(door)
    expect(guest.get_by_role("heading", name="Nora begins")).to_be_visible()
    expect(guest.get_by_text("Hosted by Nora Newcomer")).to_be_visible()


def test_a_guest_becomes_a_member_and_is_the_same_person_to_the_host(
    person: Person, posted: Posted, site: Site
) -> None:
    alice, door = alice_of(site, person, "Alice Archer", title="Open house")
    grace = person()
    grace.goto(door)
    answer_age(grace, 1980)
    grace.get_by_role("button", name="Continue").click()
    grace.get_by_label("Your name").fill("Grace Guest")
    grace.get_by_label("E-mail").fill("grace@example.org")
    grace.get_by_role("button", name="Enter the meeting").click()
    grace.wait_for_selector(".room, .room-page")
    leaves(grace)
    alice.goto("/attendees/")
    alice.get_by_role("link", name="Grace Guest").click()
    expect(alice.get_by_text("not verified")).to_be_visible()
    expect(alice.locator(".facts")).to_contain_text("guest")

    signs_up(grace, posted, "Grace Guest")
    alice.goto("/attendees/")
    expect(alice.get_by_role("link", name="Grace Guest")).to_have_count(1)
    alice.get_by_role("link", name="Grace Guest").click()
    expect(alice.get_by_text("not verified")).to_have_count(0)
    expect(alice.get_by_role("link", name="Open house")).to_be_visible()  # what she did as a guest is hers now
    enters(grace, door)
    leaves(grace)
    alice.goto("/attendees/")
    expect(alice.get_by_role("link", name="Grace Guest")).to_have_count(1)


def test_an_attendee_hosts_and_attends_again_and_neither_host_sees_the_others(
    person: Person, posted: Posted, site: Site
) -> None:
    alma, door = alice_of(site, person, "Alma Archer", title="Alma's")
    bruno = person()
    signs_up(bruno, posted, "Bruno Baker")
    enters(bruno, door)
    leaves(bruno)
    own = hosts(bruno, "Bruno's")
    enters(bruno, door)  # back: a host in one meeting, an attendee in another
    leaves(bruno)
    enters(alma, own)
    leaves(alma)
    for host, guest, theirs, not_theirs in ((alma, "Bruno Baker", "Alma's", "Bruno's"), (bruno, "Alma Archer", "Bruno's", "Alma's")):  # fmt: skip
        host.goto("/attendees/")
        host.get_by_role("link", name=guest).click()
        expect(host.get_by_role("link", name=theirs)).to_be_visible()
        expect(host.get_by_role("link", name=not_theirs)).to_have_count(0)


def test_somebody_deletes_their_account_thinks_again_and_keeps_it(person: Person, posted: Posted) -> None:
    wim = person()
    signs_up(wim, posted, "Wim Wavering")
    _deletes(wim)
    wim.goto("/meetings/")
    expect(wim).to_have_url(re.compile("/accounts/login/"))
    _signs_in(wim)
    expect(wim.get_by_role("heading", name="Keep your account?")).to_be_visible()
    wim.goto("/meetings/")  # nothing else opens until they say so
    expect(wim.get_by_role("heading", name="Keep your account?")).to_be_visible()
    wim.get_by_role("button", name="Keep my account").click()
    wim.goto("/meetings/")
    expect(wim.get_by_role("heading", name="My meetings")).to_be_visible()
    told = [text_of(letter) for letter in posted.mailbox.letters if "wim@example.org" in str(letter["To"])]
    assert any("You asked us to delete your account" in text for text in told)


def _deletes(page: Page) -> None:
    """Pressed, asked who one is, and done."""
    page.goto("/account/delete/")
    page.get_by_role("button", name="Delete my account").click()
    expect(page.get_by_role("heading", name="Is it you?")).to_be_visible()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()  # what was pressed is done now
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()


def _signs_in(page: Page) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("E-mail").fill("wim@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
