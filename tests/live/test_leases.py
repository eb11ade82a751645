"""A source that sends signs of life and falls silent is believed for 150 seconds; then its people are unknown."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from leavethemeeting.domain.events import Event, EventType, Hints, SourceKind
from leavethemeeting.domain.meeting import MeetingFacts
from leavethemeeting.domain.presence import timeline
from leavethemeeting.live.board import Board, Opening, apply_changes
from leavethemeeting.live.leases import LEASE_MS
from leavethemeeting.live.shapes import Row, Stay
from tests.live.logs import BOB, CAROL, FACTS, Log, at, key_of

PLUGIN: dict[str, Any] = {"source": "key:plugin", "source_kind": SourceKind.PLUGIN}


def beats(log: Log, *clocks: str, until: str = "") -> Log:
    for clock in clocks:
        log.add(EventType.HEARTBEAT, clock, "p1", until=at(until) if until else None, **PLUGIN)
    return log


def story() -> Log:
    """Bob's plugin: entered at ten, the last sign of life at 10:24:30 (presence.md, E6)."""
    log = Log().enter("10:00:00", "p1", BOB, **PLUGIN)
    return beats(log, *(f"10:{minute:02}:{second}" for minute in range(25) for second in ("00", "30")))


def bob(board: Board) -> Row:
    return board.snapshot().rows[key_of(BOB)]


def board_at(log: Log, clock: str, *, closed: str = "") -> Board:
    board = Board(FACTS, (Opening(at("09:58:00"), at(closed) if closed else None),))
    board.apply(log.entries)
    board.tell_time(at(clock))
    return board


def test_bob_is_here_to_the_end_of_the_lease_and_unknown_after_it_since_the_last_sign_of_life() -> None:
    board = board_at(story(), "10:27:00")
    assert (bob(board).state, board.snapshot().figures.here) == ("here", 1)
    shown = board.snapshot()
    changes = board.tell_time(at("10:27:00") + 1)
    row = changes.rows[0]
    assert (row.state, row.since, row.devices) == ("unknown", at("10:24:30"), 0)
    assert row.stays == (Stay(at("10:00:00"), at("10:24:30"), "silent"),)
    assert (changes.figures.here, changes.figures.unknown, changes.figures.left) == (0, 1, 0)
    assert apply_changes(shown, changes) == board.snapshot()
    assert board.tell_time(at("10:40:00")).is_empty


def test_what_is_late_heals_and_what_was_silence_stays_a_gap() -> None:
    board = board_at(story(), "10:35:00")
    assert bob(board).state == "unknown"
    late = story()
    beats(late, *(f"10:{minute}:{second}" for minute in range(25, 35) for second in ("00", "30")))
    board.apply(late.entries)
    assert (bob(board).state, bob(board).stays) == ("here", (Stay(at("10:00:00"), None),))
    again = beats(story(), "10:40:00")
    board = board_at(again, "10:41:00")
    assert bob(board).stays == (Stay(at("10:00:00"), at("10:24:30"), "silent"), Stay(at("10:40:00"), None))


def test_an_exit_after_the_silence_does_not_prove_what_was_before_it() -> None:
    log = story().exit("10:50:00", "p1", "left", **PLUGIN)
    assert bob(board_at(log, "10:51:00")).stays == (Stay(at("10:00:00"), at("10:24:30"), "silent"),)
    assert bob(board_at(log, "10:51:00")).state == "left"


def test_whoever_was_believed_when_the_meeting_closed_was_here_until_the_end() -> None:
    assert bob(board_at(story(), "12:00:00", closed="10:26:00")).state == "here"
    assert bob(board_at(story(), "12:00:00", closed="10:30:00")).state == "unknown"
    board = board_at(story(), "12:00:00", closed="10:26:00")
    changes = board.openings_are((Opening(at("09:58:00"), at("10:26:00")), Opening(at("11:00:00"))))
    assert [row.state for row in changes.rows] == ["unknown"]


def test_the_room_needs_no_lease_and_keeps_whoever_else_is_one_with_the_plugin() -> None:
    log = Log().enter("10:00:00", "t1", CAROL)
    log.enter("10:00:00", "p1", Hints(attendee=CAROL.attendee), **PLUGIN)
    row = board_at(log, "11:00:00").snapshot().rows[key_of(CAROL)]
    assert (row.state, row.devices) == ("here", 1)


def test_the_board_ends_where_the_kernel_ends() -> None:
    """The same stays as ``timeline(events, as_of)``, to the millisecond, around the end of the lease."""
    events: list[Event] = [replace(event, hints=BOB) for _position, event, _text in story().entries]
    for moment in (at("10:25:00"), at("10:27:00"), at("10:27:00") + 1, at("10:24:30") + LEASE_MS, at("10:50:00")):
        board = Board(FACTS, (Opening(at("09:58:00")),))
        board.apply(story().entries)
        board.tell_time(moment)
        told = timeline(events, meeting=MeetingFacts(), as_of=moment).attendees[0]
        ends = [(stay.since, moment if stay.until is None else stay.until) for stay in bob(board).stays]
        assert ends == [(stay.start.at, stay.end.at) for stay in told.stays]
