"""What visitors and members are owed: everything public without a cookie, the age question, an answer, a question before what is new."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, Playwright, expect

from leavethemeeting.consent.portions import Without, portions
from tests.journeys.kept_browsers import refuses_cookies
from tests.journeys.posted import Posted, arrived, letter_number, link_in, posted, site, text_of
from tests.journeys.site import Site
from tests.journeys.visiting import (
    Cast,
    answer_age,
    answer_sign_up,
    files_with,
    heading,
    is_refused,
    rows_about_people,
    sit,
    walk,
)

__all__ = ["posted", "site"]  # fixtures of this module
pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

Person = Callable[..., Page]
PUBLIC = ["/", "/plugin/", "/privacy/", "/privacy/versions/", "/terms/", "/cookies/", "/contact/", "/guardian/"]
SENTENCE = "Whoever enters may bring a parrot."


@pytest.fixture(scope="module")
def refusing(playwright: Playwright, site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """The window of somebody whose browser takes no cookies."""
    context = refuses_cookies(playwright, tmp_path_factory.mktemp("refusing"), site.url)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def cast(site: Site) -> Cast:
    return sit(site, "Alice Ahead", "Bob Balks", "Petra Provider")


# All cookies refused


def test_every_public_page_opens_for_a_browser_that_refuses_all_cookies(refusing: Page, cast: Cast) -> None:
    faults: list[str] = []
    refusing.on("pageerror", lambda error: faults.append(f"{refusing.url}: {error}"))
    seen = walk(refusing, "/", cast.door)
    assert {*PUBLIC, cast.door} <= set(seen)
    assert {path: status for path, status in seen.items() if status != 200} == {}
    assert faults == [], "a script that finds no storage goes on"
    assert refusing.context.cookies() == [], "the browser did refuse"


def test_without_cookies_one_writes_is_answered_and_takes_a_consent_back(refusing: Page, posted: Posted) -> None:
    before = len(posted.mailbox.letters)
    refusing.goto("/contact/")
    refusing.get_by_label("Your e-mail address").fill("nina@example.org")
    refusing.get_by_label("Your message").fill("I keep no cookies.")
    refusing.get_by_role("button", name="Send").click()
    heading(refusing, "We have your message")
    refusing.goto(link_in(arrived(posted, refusing, before + 1), posted.site, "/case/"))
    expect(refusing.locator(".conversation")).to_contain_text("I keep no cookies.")

    refusing.goto("/guardian/")
    refusing.get_by_label("Your e-mail address").fill("nina@example.org")
    refusing.get_by_label("The child's name").fill("Lou")
    refusing.get_by_label("What should we know").fill("Lou is 11.")
    refusing.get_by_role("button", name="Send, and get the code").click()
    code = re.search(r"(?m)^\s*(\d{6})\s*$", arrived(posted, refusing, before + 2))
    assert code
    refusing.get_by_label("The code from the letter").fill(code[1])
    refusing.get_by_role("button", name="Hand it on").click()
    heading(refusing, "We have your message")

    refusing.goto("/")
    refusing.get_by_label("Your e-mail address").fill("nina@example.org")
    refusing.locator("input[name=count]").check()
    refusing.get_by_role("button", name="Send me the link").click()
    heading(refusing, "Look in your mailbox")
    refusing.goto(link_in(arrived(posted, refusing, before + 4), posted.site, "/u/"))  # the third is the receipt
    heading(refusing, "Stop noting what you open?")
    refusing.get_by_role("button", name="Stop it").click()
    heading(refusing, "It is off")
    assert refusing.context.cookies() == []


def test_what_needs_a_cookie_says_so_and_what_to_do_next(refusing: Page, cast: Cast) -> None:
    def is_told(again: str) -> None:
        heading(refusing, "This needs a cookie")
        off = refusing.locator(".off-without-cookies li")
        assert off.all_inner_texts() == [str(portion.title) for portion in portions(Without.ANY)]
        expect(refusing.get_by_text("allow cookies for this site")).to_be_visible()
        expect(refusing.get_by_role("link", name="Open the page again")).to_have_attribute("href", again)

    refusing.goto("/accounts/login/")
    refusing.get_by_label("E-mail").fill("alice@example.org")
    refusing.get_by_label("Password").fill("whatever it was")
    refusing.get_by_role("button", name="Sign in", exact=True).click()
    is_told("/accounts/login/")
    refusing.goto("/accounts/signup/")
    answer_sign_up(refusing, "Rosa Refuser", 1990)
    is_told("/accounts/signup/")
    refusing.goto("/accounts/password/reset/")
    refusing.get_by_label("E-mail").fill("alice@example.org")
    refusing.locator("main form button").first.click()
    is_told("/accounts/password/reset/")
    refusing.goto(cast.door)
    answer_age(refusing, 1990)
    refusing.locator("main form").get_by_role("button").first.click()
    is_told(f"{cast.door}age/")
    refusing.get_by_role("link", name="What each cookie is for").click()
    refusing.get_by_role("button", name="Allow all").click()
    expect(refusing.get_by_text("Your browser keeps no cookies")).to_be_visible()


# Under eighteen


def test_a_child_is_refused_kindly_at_sign_up_and_no_way_back_leads_in(person: Person, site: Site) -> None:
    before, young = rows_about_people(site), datetime.now(UTC).year - 12
    page = person()
    page.goto("/accounts/signup/")
    answer_sign_up(page, "Kolibri Kid", young)
    is_refused(page)
    page.go_back()
    if page.get_by_role("button", name="Sign up").count():  # the browser kept the form
        answer_sign_up(page, "Kolibri Kid", 1990)
    is_refused(page)
    page.reload()
    is_refused(page)
    page.goto("/accounts/signup/")
    is_refused(page)
    kept = {cookie["name"]: cookie for cookie in page.context.cookies()}
    assert set(kept) == {"age", "csrf"}
    assert 23 * 3600 < kept["age"]["expires"] - datetime.now(UTC).timestamp() <= 24 * 3600
    assert rows_about_people(site) == before
    assert files_with("kolibri", site.folder) == []


def test_a_child_is_refused_at_the_meetings_door(person: Person, site: Site, cast: Cast) -> None:
    before, page = rows_about_people(site), person(java_script_enabled=False)
    page.goto(cast.door)
    answer_age(page, datetime.now(UTC).year - 12)
    page.locator("main form").get_by_role("button").first.click()
    is_refused(page)
    page.go_back()
    if page.get_by_label("Year").count():
        answer_age(page, 1990)
        page.locator("main form").get_by_role("button").first.click()
    is_refused(page)
    page.goto(cast.door)
    is_refused(page)
    page.goto("/accounts/signup/")  # nor by another door
    is_refused(page)
    assert {cookie["name"] for cookie in page.context.cookies()} == {"age", "csrf"}
    assert rows_about_people(site) == before


# A case


def test_a_visitor_asks_the_provider_answers_by_letter_and_the_case_is_closed(
    person: Person, posted: Posted, cast: Cast
) -> None:
    site, before = posted.site, len(posted.mailbox.letters)
    visitor, provider = person(), person(signed_in=cast.members["Petra"])
    visitor.goto("/contact/")
    visitor.get_by_label("Your name").fill("Vera Visitor")
    visitor.get_by_label("Your e-mail address").fill("vera@example.org")
    visitor.get_by_label("Your message").fill("May my parrot attend?")
    visitor.get_by_role("button", name="Send").click()
    heading(visitor, "We have your message")
    reference = visitor.locator("main .lead strong").inner_text()
    assert "/case/" in arrived(posted, visitor, before + 1)

    provider.goto("/provider/cases/")
    provider.get_by_role("link", name=reference).click()
    expect(provider.locator("main")).to_contain_text("May my parrot attend?")
    provider.locator("textarea").fill("It may, if it is eighteen.")
    provider.get_by_role("button", name="Answer by letter").click()
    expect(provider.get_by_text("waits for the person")).to_be_visible()

    letter = letter_number(posted, visitor, before + 2)
    assert posted.mailbox.recipients[before + 1] == ["vera@example.org"]
    assert letter.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in letter.iter_parts()] == ["text/plain", "text/html"]
    assert reference in str(letter["Subject"])
    address = link_in(text_of(letter), site, "/case/")
    html = letter.get_body(("html",))
    assert html is not None and f'href="{site.url}{address}"' in str(html.get_content())
    visitor.goto(address)
    expect(visitor.locator(".conversation .theirs")).to_contain_text("It may, if it is eighteen.")
    visitor.get_by_label("Your message").fill("It is thirty.")
    visitor.get_by_role("button", name="Send").click()
    expect(visitor.locator(".conversation")).to_contain_text("It is thirty.")

    provider.goto("/provider/cases/")
    provider.get_by_role("link", name=reference).click()
    expect(provider.get_by_text("waits for you")).to_be_visible()
    expect(provider.locator("main")).to_contain_text("It is thirty.")
    provider.get_by_role("button", name="Close the case").click()
    expect(provider.get_by_text("The case is closed.")).to_be_visible()
    expect(provider.get_by_role("link", name=reference)).to_have_count(0)
    visitor.reload()
    expect(visitor.get_by_text("Closed. If you write back, it opens again.")).to_be_visible()
    charlie = person()
    answer = charlie.goto("/provider/cases/")
    assert answer is not None and answer.status == 404


# A changed policy: the last story, because from now on everybody else would be asked, too


def test_a_changed_policy_is_previewed_posted_and_asked_about(person: Person, site: Site, cast: Cast) -> None:
    alice, bob, provider = (person(signed_in=cast.members[name]) for name in ("Alice", "Bob", "Petra"))
    for page in (alice, bob):
        page.goto("/profile/")
        heading(page, re.compile("rofile"))
    provider.goto("/provider/policy/")
    provider.get_by_role("link", name="Write a new version").first.click()
    text = provider.get_by_label("Text, in Markdown")
    text.fill(f"{text.input_value()}\n\n{SENTENCE}\n")
    provider.get_by_label("What changes, in a sentence").fill("Parrots.")
    expect(provider.get_by_label("Ask members again")).to_be_checked()
    provider.get_by_role("button", name="Look at the difference").click()
    heading(provider, "What would change")
    expect(provider.locator("section.card").get_by_text(SENTENCE)).to_be_visible()
    expect(provider.get_by_text("are asked again at their next page", exact=True)).to_be_visible()
    alice.goto("/privacy/")
    assert SENTENCE not in alice.locator("main").inner_text(), "a draft is nobody's business yet"
    provider.get_by_role("button", name="Post it now").click()
    expect(provider.get_by_text("Posted. Version 2 holds from now.")).to_be_visible()

    alice.goto("/profile/")
    heading(alice, "Something has changed")
    alice.goto("/meetings/plan/")
    is_asked(alice)
    reads_all_versions(alice)
    alice.goto("/meetings/plan/?from=letter")  # what is new stays shut until there is an answer
    is_asked(alice)
    alice.get_by_role("button", name="Accept and go on").click()
    expect(alice).to_have_url(f"{site.url}/meetings/plan/?from=letter")
    alice.goto("/profile/")
    heading(alice, re.compile("rofile"))
    declines(bob)


def is_asked(page: Page) -> None:
    heading(page, "Something has changed")
    question = page.locator("section.card")
    expect(question).to_contain_text("Parrots.")
    expect(question).to_contain_text("Different from version 1, which you accepted")
    expect(question.get_by_text(SENTENCE)).to_be_visible()


def reads_all_versions(page: Page) -> None:
    page.get_by_role("link", name="Read the whole text").click()
    expect(page.locator("main")).to_contain_text(SENTENCE)
    page.goto("/privacy/versions/1/")
    assert SENTENCE not in page.locator("main").inner_text()
    page.goto("/privacy/versions/2/changes/")
    expect(page.get_by_text(SENTENCE)).to_be_visible()
    feed = page.evaluate("() => fetch('/privacy/changes.atom').then((answer) => answer.text())")
    assert "Parrots." in feed and "/privacy/versions/2/changes/" in feed


def declines(page: Page) -> None:
    """Bob does not accept: he is told what that means, and may read, choose, leave and delete."""
    page.goto("/meetings/")
    is_asked(page)
    expect(page.get_by_role("heading", name="If you do not accept")).to_be_visible()
    expect(page.get_by_text("Nothing that is new is done with your data.")).to_be_visible()
    page.locator("main").get_by_role("link", name="Privacy choices").click()
    heading(page, "Privacy choices")
    page.goto("/meetings/")
    page.locator("main").get_by_role("link", name="Delete your account").click()
    heading(page, re.compile("^(Delete|Is it you)"))
    page.goto("/meetings/")
    is_asked(page)
    page.locator("main").get_by_role("button", name="Sign out").click()
    page.goto("/profile/")
    expect(page).to_have_url(re.compile("/accounts/login/"))
