"""The promise about contacts (C17, C18): 200 canaries go through a real browser, and none of them anywhere else.

What a browser sends is recorded byte by byte in front of the service; what the service keeps is read from its
folder, its log and its memory. Each canary is looked for in clear and in every form it could have been given.
Three pages that leak on purpose show that the search would have found it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from leavethemeeting.project.demo.practice.people import Contact
from tests.journeys.inviting import House, inviting_house, read_contacts, window_of
from tests.journeys.site import ROOT
from tests.referrals.canaries import COUNT, leaks, needles, new_mark

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

BUNDLE = ROOT / "src/leavethemeeting/shared/static/dist/invite.js"


@pytest.fixture(scope="module")
def house(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """On SQLite, unless the test names another database."""
    with inviting_house(tmp_path_factory.mktemp("invite"), getattr(request, "param", "sqlite")) as made:
        yield made


@pytest.fixture
def window(request: pytest.FixtureRequest, house: House, chromium: Browser) -> Iterator[BrowserContext]:
    """Alice's browser; with the parameter ``True`` it does not heed the pages' policies."""
    with window_of(house, chromium, bypass_csp=getattr(request, "param", False)) as context:
        yield context


def letters_of(page: Page) -> list[str]:
    """The addresses of letters that the page opens from now on, as the mail program would get them."""
    told: list[str] = []
    session = page.context.new_cdp_session(page)
    session.send("Page.enable")
    session.on("Page.frameRequestedNavigation", lambda event: told.append(event["url"]))
    return told


@pytest.mark.parametrize("house", ["sqlite", "postgresql"], indirect=True)
def test_no_form_of_any_contact_leaves_the_browser(house: House, window: BrowserContext) -> None:
    mark = new_mark()
    birds = house.fill(mark)
    asked: list[str] = []
    window.on("request", lambda request: asked.append(request.url) if request.url.startswith("http") else None)
    page = window.new_page()
    letters = letters_of(page)
    page.goto("/invite/")
    read_contacts(page)
    expect(page.get_by_text(f"{COUNT} people with addresses · 1 address stood there twice")).to_be_visible()
    shown = page.locator(".invite-people li")
    expect(shown).to_have_count(COUNT)
    assert mark not in page.locator("ltm-masked").all_inner_texts().__repr__(), "an address stands there unmasked"
    _look_and_choose(page, mark)
    page.get_by_role("button", name="Write one letter to each").click()
    for _letter in range(3):
        page.get_by_role("button", name="Open the letter to").click()
    _a_link_for_one(page)
    page.get_by_role("button", name="Put the contacts away").click()
    expect(page.get_by_text("Google was told")).to_be_visible()
    _a_letter_to_many(page)
    page.goto("/")
    page.goto("/invite/")
    expect(page.get_by_text("0 of 34 joined")).to_be_visible()

    assert not house.practice.google.books.tokens, "a token of Google's still works"
    _letters_reach(letters, birds)
    google = urlsplit(house.practice.url).netloc
    assert {urlsplit(url).netloc for url in asked} == {google, urlsplit(house.site.url).netloc}
    assert house.site.stage("invitations") == ["waiting"] * 34
    assert b'{"count":12}' in house.recorder.sent, "the recorder sees what the page sends"
    haystacks = {"requests": bytes(house.recorder.sent), "addresses asked": _own(asked, google), **house.site.kept()}
    database = [
        held for name, held in haystacks.items() if name.startswith(("data/leavethemeeting.sqlite3", "postgresql/"))
    ]
    assert {"requests", "serve.log"} <= haystacks.keys()
    assert any(b"alice@example.org" in held for held in database), "the database's pages are not among what is searched"
    if house.site.database_url:
        assert b"alice@example.org" in haystacks["postgresql/dump"]
        assert any(b"alice@example.org" in held for name, held in haystacks.items() if "/base/" in name)
        assert any("/pg_wal/" in name for name in haystacks)
    assert leaks(haystacks, needles(birds)) == []
    assert house.site.memory(house.alice["id"]) != 0, "the search of the memory finds what is there"
    assert house.site.memory(mark) <= 0


def _own(asked: list[str], google: str) -> bytes:
    return "\n".join(url for url in asked if urlsplit(url).netloc != google).encode()


def _look_and_choose(page: Page, mark: str) -> None:
    """Point at one, and choose twelve by name."""
    first = page.locator(".invite-people li").first
    first.hover()
    expect(first.locator("ltm-masked")).to_contain_text(re.compile(mark, re.IGNORECASE))
    page.get_by_role("heading", name="Invite friends").hover()
    expect(first.locator("ltm-masked")).not_to_contain_text(re.compile(mark, re.IGNORECASE))
    page.get_by_label("Find a name").fill(f"{mark}00")
    page.get_by_role("button", name="Choose all shown").click()
    page.get_by_label("Find a name").fill(f"{mark}01")
    for box in page.locator(".invite-people input").all()[:2]:
        box.check()
    expect(page.get_by_text("12 people chosen")).to_be_visible()


def _a_link_for_one(page: Page) -> None:
    page.get_by_role("button", name="Make a link").click()
    link = page.locator("ltm-one-link code").inner_text()
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == link
    expect(page.get_by_role("img", name="QR code of the link")).to_be_visible()


def _a_letter_to_many(page: Page) -> None:
    read_contacts(page)
    page.get_by_label("Find a name").fill("Canary")
    for box in page.locator(".invite-people input").all()[:21]:
        box.check()
    page.get_by_role("button", name="Write to up to 20 at once").click()
    page.get_by_role("button", name="Open the letter to").click()


def _letters_reach(letters: list[str], birds: tuple[Contact, ...]) -> None:
    """The mail program got whom it should write to, each with a link of their own, or hidden from each other."""
    known = {address for bird in birds for address in bird.emails}
    single = [urlsplit(url) for url in letters if url.startswith("mailto:") and "bcc=" not in url]
    assert len(single) == 3
    assert {unquote(url.path) for url in single} <= known
    links = {re.search(r"/i/[\w-]{22}/", parse_qs(url.query)["body"][0]) for url in single}
    assert None not in links
    assert len({found[0] for found in links if found}) == 3
    (many,) = (urlsplit(url) for url in letters if "bcc=" in url)
    hidden = parse_qs(many.query)["bcc"][0].split(",")
    assert 1 < len(hidden) <= 20
    assert set(hidden) <= known
    assert len(many.geturl()) <= 2000


# ---- pages that leak on purpose: the search must find each ------------------------------------

_OVERHEAR = """
const seen = [];
const realFetch = window.fetch.bind(window);
window.fetch = async (address, options) => {
  if (String(address).includes("tokens")) return leak(address, options);
  const answer = await realFetch(address, options);
  if (String(address).includes("connections")) for (const one of (await answer.clone().json()).connections) seen.push(one.emailAddresses[0].value);
  return answer;
};
"""
PLAIN = (
    _OVERHEAR
    + """
