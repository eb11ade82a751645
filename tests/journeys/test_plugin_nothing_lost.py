"""Nothing lost: a real browser's plugin in a call of more than five hundred events, while everything around it dies and its clock moves.

The service is killed and started, the browser killed and started with the same profile, the plugin's worker stopped in the middle of
whatever it does, the machine's clock put forward and back; each at moments that a seed chooses. In the end the service has what
the page's script did: each event once, in its order, at its true time. ``SEED=n`` plays one run again.
"""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.losing import Act, Life, Play
from tests.journeys.own_chromium import OwnChromium
from tests.journeys.plugin_browser import another_website, unpacked
from tests.journeys.site import Site

LIVES = 12 if os.environ.get("SOAK") else 4
pytestmark = [pytest.mark.browser, pytest.mark.timeout(120 + 60 * LIVES)]
#: The service sets a clock right that is off by more (SKEW in domain.clocks); less is left as it is.
TOLERANCE_MS = 2_000
#: What a page told so short before the browser was killed may not have reached the disk.
ON_THE_WAY_MS = 2_000


@pytest.fixture
def play(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Play]:
    seed = int(os.environ.get("SEED") or random.randrange(10**6))
    print(f"SEED={seed}")
    with another_website() as elsewhere:
        call = f"{elsewhere}/platform_pages/jitsi.html"
        site = Site(tmp_path / "site")
        site.folder.mkdir()
        site.start()
        scene = site.scene("paired_plugin", link=call)
        plugin = unpacked("chromium", tmp_path / "plugin")
        yield Play(random.Random(seed), site, tmp_path / "profile", plugin, call, scene)
        site.kill()
    shutil.rmtree(tmp_path / "profile", ignore_errors=True)


def test_the_services_timeline_is_what_was_done(play: Play) -> None:
    for number in range(LIVES):
        play.life("left" if number == LIVES - 1 else ("killed", "closed", "killed")[number % 3])
    play.service_is_up()
    last = OwnChromium(play.profile, play.plugin)  # what waited is sent by the next life, without a call
    try:
        play.lives.append(Life(last.told))
        act = Act(play, last)
        act.drains()
        refused = act.wish("attendance")["all"]["refused"]
    finally:
        last.end()
        play.lives.pop()
    print(", ".join(play.did))
    assert refused == []
    rows = play.site.scene("events", occurrence=play.scene["occurrence"])
    kept = [row for row in rows if row["type"] != "seen"]
    assert len({row["id"] for row in kept}) == len(kept)
    assert {row["source"] for row in kept} == {kept[0]["source"]}
    lives = [
        [row for row in kept if row["connection"] == one] for one in dict.fromkeys(row["connection"] for row in kept)
    ]
    assert len(lives) == LIVES, [
        (rows_[0]["at"], rows_[-1]["at"], len(rows_), rows_[-1]["type"], rows_[-1].get("reason")) for rows_ in lives
    ]
    total = sum(compares(life, rows_) for life, rows_ in zip(play.lives, lives, strict=True))
    print(f"{total} events, {len(kept)} rows")
    assert total >= 500
    stays = play.site.scene("recorded", occurrence=play.scene["occurrence"])["stays"]
    assert list(stays) == ["Bob Baker"]
    assert_near(stays["Bob Baker"], [span for one in expected_stays(lives) for span in one], TOLERANCE_MS)


def compares(life: Life, rows: list[dict[str, Any]]) -> int:
    """What the service has of one life against what its page told. How many events."""
    acts = [row for row in rows if row["type"] != "heartbeat"]
    [exit_] = [row for row in acts if row["type"] == "exit"]
    found = [row.get("interaction") or row["type"] for row in acts]
    first, *rest = life.told
    truth = [first, ["mic_on", *first[1:]], *rest]  # the microphone was on when they entered
    if life.ended == "killed":
        assert exit_["reason"] == "lost"
        on_disk = [one for one in truth if one[2] < life.killed_at - ON_THE_WAY_MS]
        truth = truth[: max(len(on_disk), len(acts) - 1)]
        truth.append(["exit", truth[-1][1], truth[-1][2]])  # at the last thing that is known of them
    else:
        assert exit_["reason"] in (("left",) if life.ended == "left" else ("closed", "lost"))
    assert found == [what for what, _, _ in truth]
    for row, (what, not_before, not_after) in zip(acts, truth, strict=True):
        assert not_before - TOLERANCE_MS <= row["at"] <= not_after + TOLERANCE_MS, (what, row, not_before)
    return len(acts)


def expected_stays(lives: list[list[dict[str, Any]]]) -> Iterator[list[int]]:
    """Entered and out again; a gap of half a minute after a loss is none (presence rules §2.7)."""
    spans: list[list[Any]] = []
    for rows in lives:
        [begin] = [row["at"] for row in rows if row["type"] == "enter"]
        [end] = [row for row in rows if row["type"] == "exit"]
        if spans and spans[-1][2] in ("lost", "closed") and begin - spans[-1][1] <= 30_000:
            spans[-1][1:] = [end["at"], end["reason"]]
        else:
            spans.append([begin, end["at"], end["reason"]])
    for begin, end, _ in spans:
        yield [begin, end]


def assert_near(found: list[list[int]], wanted: list[int], within: int) -> None:
    flat = [one for span in found for one in span]
    assert len(flat) == len(wanted), (found, wanted)
    assert all(abs(one - other) <= within for one, other in zip(flat, wanted, strict=True)), (found, wanted)
