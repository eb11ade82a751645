"""A visitor: the landing page and its countdown, one letter by a real mail server, the plugin's page, a question to the provider."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Response, Route, expect

from tests.journeys.posted import Posted, arrived, link_in, posted, site
from tests.journeys.site import Site

__all__ = ["posted", "site"]  # fixtures of this module
pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]

Person = Callable[..., Page]
HEAVIEST = 60_000  # bytes on the wire before the first lazy picture
SHIFTS = """() => new Promise(done => {
  const seen = [];
  new PerformanceObserver(list => seen.push(...list.getEntries())).observe({ type: 'layout-shift', buffered: true });
  setTimeout(() => done(seen.map(entry => ({ value: entry.value, where: entry.sources.map(source => source.node?.outerHTML?.slice(0, 80)) }))), 300);
})"""


@pytest.mark.parametrize(
    "window", [{"width": 1280, "height": 860}, {"width": 360, "height": 740}], ids=["desk", "phone"]
)
def test_the_landing_page_is_light_and_nothing_in_it_moves(person: Person, site: Site, window: dict[str, int]) -> None:
    page = person(viewport=window)
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 -- Playwright marks the function it is given
    page.goto("/", wait_until="networkidle")
    needed = [answer for answer in answers if "/static/website/" not in answer.url]  # those are the lazy pictures
    weights = {urlsplit(answer.url).path: answer.request.sizes()["responseBodySize"] for answer in needed}
    assert sum(weights.values()) < HEAVIEST, weights
    assert [path for path in weights if path.endswith(".woff2")] == ["/static/dist/fonts/atkinson-core.woff2"]
    for top in range(0, page.evaluate("document.documentElement.scrollHeight"), 500):  # the lazy pictures come
        page.evaluate("top => scrollTo(0, top)", top)
        page.wait_for_timeout(60)
    assert page.evaluate(SHIFTS) == []
    assert {urlsplit(answer.url).netloc for answer in answers} == {urlsplit(site.url).netloc}
    assert [answer.url for answer in answers if answer.status >= 400] == []
    assert page.context.cookies() == []
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_on_a_slow_line_nothing_moves_when_the_font_comes(person: Person) -> None:
    page = person(viewport={"width": 1280, "height": 860})

    def dawdle(route: Route) -> None:
        page.wait_for_timeout(700)
        route.continue_()

    page.route("**/*.woff2", dawdle)
    page.goto("/", wait_until="networkidle")
    assert page.evaluate(SHIFTS) == []


def test_the_countdown_runs_and_each_answer_ends_as_it_says(person: Person) -> None:
    page = person(viewport={"width": 1280, "height": 860})
    page.clock.install()
    page.goto("/")
    demo = page.locator("[data-countdown-demo]")
    demo.get_by_role("button", name="Let it run").click()
    expect(demo.get_by_role("timer")).to_be_visible()
    page.clock.run_for(3000)
    expect(demo.get_by_role("timer")).to_have_text(re.compile(r"^\s*[67]\s*$"))
    demo.get_by_role("button", name="Stay").click()
    expect(demo.get_by_text("You stay.")).to_be_visible()
    expect(demo.get_by_role("timer")).to_have_count(0)
    demo.get_by_role("button", name="Once more").click()
    demo.get_by_role("button", name="Leave now").click()
    expect(demo.get_by_text("You may go.")).to_be_visible()
    expect(demo.get_by_text("left at 11:00")).to_be_visible()
    demo.get_by_role("button", name="Once more").click()
    demo.get_by_role("button", name="Snooze").click()
    expect(demo.get_by_text("Not yet, then.")).to_be_visible()
    page.clock.run_for(5000)
    expect(demo.get_by_role("timer")).to_be_visible()  # it asks again by itself
    page.clock.run_for(10_500)
    expect(demo.get_by_text("You may go.")).to_be_visible()  # nobody answered
    assert urlsplit(page.url).query == ""


def test_without_javascript_the_countdown_shows_how_each_answer_ends(person: Person) -> None:
    page = person(java_script_enabled=False)
    for answer, ending in (("Stay", "You stay."), ("Leave now", "You may go."), ("Snooze", "Not yet, then.")):
        page.goto("/")
        assert not page.get_by_role("button", name="Let it run").is_visible()
        page.get_by_role("button", name=answer).click()
        expect(page.get_by_text(ending)).to_be_visible()


def test_from_the_landing_page_by_letter_to_the_plugin(person: Person, posted: Posted) -> None:
    page = person()
    page.goto("/")
    page.get_by_label("Your e-mail address").fill("vera@example.org")
    page.get_by_role("button", name="Send me the link").click()
    expect(page.get_by_role("heading", name="Look in your mailbox")).to_be_visible()
    before = len(posted.mailbox.letters)
    letter = arrived(posted, page, max(before, 1))
    assert posted.mailbox.recipients[-1] == ["vera@example.org"]
    page.goto(link_in(letter, posted.site))
    expect(page.get_by_role("heading", name="The plugin that leaves for you")).to_be_visible()
    expect(page.get_by_text("This is your own link.")).to_be_visible()
    button = page.get_by_role("link", name="Download for Chromium")
    if button.count():  # the plugin was built
        with page.expect_download() as download:
            button.click()
        file = Path(download.value.path())
        assert file.read_bytes()[:2] == b"PK"
        page.reload()
        assert urlsplit(page.url).path == "/plugin/"  # the address is gone, the page is anybody's
    else:
        expect(page.get_by_text("files are not on this installation")).to_be_visible()


def test_a_question_without_cookies_and_without_javascript(person: Person, posted: Posted) -> None:
    page = person(java_script_enabled=False)
    before = len(posted.mailbox.letters)
    page.goto("/contact/")
    page.get_by_label("Your e-mail address").fill("dora@example.org")
    page.get_by_label("Your message").fill("Do I need an account?")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="We have your message")).to_be_visible()
    page.goto(link_in(arrived(posted, page, before + 1), posted.site))
    page.get_by_label("Your message").fill("And one more thing.")
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".conversation")).to_contain_text("Do I need an account?")
    expect(page.locator(".conversation")).to_contain_text("And one more thing.")
    assert page.context.cookies() == []


def test_a_guardian_without_javascript(person: Person, posted: Posted) -> None:
    page = person(java_script_enabled=False, viewport={"width": 360, "height": 740})
    before = len(posted.mailbox.letters)
    page.goto("/guardian/")
    page.get_by_label("Your e-mail address").fill("gina@example.org")
    page.get_by_label("The child's name").fill("Kim")
    page.get_by_label("What should we know").fill("Kim is 12.")
    page.get_by_role("button", name="Send, and get the code").click()
    code = re.search(r"(?m)^\s*(\d{6})\s*$", arrived(posted, page, before + 1))
    assert code
    page.get_by_label("The code from the letter").fill(code[1])
    page.get_by_role("button", name="Hand it on").click()
    expect(page.get_by_role("heading", name="We have your message")).to_be_visible()
    assert "case/" in arrived(posted, page, before + 2)
