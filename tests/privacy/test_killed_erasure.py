"""The server is killed in the middle of an erasure, and goes on with it when it is started again.

Turns red when everything is one transaction (nothing is gone at the kill), when claims go before the events beside
them (events without words are left over), and without ``let_go`` (a minute passes before it goes on).
"""

from __future__ import annotations

import sqlite3
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from leavethemeeting.privacy import journal
from tests.privacy.installations import Installation

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
EVENTS = 20_000
THEIRS = "attendance_event WHERE source_ref NOT LIKE 'room:boot:%'"  # but for the room's own note that it was away


@pytest.fixture
def where(tmp_path: Path) -> Iterator[Installation]:
    made = Installation(tmp_path)
    yield made
    made.kill()


def asked(where: Installation, question: str) -> Any:
    with closing(sqlite3.connect(where.database, timeout=10)) as database:
        return database.execute(question).fetchone()


def wait_until(where: Installation, question: str) -> None:
    until = time.monotonic() + 90
    while not asked(where, question)[0]:
        assert time.monotonic() < until, f"{question} never came to be:\n{where.log[-3000:]}"
        time.sleep(0.02)


def test_a_killed_erasure_goes_on_and_others_work_meanwhile(where: Installation) -> None:
    where.start()
    planted = where.stage("much", events=EVENTS)
    where.stage("order", member=planted["member"])
    wait_until(where, "SELECT gone > 2000 FROM privacy_erasure")
    slowest = max(seconds_for(f"{where.url}/m/{planted['code']}/") for _look in range(5))
    gone, expected, done = asked(where, "SELECT gone, expected, done_at FROM privacy_erasure")
    where.kill()
    left = asked(where, f"SELECT COUNT(*) FROM {THEIRS}")[0]
    assert 0 < gone < expected and done is None and 0 < left < EVENTS, "it was in the middle of it"
    assert slowest < 5, "somebody else's page came meanwhile"

    where.start()
    wait_until(where, "SELECT done_at IS NOT NULL FROM privacy_erasure")
    where.stop()
    assert asked(where, f"SELECT COUNT(*) FROM {THEIRS}")[0] == 0
    assert asked(where, "SELECT COUNT(*) FROM privacy_order")[0] == 0
    assert asked(where, "SELECT COUNT(*) FROM attendance_tombstone WHERE id NOT LIKE '%exit-%'")[0] == EVENTS
    assert [name for name, held in where.written().items() if b"zyxcanary" in held.lower()] == []
    (path,) = (where.folder / "data" / journal.FOLDER).iterdir()
    assert path.read_text().splitlines()[-1].startswith('{"done":')


def seconds_for(url: str) -> float:
    began = time.monotonic()
    with urllib.request.urlopen(url, timeout=30) as answer:
        assert answer.status == 200
    return time.monotonic() - began
