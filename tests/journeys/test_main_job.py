"""The main job, to the second: who entered, who left and how, on the dashboard, in the report and in the file.

Bob leaves by the button, Carol closes the tab, Victor's browser is stopped, Dora's is killed. The script
brackets every entrance and exit with its own clock; everything the product says must lie in those brackets.
"""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from tests.journeys.kept_browsers import OwnBrowser
from tests.journeys.room_call import Gathering, Seat, enter, gather, is_inside
from tests.journeys.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

TOLERANCE_MS = 1_000
LOSS_SEEN_MS = 12_000

# Notes when each phrase first stands on the dashboard, by the page's own clock (the same machine's).
WATCH = """(phrases) => {
  window.seen = {};
  const look = () => {
    const text = document.querySelector('ltm-dashboard').textContent;
    for (const phrase of phrases) if (!(phrase in window.seen) && text.includes(phrase)) window.seen[phrase] = Date.now();
  };
  new MutationObserver(look).observe(document.querySelector('ltm-dashboard'), { subtree: true, childList: true, characterData: true });
  look();
}"""
PHRASES = {
    "Alice": ("Alice Aliceson entered", ""),
    "Bob": ("Bob Bobson entered", "Bob Bobson left"),
    "Carol": ("Carol Carolson entered", "Carol Carolson closed the page"),
    "Victor": ("Victor Victorson entered", "Victor Victorson lost the connection"),
    "Dora": ("Dora Dorason entered", "The connection of Dora Dorason dropped"),
}
REASONS = {"Bob": {"left"}, "Carol": {"closed"}, "Victor": {"lost"}, "Dora": {"transport"}}
Bracket = tuple[float, float]


@dataclass
class Day:
    """What the script did, and when: brackets in milliseconds since the epoch."""

    gathering: Gathering
    dashboard: Page
    entered: dict[str, Bracket] = field(default_factory=dict)
    exited: dict[str, Bracket] = field(default_factory=dict)
    seen: dict[str, float] = field(default_factory=dict)
    table: dict[str, dict[str, str]] = field(default_factory=dict)
    log: list[dict[str, Any]] = field(default_factory=list)


def now() -> float:
    return time.time() * 1000


def comes(day: Day, seat: Seat) -> Seat:
    before = now()
    enter(seat, day.gathering.meeting["code"])
    is_inside(seat)
    day.entered[seat.name] = (before, now())
    return seat


def waits_for(day: Day, phrase: str, patience_ms: int) -> None:
    day.dashboard.wait_for_function("(phrase) => phrase in window.seen", arg=phrase, timeout=patience_ms)


def leaves(day: Day, seat: Seat, act: Callable[[], Bracket], patience_ms: int = 15_000) -> None:
    day.exited[seat.name] = act()
    waits_for(day, PHRASES[seat.name][1], patience_ms)


def by_the_button(seat: Seat) -> Bracket:
    seat.press("leave")
    before = now()
    seat.page.get_by_role("button", name="Leave now").click()
    seat.page.wait_for_url("**/left/")
    return before, now()


def by_closing_the_tab(seat: Seat) -> Bracket:
    before = now()
    seat.page.close()
    return before, now()


@pytest.fixture(scope="module")
def day(
    site: Site, chromium: Browser, playwright: Playwright, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Day]:
    """The whole story, told once; the tests below read what was said about it."""
    gathering = gather(site, "Alice", "Bob", "Carol", "Victor", "Dora", title="The day", newcomers_are="viewer")
    alice = gathering.seat(chromium, "Alice")
    dashboard = alice.page.context.new_page()
    dashboard.goto(f"/live/{gathering.meeting['occurrence']}/")
    expect(dashboard.get_by_text("Nobody is here yet")).to_be_visible()
    dashboard.evaluate(WATCH, [phrase for pair in PHRASES.values() for phrase in pair if phrase])
    day = Day(gathering, dashboard)
    own = {name: OwnBrowser(playwright, tmp_path_factory.mktemp(name)) for name in ("Victor", "Dora")}
    try:
        _plays(day, alice, chromium, own)
        day.seen = dashboard.evaluate("() => window.seen")
        day.log = site.scene("events", occurrence=gathering.meeting["occurrence"])
        day.table = _file(alice.page, gathering)
        yield day
    finally:
        for browser in own.values():
            browser.end()
        alice.page.context.close()


