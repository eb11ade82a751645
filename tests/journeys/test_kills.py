"""The server is killed in mid-meeting, again and again: what was acknowledged stays, once; everybody comes back.

Five times on SQLite and five on PostgreSQL in ``make test``, fifty each in ``make soak``. Alice and Bob sit in real
browsers and write all the time; each kill comes at a moment of its own, with messages under way.
"""

from __future__ import annotations

import json
import os
import random
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.databases import postgresql
from tests.journeys.room_call import Gathering, Seat, enter, gather, is_inside
from tests.journeys.site import Site

KILLS = 50 if os.environ.get("SOAK") else 5
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.timeout(120 + 30 * KILLS)]

# Writes a message every 1.2 s through the page's own form, and notes which were shown as delivered.
WRITE = """(name) => {
  let number = 0;
  window.written = [];
  window.writing = setInterval(() => {
    const field = document.querySelector('#chat-text');
    if (!field) return;
    const text = `${name} ${++number}`;
    field.value = text;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }));
    window.written.push(text);
  }, 1200);
}"""


@dataclass
class Run:
    """What is left after all kills."""

    gathering: Gathering
    written: list[str]
    rows: list[dict[str, Any]]
    chat: list[str]
    outages: int
    report: dict[str, Any]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site on the database of that name."""
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "sqlite":
        yield from _served(Site(folder))
        return
    with postgresql() as url:
        yield from _served(Site(folder, database_url=url))


def _served(site: Site) -> Iterator[Site]:
    site.start()
    yield site
    site.stop()


@pytest.fixture(scope="module")
def run(where: Site, chromium: Browser) -> Iterator[Run]:
    gathering = gather(where, "Alice", "Bob", title="Under fire", newcomers_are="viewer")
    seats = [gathering.seat(chromium, "Alice"), gathering.seat(chromium, "Bob")]
    for seat in seats:
        is_inside(enter(seat, gathering.meeting["code"]))
        seat.press("chat")
        seat.page.evaluate(WRITE, seat.name)
    dice = random.Random(KILLS)
    for _kill in range(KILLS):
        time.sleep(dice.uniform(1.0, 3.0))
        where.kill()
        time.sleep(dice.uniform(0.1, 1.5))
        where.start()
        for seat in seats:
            is_inside(seat)
    time.sleep(1)
    yield _what_is_left(where, gathering, seats)
    for seat in seats:
        seat.page.context.close()


def _what_is_left(site: Site, gathering: Gathering, seats: list[Seat]) -> Run:
    written: list[str] = []
    for seat in seats:
        seat.page.evaluate("() => clearInterval(window.writing)")
        written += seat.page.evaluate("() => window.written")
    for seat in seats:
        for other in seats:
            count, last = other.page.evaluate("() => [window.written.length, window.written.at(-1)]")
            # After an outage a browser sends a little more than one message a second: what piled up takes its time.
            expect(seat.page.locator("#chat-log")).to_contain_text(last, timeout=60_000 + 1_200 * count)
    occurrence = gathering.meeting["occurrence"]
    rows = site.scene("events", occurrence=occurrence)
    left = site.scene("left_behind", occurrence=occurrence)
    outages = sum(row["type"] == "checkpoint" for row in rows)
    return Run(gathering, written, rows, left["chat"], outages, left["presence"])


def test_every_message_that_was_written_stands_in_the_log_exactly_once(run: Run) -> None:
    assert len(run.written) > 4 * KILLS, "there were messages under way"
    assert Counter(run.chat) == Counter(run.written)


def test_no_event_stands_twice(run: Run) -> None:
    keys = Counter((row["source"], row["id"]) for row in run.rows)
    assert [key for key, count in keys.items() if count > 1] == []


def test_every_outage_is_recorded_once(run: Run) -> None:
    assert run.outages == KILLS


def test_nobody_is_told_to_have_left_because_the_server_was_away(run: Run) -> None:
    """Both were there throughout: their browsers came back by themselves and say so."""
    for name, presence in run.report.items():
        assert presence["state"] == "present", name
        assert presence["re_entries"] == 0, f"{name}: {json.dumps(presence)}"


def test_the_outage_is_not_absence_for_somebody_who_does_not_come_back(where: Site, chromium: Browser) -> None:
    gathering = gather(where, "Alice", "Carol", title="One does not return", newcomers_are="viewer")
    alice, carol = gathering.seat(chromium, "Alice"), gathering.seat(chromium, "Carol")
    for seat in (alice, carol):
        is_inside(enter(seat, gathering.meeting["code"]))
    time.sleep(6)  # a checkpoint has seen both
    where.kill()
    carol.page.close()
    time.sleep(2)
    where.start()
    is_inside(alice)
    time.sleep(1)
    where.scene("close", occurrence=gathering.meeting["occurrence"])  # until then she may still come back
    expect(alice.page.get_by_role("heading", name="The meeting has ended")).to_be_visible(timeout=20_000)
    left = where.scene("left_behind", occurrence=gathering.meeting["occurrence"])["presence"]
    assert left["Carol"]["unknown_ms"] > 0, f"nobody knows what Carol did while the server was away: {json.dumps(left)}"
    assert left["Alice"]["unknown_ms"] == 0
    alice.page.context.close()


def test_the_stage_is_what_the_product_serves(where: Site) -> None:
    assert Path(where.folder, "serve.log").read_text().count("LeaveTheMeeting is on") >= KILLS
