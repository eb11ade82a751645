"""The dashboard's words: one source for the template, the script and both languages' tests."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.test import Client
from django.utils.translation import ngettext

from leavethemeeting.accounts.models import User
from leavethemeeting.live.page_words import page_words
from leavethemeeting.meetings.actions.opening import open_occurrence
from leavethemeeting.meetings.models import Meeting
from leavethemeeting.shared.island_words import counted
from leavethemeeting.shared.moments import now_ms
from tests.live.word_examples import FOLDER, examples


@pytest.mark.parametrize("name", ["dashboard.json", "dashboard_feed.json", "join.json", "room.json"])
def test_the_words_the_script_is_tested_with_are_those_of_the_page(name: str) -> None:
    assert (FOLDER / name).read_text() == examples()[name]


def test_the_page_carries_its_words_for_the_script(as_alice: Client, alice: User) -> None:
    meeting = Meeting.objects.create(owner=alice, title="</script>", time_zone="UTC")
    occurrence = open_occurrence(meeting=meeting, actor=alice, now=now_ms())
    html = as_alice.get(f"/live/{occurrence.id}/").content.decode()
    island = html.split('<script id="dashboard-words" type="application/json">')[1].split("</script>")[0]
    assert json.loads(island) == page_words()
    assert "Nobody is here yet" in html.split("<ltm-dashboard")[1].split("dashboard-words")[0]


def test_every_number_finds_its_form_and_two_forms_are_told_once() -> None:
    said = counted({"hands": lambda n: ngettext("%(n)d hand", "%(n)d hands", n)})
    plural = str(said["plural"])
    assert (len(plural), plural[1], plural[0], set(plural)) == (200, "1", "0", {"0", "1"})
    assert said["counted"] == {"hands": ["%(n)d hands", "%(n)d hand"]}


LOOKED_UP = {
    "dashboard": {"counted", "roles", "reasons", "exits", "deeds", "happenings", "sends"},
    "join": {"verdicts", "mic", "camera"},
    "room": {
        "names",
        "tools",
        "shortcuts",
        "reactions",
        "because",
        "trouble",
        "denied",
        "notices",
        "rule_lines",
        "rule_numbers",
        "rule_states",
        "rule_outcomes",
    },
}
"""Tables that the script looks into by a word of the wire or of its own types: tsc knows those."""


@pytest.mark.parametrize("page", LOOKED_UP)
def test_no_word_is_translated_that_the_script_never_says(page: str) -> None:
    sources = (Path(__file__).parents[2] / "web/src" / page).glob("*.ts")
    entry = Path(__file__).parents[2] / "web/src/entries" / f"{page}.ts"
    script = "\n".join(path.read_text() for path in [*sources, entry] if path.name not in ("words.ts", "sentences.ts"))
    script += (Path(__file__).parents[2] / "web/src" / page / "words.ts").read_text().split("export class Words")[1]
    tables = json.loads((FOLDER / f"{page}.json").read_text())
    unsaid = [
        f"{table}.{word}"
        for table, words in tables.items() if isinstance(words, dict) and table not in LOOKED_UP[page]
        for word in words if not re.search(rf'\b(?:{table}|says|empty|figures)\.{word}\b|"{word}"|\b{word}\b.*\}} = ', script)
    ]  # fmt: skip
    assert unsaid == []
