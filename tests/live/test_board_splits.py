"""A snapshot and the changes after it are a fresh snapshot, however the log is cut."""

from __future__ import annotations

import random
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from leavethemeeting.domain.events import Correction, Event, EventType, ExitReason, Hints, Interaction, SourceKind
from leavethemeeting.live.board import (
    Board,
    LogEntry,
    Opening,
    apply_changes,
    decode_changes,
    decode_snapshot,
    encode_changes,
    encode_snapshot,
)
from tests.live.logs import FACTS, TEN

PEOPLE = [
    Hints(),
    Hints(attendee="a1", name="Bob Baker"),
    Hints(attendee="a1", name="Bob", email="bob@example.org", email_verified=True),
    Hints(email="BOB@example.org", email_verified=True, name="Bob B."),
    Hints(email="carol@example.org", email_verified=True),
    Hints(attendee="a2", name="Carol", role="viewer"),
    Hints(name="Guest", platform_account="zoom:1"),
    Hints(name="Guest"),
]
TARGETS = ["attendee:a1", "attendee:a2", "email:bob@example.org", "guest:room:t1", "name:guest", "nobody:x"]
REASONS = [*(reason.value for reason in ExitReason if reason is not ExitReason.AUTO_RULE), "auto_rule:alone", ""]


def entry_of(number: int, seed: int) -> LogEntry:
    """One entry of the log, any kind, about a few people; drawn from ``seed`` at once, because drawing it
    field by field takes hypothesis two minutes."""
    one = random.Random(seed).choice
    kind = one([*EventType, EventType.ENTER, EventType.EXIT, EventType.INTERACT])
    at = TEN + one(range(120)) * 1000 * one([1, 1, 9])
    hosts = kind in (EventType.CORRECT, EventType.RETRACT)
    source = "host:1" if hosts and one([True, False]) else one(["room:a", "room:b", "key:zoom", "key:plugin"])
    kinds = {"key:zoom": SourceKind.WEBHOOK, "key:plugin": SourceKind.PLUGIN}
    event = Event(
        source=source, id=f"e{number}", type=kind, at=at, received_at=at + one([0, 300, 90_000]),
        source_kind=SourceKind.ROOM if source.startswith("room") else kinds.get(source, SourceKind.WEBHOOK),
        connection="" if hosts else one(["t1", "t2", "t3"]),
        sent_at=one([None, at, at + 60_000]), until=one([None, at + 45_000]),
        reason=one(REASONS), interaction=one([*Interaction]).value,
        value=one([*Correction]).value, complete=one([True, False]),
        target=one([f"e{one(range(number + 1))}", "*"] if kind is EventType.RETRACT else TARGETS),
        hints=Hints(attendee=one(TARGETS)) if kind is EventType.CORRECT else one(PEOPLE),
    )  # fmt: skip
    return (number * 3 + 1, event, one(["", "Hello"]))


def logs() -> st.SearchStrategy[list[LogEntry]]:
    seeds = st.lists(st.integers(0, 2**32), min_size=1, max_size=60)
    return seeds.map(lambda drawn: [entry_of(number, seed) for number, seed in enumerate(drawn)])


def fresh(log: list[LogEntry], now: int = 0) -> Board:
    board = Board(FACTS, (Opening(TEN),))
    board.apply(log)
    board.tell_time(now)
    return board


@settings(max_examples=300, deadline=None)
@given(logs(), st.data())
def test_a_snapshot_and_the_changes_after_it_are_a_fresh_snapshot(log: list[LogEntry], data: st.DataObject) -> None:
    cuts = [*sorted(data.draw(st.lists(st.integers(0, len(log)), max_size=6))), len(log)]
    board = Board(FACTS, (Opening(TEN),))
    board.apply(log[: cuts[0]])
    shown = decode_snapshot(encode_snapshot(board.snapshot()))
    now = 0
    for start, end in pairwise(cuts):
        now = TEN + data.draw(st.integers(now and (now - TEN) // 1000, 1_500)) * 1000
        for changes in (board.apply(log[start:end]), board.tell_time(now)):
            shown = apply_changes(shown, decode_changes(encode_changes(changes)))
    assert shown == fresh(log, now).snapshot() == board.snapshot()


@settings(max_examples=150, deadline=None)
@given(logs())
def test_the_figures_are_those_of_the_rows_and_the_curve(log: list[LogEntry]) -> None:
    shown = fresh(log, TEN + 400_000).snapshot()
    rows = list(shown.rows.values())
    assert [key for key in shown.rows if shown.rows[key].key != key] == []
    assert shown.figures.here == sum(row.state in ("here", "away") for row in rows)
    assert shown.figures.came == sum(bool(row.stays) for row in rows)
    assert shown.figures.unknown == sum(row.state == "unknown" for row in rows)
    silent = shown.figures.here + shown.figures.left + shown.figures.unknown
    assert shown.figures.came - silent <= shown.figures.waiting
    assert (shown.curve[-1][1] if shown.curve else 0) == shown.figures.here
    assert shown.figures.peak == max([value for _, value in shown.curve], default=0)
    for moment, value in shown.curve:
        assert value == sum(s.since <= moment < (s.until or moment + 1) for row in rows for s in row.stays)


@settings(max_examples=50, deadline=None)
@given(logs())
def test_the_same_portion_twice_changes_nothing(log: list[LogEntry]) -> None:
    board = fresh(log)
    before = board.snapshot()
    assert board.apply(log).is_empty
    assert board.snapshot() == before