def _plays(day: Day, alice: Seat, chromium: Browser, own: dict[str, OwnBrowser]) -> None:
    comes(day, alice)
    bob = comes(day, day.gathering.seat(chromium, "Bob"))
    carol = comes(day, day.gathering.seat(chromium, "Carol"))
    victor = comes(day, day.gathering.seat(own["Victor"].browser, "Victor"))
    dora = comes(day, day.gathering.seat(own["Dora"].browser, "Dora"))
    waits_for(day, PHRASES["Dora"][0], 15_000)
    time.sleep(2)
    leaves(day, bob, lambda: by_the_button(bob))
    leaves(day, carol, lambda: by_closing_the_tab(carol))
    leaves(day, dora, own["Dora"].kill)
    leaves(day, victor, own["Victor"].stop, patience_ms=20_000)


def _file(page: Page, gathering: Gathering) -> dict[str, dict[str, str]]:
    answer = page.request.get(f"/reports/{gathering.meeting['occurrence']}/attendance.csv?plain=1")
    assert answer.ok, answer.status
    rows = csv.DictReader(line for line in io.StringIO(answer.body().decode("utf-8-sig")) if not line.startswith("#"))
    return {row["name"].split()[0]: row for row in rows}


def said(day: Day, kind: str, name: str) -> float:
    return float(next(event["at"] for event in day.log if event["type"] == kind and event["name"].startswith(name)))


def inside(at: float, bracket: Bracket) -> bool:
    return bracket[0] - TOLERANCE_MS <= at <= bracket[1] + TOLERANCE_MS


@pytest.mark.parametrize("name", PHRASES)
def test_an_entrance_is_recorded_when_it_happened_and_stands_on_the_dashboard_within_a_second(
    day: Day, name: str
) -> None:
    assert inside(said(day, "enter", name), day.entered[name])
    assert day.seen[PHRASES[name][0]] <= day.entered[name][1] + TOLERANCE_MS


@pytest.mark.parametrize("name", ["Bob", "Carol", "Dora"])
def test_an_exit_is_recorded_when_it_happened_and_stands_on_the_dashboard_within_a_second(day: Day, name: str) -> None:
    assert inside(said(day, "exit", name), day.exited[name])
    assert day.seen[PHRASES[name][1]] <= day.exited[name][1] + TOLERANCE_MS


def test_a_silent_browser_is_lost_within_twelve_seconds_and_recorded_at_its_last_sign_of_life(day: Day) -> None:
    stopped = day.exited["Victor"]
    assert day.seen[PHRASES["Victor"][1]] <= stopped[1] + LOSS_SEEN_MS
    recorded = said(day, "exit", "Victor")
    assert stopped[0] - 2 * TOLERANCE_MS <= recorded <= stopped[1], (
        "the last sign of life, and never later than the stop"
    )


@pytest.mark.parametrize("name", REASONS)
def test_the_reasons_are_told_apart(day: Day, name: str) -> None:
    exits = [event["reason"] for event in day.log if event["type"] == "exit" and event["name"].startswith(name)]
    assert set(exits) == REASONS[name]


@pytest.mark.parametrize("name", REASONS)
def test_the_file_says_the_same_times_and_reasons(day: Day, name: str) -> None:
    row = day.table[name]
    first = datetime.fromisoformat(row["first_entrance"]).timestamp() * 1000
    last = datetime.fromisoformat(row["last_exit"]).timestamp() * 1000
    assert inside(first, day.entered[name])
    early = 2 * TOLERANCE_MS if name == "Victor" else TOLERANCE_MS
    assert day.exited[name][0] - early <= last <= day.exited[name][1] + TOLERANCE_MS
    assert row["last_exit_reason"] == next(iter(REASONS[name]))


def test_the_report_page_names_everybody_with_the_same_times(day: Day) -> None:
    page = day.dashboard.context.new_page()
    page.goto(f"/reports/{day.gathering.meeting['occurrence']}/")
    for name in REASONS:
        row = page.get_by_role("row").filter(has_text=f"{name} {name}son").first
        for kind in ("enter", "exit"):
            clock = datetime.fromtimestamp(said(day, kind, name) / 1000).astimezone(_utc()).strftime("%H:%M:%S")
            expect(row).to_contain_text(clock)
    page.close()


def _utc() -> Any:
    from datetime import UTC

    return UTC
