"""Practice Google and practice Facebook, as a person meets them in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Request, expect

from tests.journeys.practising import PracticeSite, at_google, site

__all__ = ["site"]  # the fixture of this module
pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]
PASSWORD = "seven green umbrellas"


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def answer_the_form(page: Page) -> None:
    heading(page, "One more step")
    page.get_by_label("Day").fill("3")
    page.get_by_label("Month").select_option(label="October")
    page.get_by_label("Year").fill("1990")
    page.get_by_label(re.compile("I am fine with")).check()
    page.get_by_role("button", name="Sign up").click()
    heading(page, "My meetings")


def test_nora_says_no_then_signs_up_with_google_links_facebook_and_unlinks_it(
    person: Callable[..., Page], site: PracticeSite
) -> None:
    page = person()
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(_host(request)))
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text) if "Content Security Policy" in said.text else None)

    page.goto("/accounts/login/")
    assert hosts == {urlsplit(site.url).netloc}, "a button asks no network before it is pressed"
    at_google(page, "Deny")
    heading(page, "You said no, and that is fine")
    page.get_by_role("link", name="Sign in another way").click()
    at_google(page, "Nora Newcomer")
    answer_the_form(page)

    page.goto("/accounts/password/set/")
    page.get_by_label("New password", exact=True).fill(PASSWORD)
    page.get_by_label("New password, once more").fill(PASSWORD)
    page.locator("main form button").first.click()
    page.goto("/profile/linked/")
    page.get_by_role("button", name="Link a Facebook profile").click()
    heading(page, "Is it you?")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("Practice Facebook – nobody real")).to_be_visible()
    felix = page.locator("form", has_text="Felix Faber")
    felix.get_by_label("Share the e-mail address").uncheck()
    felix.get_by_role("button").click()

    heading(page, "Linked profiles")
    card = page.locator(".linked-profile", has_text="Facebook")
    for value in ("20000000000001", "Felix Faber", "name and picture", "e-mail address"):
        expect(card).to_contain_text(value)
    expect(card).not_to_contain_text("felix@example.org")
    card.get_by_role("link", name="Unlink Facebook").click()
    page.get_by_role("button", name="Unlink it").click()
    heading(page, "Linked profiles")
    expect(page.locator(".linked-profile")).to_have_count(1)
    assert refused == []
    for token in ("access_token", "EAAG", "practice-", "id_token"):
        assert token not in site.log, "the log holds no token"
    assert not re.search(r"[?&]code=", site.log), "nor a code"


def _host(request: Request) -> str:
    return urlsplit(request.url).netloc