const leak = (address, options) => realFetch(address + "?to=" + encodeURIComponent(seen[7]), options);
"""
)
HASHED = (
    _OVERHEAR
    + """
const leak = async (address, options) => {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(seen[7].trim().toLowerCase())));
  const told = btoa(String.fromCharCode(...digest));
  return realFetch(address, {...options, headers: {...options.headers, "X-Request-Id": told}});
};
"""
)
REPORTED = (
    _OVERHEAR
    + """
window.addEventListener("unhandledrejection", (event) => {
  void realFetch("/errors/page/", {method: "POST", body: JSON.stringify({message: event.reason.message})});
});
const leak = (address, options) => { void Promise.reject(new Error("no link for " + seen[7])); return realFetch(address, options); };
"""
)


def _bundle(before: str) -> Any:
    def answer(route: Route) -> None:
        route.fulfill(body=before + BUNDLE.read_text(), content_type="text/javascript")

    return answer


def _invite_one(page: Page, mark: str) -> None:
    page.goto("/invite/")
    read_contacts(page)
    page.get_by_label("Find a name").fill(f"{mark}007")
    page.get_by_role("button", name="Choose all shown").click()
    page.get_by_role("button", name="Write one letter to each").click()
    page.wait_for_timeout(500)


# What reports errors would be stopped by the page's policy (the next test), so that browser heeds none.
@pytest.mark.parametrize(
    ("window", "leaking"), [(False, PLAIN), (False, HASHED), (True, REPORTED)], ids=["plain", "hashed", "in an error report"],
    indirect=["window"],
)  # fmt: skip
def test_a_page_that_leaks_is_found_out(house: House, window: BrowserContext, leaking: str) -> None:
    mark = new_mark()
    birds, before = house.fill(mark), len(house.recorder.sent)
    page = window.new_page()
    page.route("**/dist/invite.js", _bundle(leaking))
    _invite_one(page, mark)
    found = leaks({"requests": bytes(house.recorder.sent[before:])}, needles(birds))
    assert f"requests: {birds[7].emails[0]}" in found


def test_the_pages_policy_stops_an_error_reporter(house: House, window: BrowserContext) -> None:
    mark = new_mark()
    birds, before = house.fill(mark), len(house.recorder.sent)
    page = window.new_page()
    page.route("**/dist/invite.js", _bundle(REPORTED))
    _invite_one(page, mark)
    assert leaks({"requests": bytes(house.recorder.sent[before:])}, needles(birds)) == []


def test_whoever_says_no_to_google_is_told_and_goes_on_with_a_link(house: House, window: BrowserContext) -> None:
    house.fill(new_mark())
    page = window.new_page()
    page.goto("/invite/")
    read_contacts(page, allow=False)
    expect(page.get_by_text("You said no, so nothing was read.")).to_be_visible()
    page.get_by_role("button", name="Make a link").click()
    expect(page.locator("ltm-one-link code")).to_contain_text(f"{house.site.url}/i/")


def test_closing_the_page_forgets_the_contacts(house: House, window: BrowserContext) -> None:
    mark = new_mark()
    house.fill(mark)
    page = window.new_page()
    page.goto("/invite/")
    read_contacts(page)
    expect(page.locator(".invite-people li")).to_have_count(COUNT)
    page.evaluate("window.dispatchEvent(new PageTransitionEvent('pagehide'))")
    expect(page.locator(".invite-people li")).to_have_count(0)
    kept = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])")
    assert mark not in kept
    assert page.evaluate("indexedDB.databases().then((all) => all.length)") == 0
