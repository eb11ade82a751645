"""What people leave behind: log data of two browsers, errors, looks; and cookies, storage and requests exactly as registered."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Playwright, expect

from leavethemeeting.domain.promises import Shelf
from leavethemeeting.shared.personal_data import cookie_register, remembered_register
from tests.cast import PASSWORD
from tests.journeys.plugin_browser import start
from tests.journeys.practising import PracticeSite, at_google, site
from tests.journeys.tracing import Traces
from tests.journeys.visiting import Cast, answer_age, answer_sign_up, heading, is_refused, sit

__all__ = ["site"]  # the fixture of this module
pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

Person = Callable[..., Page]
AGENTS = "Mozilla/5.0 ({}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 {}Safari/537.36"
DESK = {"user_agent": AGENTS.format("Windows NT 10.0; Win64; x64", ""), "viewport": {"width": 1280, "height": 860}}
PHONE = {
    "user_agent": AGENTS.format("Linux; Android 14; Pixel 8", "Mobile "), "viewport": {"width": 360, "height": 740},
    "is_mobile": True, "has_touch": True,
}  # fmt: skip
SECRET = "canary-in-a-message"
BREAKS = f"""(() => {{
  const define = customElements.define.bind(customElements);
  customElements.define = (name, kind) => {{ if (name === "ltm-device-check") throw new RangeError("{SECRET}"); define(name, kind); }};
}})()"""
NEEDS_A_COOKIE = {  # the ways in, and a page of members that public ones lead to
    "account_login", "account_signup", "account_reset_password", "account_request_login_code", "consent:choices",
}  # fmt: skip
WHY = "Bob asked why his phone is listed"


@pytest.fixture(scope="module")
def cast(site: PracticeSite) -> Cast:
    return sit(site, "Alice Ahead", "Bob Both", "Charlie Stranger", "Petra Provider")


# Log data


def sign_in(page: Page, password: str) -> None:
    page.goto("/accounts/login/?next=/profile/")
    page.get_by_label("E-mail").fill("bob@example.org")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


@contextmanager
def without_table(site: PracticeSite, name: str) -> Iterator[None]:
    """A fault of the server: what one page reads is gone for a while, as after a restore that went wrong."""
    with closing(sqlite3.connect(site.folder / "data/leavethemeeting.sqlite3", timeout=20)) as database:
        database.execute(f"ALTER TABLE {name} RENAME TO elsewhere")
        try:
            yield
        finally:
            database.execute(f"ALTER TABLE elsewhere RENAME TO {name}")


def lines(page: Page) -> list[str]:
    """Each line of the table of log data, as it is read."""
    rows = page.get_by_role("region", name="Log data").locator("tbody tr").all_inner_texts()
    return [" ".join(row.split()) for row in rows]


def test_two_browsers_sign_in_things_break_and_everybody_reads_what_is_theirs(
    person: Person, site: PracticeSite, cast: Cast
) -> None:
    desk, phone, petra = person(**DESK), person(**PHONE), person(signed_in=cast.members["Petra"])
    sign_in(desk, "not my password at all")
    expect(desk.get_by_role("heading", name="Sign in")).to_be_visible()
    sign_in(desk, PASSWORD)
    heading(desk, re.compile("rofile"))
    sign_in(phone, PASSWORD)
    heading(phone, re.compile("rofile"))
    phone.goto("/invite/")
    desk.add_init_script(BREAKS)
    with desk.expect_request("**/e/"):
        desk.goto(cast.door)
    with without_table(site, "accesslog_look"):
        answer = desk.goto("/profile/looks/")
        assert answer is not None and answer.status == 500
        expect(desk.get_by_role("heading", level=1)).to_be_visible()

    desk.goto("/profile/log-data/")
    seen = lines(desk)
    assert len(seen) == 4, seen
    for line, told in zip(seen, ("opened the invite page — Chrome Mobile 126, Android 14, phone", "signed in password Chrome Mobile 126, Android 14, phone", "signed in password Chrome 126, Windows 10, computer", "refused password Chrome 126, Windows 10, computer"), strict=True):  # fmt: skip
        assert told in line and line.endswith("127.0.0.1"), line
        assert str(datetime.now(UTC).year) in line
    for raw in ("Pixel", "Mozilla", "KHTML", "126.0"):
        assert raw not in desk.content()

    petra.goto("/provider/log-data/")
    provider_reads_errors(petra)
    petra.get_by_role("button", name="Show").click()
    assert "Bob Both" not in petra.content(), "nothing without a reason"
    petra.get_by_label("Why do you look?").fill(WHY)
    petra.get_by_role("button", name="Show").click()
    assert sum("Bob Both" in line for line in lines(petra)) == 4
    phone.goto("/profile/looks/")
    expect(phone.locator("tbody tr")).to_have_count(1)
    expect(phone.locator("tbody tr")).to_contain_text(WHY)
    charlie = person(signed_in=cast.members["Charlie"])
    for path in ("/profile/log-data/", "/profile/looks/"):
        charlie.goto(path)
        expect(charlie.locator("tbody tr")).to_have_count(0)
    answer = charlie.goto("/provider/log-data/")
    assert answer is not None and answer.status == 404


def provider_reads_errors(page: Page) -> None:
    """One of the page and one of the server: by class and lines of code, with no word of a message."""
    rows = page.get_by_role("region", name="Errors").locator("tbody tr")
    of_page, of_server = rows.filter(has_text="RangeError"), rows.filter(has_text="OperationalError")
    expect(of_page).to_contain_text("page · meetings:join · Chrome 126")
    expect(of_page.locator("li code").first).to_contain_text(re.compile(r"^dist/\S+\.js:\d+:\d+$"))
    expect(of_server).to_contain_text("server · accesslog:mine")
    assert SECRET not in page.content() and "no such table" not in page.content()


# Cookies, storage, requests


@pytest.fixture(scope="module")
def traces(site: PracticeSite) -> Traces:
    return Traces(urlsplit(site.url).netloc)


@pytest.fixture
def follows(traces: Traces, person: Person) -> Person:
    def enter(signed_in: dict[str, str] | None = None) -> Page:
        page = person(signed_in=signed_in)
        traces.follow(page.context)
        page.close()
        return page.context.new_page()

    return enter


def test_visitors_and_a_child(follows: Person, traces: Traces, cast: Cast) -> None:
    page = follows()
    seen = traces.walk(page, "/", leave_out=NEEDS_A_COOKIE.__contains__)
    assert {"website:landing", "website:contact", "website:guardian", "consent:policy", "consent:cookies"} <= seen
    assert (traces.first_on, traces.remembered) == ({}, set()), "who only reads is left with nothing"
    traces.walk(page, "/accounts/login/", cast.door)
    child = follows()
    child.goto("/accounts/signup/")
    answer_sign_up(child, "Kid Kidson", datetime.now(UTC).year - 12)
    is_refused(child)
    traces.look(child)


def test_a_guest_enters_and_chooses(follows: Person, traces: Traces, cast: Cast) -> None:
    page = follows()
    page.goto(cast.door)
    answer_age(page, 1990)
    page.locator("main form").get_by_role("button").first.click()
    page.get_by_role("button", name="Turn the microphone on").click()
    page.get_by_role("button", name="Turn the microphone off").click()
    page.get_by_label("Your name").fill("Gus Guest")
    page.get_by_label("E-mail").fill("gus@example.org")
    page.get_by_role("button", name="Enter the meeting").click()
    page.locator("#tool-chat").wait_for()
    page.keyboard.press("?")
    page.get_by_label("Use single-key shortcuts").uncheck()
    page.keyboard.press("Escape")
    page.locator("#tool-more").click()
    page.get_by_role("button", name="Leave for me").click()
    page.get_by_label("Everybody else has left").check()
    traces.look(page)
    traces.walk(page, cast.door)


def test_the_provider_who_allowed_nothing(follows: Person, traces: Traces, cast: Cast) -> None:
    page = follows(cast.members["Petra"])
    seen = traces.walk(
        page, "/provider/", leave_out=lambda name: not name.startswith(("provider:", "mail:", "consent:"))
    )
    assert {"provider:people", "provider:cases", "provider:log_data", "mail:outbox", "mail:preview"} <= seen
    assert {cookie["name"] for cookie in page.context.cookies()} <= {"sid", "csrf"}


def test_a_host_who_allows_everything(follows: Person, traces: Traces, cast: Cast) -> None:
    page = follows(cast.members["Alice"])
    page.goto("/cookies/")
    page.get_by_role("button", name="Allow all").click()
    page.goto("/choices/")
    page.locator("form[action$='device_id/'] button").click()
    seen = traces.walk(page, "/meetings/", "/profile/", cast.door)
    assert {"meetings:meeting", "live:occurrence", "accounts:devices", "logdata:mine", "referrals:invite"} <= seen
    assert traces.asked == {traces.site}, "nobody else was asked anything so far"


def test_a_newcomer_comes_by_a_network(follows: Person, traces: Traces, site: PracticeSite) -> None:
    page = follows()
    page.goto("/accounts/login/")
    at_google(page, "Nora Newcomer")
    heading(page, "One more step")
    traces.look(page)
    assert traces.asked == {traces.site, urlsplit(site.practice.url).netloc}, "where the newcomer chose to go"
    traces.asked = {traces.site}


def test_the_plugin_remembers_what_is_registered(
    playwright: Playwright, site: PracticeSite, cast: Cast, tmp_path: Path
) -> None:
    browser = start(playwright, tmp_path, site.url)
    browser.passes_first_page()
    one = cast.members["Bob"]
    browser.context.add_cookies([{"name": one["cookie"], "value": one["session"], "url": site.url}])
    page = browser.context.new_page()
    page.goto(cast.door)
    page.get_by_role("button", name="Enter the meeting").click()
    page.wait_for_selector(".room")
    browser.popup_over(page).get_by_role("button", name="Leave the meeting").wait_for()
    settings = browser.own_page("options.html")
    for name in ("Host left", "Raised hand", "Ask before a tab with a running call is closed"):
        settings.get_by_role("checkbox", name=name).check()
    settings.get_by_label("The meeting's address").fill("meet.google.com/abc-defg-hij")
    settings.get_by_role("button", name="Set its rules").click()
    settings.locator("#exceptions [data-line=host_left]").get_by_role("checkbox").uncheck()
    settings.wait_for_timeout(300)
    held = {
        Shelf(shelf): browser.says(f"chrome.storage.{area}.get(null).then((all) => Object.keys(all))")
        for shelf, area in (("plugin", "local"), ("plugin_session", "session"))
    }
    synced = browser.says("chrome.storage.sync ? chrome.storage.sync.get(null).then((all) => Object.keys(all)) : []")
    databases = browser.says("indexedDB.databases().then((all) => all.map(({ name }) => name))")
    own = browser.own_page("popup.html")
    pages = own.evaluate("() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)]")
    browser.context.close()
    found = {(shelf, re.sub(r":\d+$", ":", name)) for shelf, names in held.items() for name in names}
    registered = {key for key in remembered_register() if key[0] in held}
    assert found <= registered
    # Those need a leave by a rule, a calendar that answers, a host's meeting: their own journeys make them.
    elsewhere = {("plugin", "leaves"), ("plugin", "feeds")} | {
        ("plugin_session", name) for name in ("asks:", "connections:", "left:", "peace")
    }
    assert registered - found <= elsewhere
    assert (synced, pages) == ([], [])
    assert {(Shelf.PLUGIN_DATABASE, name) for name in databases} == {
        key for key in remembered_register() if key[0] is Shelf.PLUGIN_DATABASE
    }


def test_all_that_was_found_is_registered_and_nothing_else_is(traces: Traces) -> None:
    """Asked last: what the walks and deeds above left in browsers, against the register; a stale entry is a fault, too."""
    assert traces.unexpected == []
    assert traces.asked == {traces.site}
    assert traces.elsewhere == set()
    assert traces.remembered == {key for key in remembered_register() if key[0] in (Shelf.TAB, Shelf.BROWSER)}
    register = cookie_register()
    assert set(traces.cookies) == set(register)
    for name, cookie in traces.cookies.items():
        life = cookie["expires"] - datetime.now(UTC).timestamp() if cookie["expires"] > 0 else None
        declared = register[name].seconds
        assert (life is None) == (declared is None), name
        assert declared is None or declared - 300 < (life or 0) <= declared, (name, life)
        assert (cookie["httpOnly"], cookie["sameSite"], cookie["path"]) == (True, "Lax", "/"), name
