"""What a report says about a room whose server died: told by the events that the room writes."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from leavethemeeting.attendance.payloads import as_event
from leavethemeeting.attendance.signs import with_outages
from leavethemeeting.domain.events import Event, SourceKind
from leavethemeeting.domain.timelines import Flag
from leavethemeeting.realtime.boots import last_exits, outages
from leavethemeeting.realtime.sql.rooms import LastSign, Orphan
from tests.domain.story import BOB, Source, bob, spans, t, told

MEETING, OCCURRENCE, BOOT = UUID(int=1), UUID(int=2), UUID(int=3)
TAB = "room:" + "0" * 32
BACK = "10:40:00"


def _left_by_the_dead_boot(heard: str, checkpoint: str) -> list[Event]:
    """Bob's connection ``c1`` was open; its last proof of life ``heard``, the last ``checkpoint``; then BACK."""
    orphan = Orphan(MEETING, OCCURRENCE, TAB, "c1", t("10:00"))
    sign = LastSign(BOOT, OCCURRENCE, MEETING, t(checkpoint), {"c1": t(heard)})
    written = last_exits([orphan], [sign], t(BACK)) + outages([orphan], [sign], last_boot=BOOT, now=t(BACK))
    return [as_event(event) for event in written]


def _tab() -> Source:
    return Source(TAB, SourceKind.ROOM, BOB)


def test_who_resumes_after_the_restart_was_there_all_along() -> None:
    tab = _tab()
    events = [
        tab.enter("10:00"), *_left_by_the_dead_boot("10:29:58", "10:30:00"),
        tab.enter("10:40:10", "c2", target="c1"), tab.exit("10:50", "c2", reason="left"),
    ]  # fmt: skip
    found = told(with_outages(events))
    assert spans(bob(found).present) == "10:00-10:50"
    assert bob(found).unknown_ms == 0 and Flag.OUTAGE in bob(found).flags


def test_who_does_not_come_back_is_unknown_while_nobody_watched_and_absent_after() -> None:
    found = told(with_outages([_tab().enter("10:00"), *_left_by_the_dead_boot("10:29:58", "10:30:00")]))
    assert spans(bob(found).present) == "10:00-10:30"
    unknown = bob(found).unknown
    assert unknown and unknown[0][0] == t("10:30") and t(BACK) <= unknown[-1][1] <= t(BACK) + 150_000


def test_resuming_another_tabs_connection_bridges_nothing() -> None:
    tab, other = _tab(), Source("room:" + "1" * 32, SourceKind.ROOM, BOB)
    events = [
        tab.enter("10:00"), *_left_by_the_dead_boot("10:29:58", "10:30:00"),
        other.enter("10:40:10", "c2", target="c1"), other.exit("10:50", "c2", reason="left"),
    ]  # fmt: skip
    found = told(with_outages(events))
    assert spans(bob(found).present) == "10:00-10:30 10:40:10-10:50"
    assert bob(found).unknown_ms > 0


def test_the_successor_writes_the_same_whenever_it_is_asked() -> None:
    first = _left_by_the_dead_boot("10:29:58", "10:30:00")
    assert [replace(event) for event in _left_by_the_dead_boot("10:29:58", "10:30:00")] == first
    exit_, outage = first
    assert (exit_.at, exit_.reason, outage.at, outage.until) == (t("10:29:58"), "lost", t("10:30"), t(BACK))
