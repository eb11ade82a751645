"""A backup from before an erasure is restored, and the person is gone again before anybody is answered.

Watched failing: without ``erase_again`` in ``project/serving.py`` the child is back in both databases; with
``behind`` in ``privacy/replaying.py`` answering nobody everything but the recorded events is (SQLite).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from leavethemeeting.privacy import journal
from tests.journeys.databases import postgresql
from tests.privacy.installations import Installation

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
CHILD = b"zyxcanary"


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Installation]:
    if request.param == "sqlite":
        made = Installation(tmp_path)
        yield made
        made.kill()
        return
    with postgresql() as url:
        made = Installation(tmp_path, database_url=url)
        yield made
        made.kill()


@pytest.fixture
def on_sqlite(tmp_path: Path) -> Iterator[Installation]:
    made = Installation(tmp_path)
    yield made
    made.kill()


def found_in(where: Installation) -> list[str]:
    return [name for name, held in where.written().items() if CHILD in held.lower()]


def test_an_older_backup_brings_nobody_back(where: Installation) -> None:
    where.start()
    planted = where.stage("plant")
    where.stop()
    backup = where.back_up()
    assert CHILD in backup.read_bytes().lower(), "the backup holds the child"
    where.start()
    for whom in ("attendee", "member"):
        where.stage("erase", **{whom: planted[whom]})
    where.stop()
    assert where.stage("left") == {"tables": []} and found_in(where) == []
    buried = where.stage("buried")

    where.restore(backup)
    assert where.stage("left")["tables"], "the child is back"
    examined = where.command("doctor").stdout
    assert "[!!] Erasures: 2 of 2 not carried out" in examined, examined
    where.start()  # returns with the first answer
    assert where.stage("left") == {"tables": []}
    assert where.stage("buried") == buried, "what was refused is refused again"
    where.stop()
    assert found_in(where) == []
    said = where.log
    assert said.index("older than 2 erasure(s)") < said.rindex("LeaveTheMeeting is on"), said
    assert "[ok] Erasures: 2 on the list" in where.command("doctor").stdout


def test_somebody_who_only_wrote_is_found_by_what_they_wrote(on_sqlite: Installation) -> None:
    where = on_sqlite
    where.command("migrate")
    planted = where.stage("plant")
    backup = where.back_up()
    where.stage("erase", address=planted["address"])
    where.stage("erase", member=planted["member"])
    where.restore(backup)
    assert where.command("erasures").returncode == 0
    assert where.stage("left") == {"tables": []}


def test_the_list_names_nobody_and_is_made_anew_when_it_is_lost(on_sqlite: Installation) -> None:
    where = on_sqlite
    where.command("migrate")
    planted = where.stage("plant")
    for whom in ("attendee", "member"):
        where.stage("erase", **{whom: planted[whom]})
    folder = where.folder / "data" / journal.FOLDER
    kept = {path.name: path.read_text() for path in folder.iterdir()}
    assert len(kept) == 2 and folder.stat().st_mode & 0o077 == 0
    words = {word for text in kept.values() for line in text.splitlines() for word in json.loads(line)}
    assert words == {"erasure", "why", "at", "rows", "events", "done"}
    assert not any("@" in text or CHILD.decode() in text.lower() for text in kept.values())
    for path in folder.iterdir():
        path.unlink()
    where.command("erasures")
    again = {path.name: path.read_text() for path in folder.iterdir()}
    assert again.keys() == kept.keys()
    for name, text in kept.items():
        assert _told(text) == _told(again[name])


def _told(text: str) -> tuple[object, ...]:
    rows: dict[str, list[str]] = {}
    events: set[tuple[str, str, str]] = set()
    for line in map(json.loads, text.splitlines()):
        rows |= line.get("rows", {})
        if "events" in line:
            meeting, source, ids = line["events"]
            events |= {(meeting, source, one) for one in ids if not one.endswith("kims-tab") or "enter" in one}
    return rows, events
