"""What the host sees when somebody comes, goes, comes back and does things."""

from __future__ import annotations

from typing import Any

from leavethemeeting.domain.events import Correction, EventType, Hints, SourceKind
from leavethemeeting.live.board import Board, Row, Snapshot
from tests.live.logs import BOB, CAROL, FACTS, VICTOR, Log, at, key_of


def row(log: Log, who: Hints) -> Row:
    return log.board().snapshot().rows[key_of(who)]


def stays(row: Row) -> list[tuple[int, int | None]]:
    return [(stay.since, stay.until) for stay in row.stays]


def told(snapshot: Snapshot) -> list[tuple[str, str, int]]:
    return [(entry.kind, entry.what, entry.devices) for entry in snapshot.feed]


def test_bob_who_leaves_by_the_button_has_left() -> None:
    bob = row(Log().enter("10:00:00", "t1", BOB).exit("10:30:00", "t1", "left"), BOB)
    assert (bob.state, bob.reason, bob.first, bob.last) == ("left", "left", at("10:00:00"), at("10:30:00"))
    assert (bob.name, bob.email, bob.devices) == ("Bob Baker", "bob@example.org", 0)


def test_carol_who_closes_the_tab_has_left_at_once_and_her_gap_closes_when_she_is_back_in_20_seconds() -> None:
    log = Log().enter("10:00:00", "t1", CAROL).exit("10:10:00", "t1", "closed")
    gone = row(log, CAROL)
    assert (gone.state, gone.reason, gone.last) == ("left", "closed", at("10:10:00"))
    back = row(log.enter("10:10:20", "t2", CAROL), CAROL)
    assert (back.state, back.since, stays(back)) == ("here", at("10:00:00"), [(at("10:00:00"), None)])


def test_carol_who_is_back_after_31_seconds_has_two_stays() -> None:
    log = Log().enter("10:00:00", "t1", CAROL).exit("10:10:00", "t1", "closed").enter("10:10:31", "t2", CAROL)
    assert stays(row(log, CAROL)) == [(at("10:00:00"), at("10:10:00")), (at("10:10:31"), None)]


def test_a_gap_after_leaving_on_purpose_is_never_closed() -> None:
    for reason in ("left", "removed", "ended", "auto_rule:alone_after_others"):
        log = Log().enter("10:00:00", "t1", CAROL).exit("10:10:00", "t1", reason).enter("10:10:05", "t2", CAROL)
        assert len(row(log, CAROL).stays) == 2, reason


def test_victor_who_is_lost_left_at_his_last_proof_of_life() -> None:
    log = Log().enter("10:00:00", "t1", VICTOR).exit("10:14:52", "t1", "lost", received_at=at("10:15:00"))
    victor = row(log, VICTOR)
    assert (victor.state, victor.last, victor.role) == ("lost", at("10:14:52"), "viewer")
    assert log.board().snapshot().curve[-1] == (at("10:14:52"), 0)


def test_bob_with_two_tabs_counts_once_and_stays_while_one_is_open() -> None:
    log = Log().enter("10:00:00", "t1", BOB).enter("10:05:00", "t2", BOB)
    assert (log.board().snapshot().figures.here, row(log, BOB).devices) == (1, 2)
    log.exit("10:20:00", "t1", "left")
    assert (row(log, BOB).state, row(log, BOB).devices, stays(row(log, BOB))) == ("here", 1, [(at("10:00:00"), None)])
    assert told(log.board().snapshot()) == [("enter", "", 1), ("enter", "", 2), ("exit", "left", 1)]


def test_who_is_removed_is_shown_as_removed() -> None:
    log = Log().enter("10:00:00", "t1", BOB).exit("10:01:00", "t1", "removed")
    assert row(log, BOB).state == "removed"


def test_hands_stand_in_the_order_in_which_they_went_up_and_go_down_with_their_owner() -> None:
    log = Log().enter("10:00:00", "t1", BOB).enter("10:00:00", "t2", CAROL)
    log.does("10:01:00", "t2", "hand_up").does("10:02:00", "t1", "hand_up")
    hands = {row.name: row.hand_since for row in log.board().snapshot().rows.values()}
    assert hands == {"Carol Clark": at("10:01:00"), "Bob Baker": at("10:02:00")}
    log.does("10:03:00", "t2", "hand_down").exit("10:04:00", "t1", "left")
    assert log.board().snapshot().figures.hands == 0


def test_be_right_back_counts_as_here_and_is_over_with_the_next_entrance() -> None:
    log = Log().enter("10:00:00", "t1", BOB).does("10:05:00", "t1", "away")
    assert (row(log, BOB).state, row(log, BOB).since) == ("away", at("10:05:00"))
    assert (log.board().snapshot().figures.here, log.board().snapshot().figures.away) == (1, 1)
    log.exit("10:06:00", "t1", "closed").enter("10:06:10", "t2", BOB)
    assert row(log, BOB).state == "here"


def test_what_they_did_is_counted_and_chat_shows_its_words() -> None:
    log = (
        Log()
        .enter("10:00:00", "t1", BOB)
        .does("10:01:00", "t1", "chat", "Good morning")
        .does("10:02:00", "t1", "mic_on")
    )
    log.does("10:02:10", "t1", "speaking", until=at("10:02:40")).does("10:03:00", "t1", "reaction", value="👏")
    bob = row(log, BOB)
    assert (bob.counts, bob.speaking) == ({"chat": 1, "mic_on": 1, "speaking": 1, "reaction": 1}, 30_000)
    assert bob.sends == ("mic",)
    assert [(entry.what, entry.text) for entry in log.board().snapshot().feed[1:]] == [
        ("chat", "Good morning"), ("mic_on", ""), ("reaction", "👏"),
    ]  # fmt: skip


def test_the_waiting_room_is_no_presence() -> None:
    log = Log().add(EventType.LOBBY_ENTER, "09:55:00", "t1", VICTOR)
    board = log.board().snapshot()
    assert (board.figures.waiting, board.figures.came, row(log, VICTOR).state) == (1, 0, "waiting")
    log.add(EventType.LOBBY_EXIT, "10:06:30", "t1").enter("10:06:30", "t1", VICTOR)
    board = log.board().snapshot()
    assert (board.figures.waiting, board.figures.here, row(log, VICTOR).first) == (0, 1, at("10:06:30"))


def test_the_peak_is_when_the_most_were_here_for_the_first_time() -> None:
    log = Log().enter("10:00:00", "t1", BOB).enter("10:10:00", "t2", CAROL).exit("10:20:00", "t1", "left")
    log.enter("10:30:00", "t3", VICTOR)
    figures = log.board().snapshot().figures
    assert (figures.peak, figures.peak_at, figures.came, figures.left) == (2, at("10:10:00"), 3, 1)


def test_a_later_verified_address_makes_one_row_of_two_and_the_feed_follows() -> None:
    plugin = Hints(email="bob@example.org", email_verified=True, name="Bob")
    board = Log().enter("10:00:00", "t1", BOB).enter("10:01:00", "t2", plugin).board()
    assert len(board.snapshot().rows) == 2
    more = Log().enter("10:00:00", "", BOB).enter("10:01:00", "", plugin)
    more.does(
        "10:02:00", "t1", "chat", hints=Hints(attendee=BOB.attendee, email="Bob@Example.org", email_verified=True)
    )
    changes = board.apply(more.entries)
    assert (list(board.snapshot().rows), changes.removed) == ([key_of(BOB)], ("email:bob@example.org",))
    assert {entry.key for entry in board.snapshot().feed} == {key_of(BOB)}


def test_a_host_binds_and_unbinds() -> None:
    log = Log().enter("10:00:00", "t1", BOB).enter("10:01:00", "t2", Hints(name="iPhone"))
    host: dict[str, Any] = {"source": "host:1", "source_kind": SourceKind.HOST}
    bind: dict[str, Any] = {"id": "bind-1", "value": Correction.BIND.value, "target": key_of(BOB)}
    log.add(EventType.CORRECT, "10:05:00", who=Hints(attendee="guest:room:t2:t2"), **host, **bind)
    assert list(log.board().snapshot().rows) == [key_of(BOB)]
    log.add(EventType.RETRACT, "10:06:00", target="bind-1", **host)
    assert sorted(log.board().snapshot().rows) == [key_of(BOB), "guest:room:t2:t2"]


def test_a_host_takes_time_out_and_gives_it_back() -> None:
    log = Log().enter("10:00:00", "t1", BOB).exit("10:40:00", "t1", "left")
    host: dict[str, Any] = {"source": "host:1", "source_kind": SourceKind.HOST, "target": key_of(BOB)}
    log.add(EventType.CORRECT, "10:10:00", id="out", until=at("10:20:00"), value="exclude", **host)
    assert stays(row(log, BOB)) == [(at("10:00:00"), at("10:10:00")), (at("10:20:00"), at("10:40:00"))]
    log.add(EventType.RETRACT, "10:50:00", **{**host, "target": "out"})
    assert stays(row(log, BOB)) == [(at("10:00:00"), at("10:40:00"))]


def test_closing_the_meeting_reaches_readers_though_it_is_not_in_the_log() -> None:
    board = Board(FACTS, ())
    assert board.apply([]).is_empty
    assert not board.openings_are(()).is_empty
