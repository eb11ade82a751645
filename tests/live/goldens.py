"""The examples in protocol/examples/live/: ``python -m tests.live.goldens`` writes them anew.

Each is a story cut in two: ``before`` (a snapshot), ``changes``, and ``after``, which both reducers must reach.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from leavethemeeting.domain.events import EventType, Hints
from leavethemeeting.live.board import Board, Changes, Opening, Snapshot
from tests.live.logs import BOB, CAROL, FACTS, VICTOR, Log, at

FOLDER = Path(__file__).parents[2] / "protocol/examples/live"


class Example(msgspec.Struct, frozen=True):
    """What both sides run."""

    before: Snapshot
    changes: Changes
    after: Snapshot


def _cut(log: Log, where: int) -> Example:
    board = Board(FACTS, (Opening(at("09:58:00")),))
    board.apply(log.entries[:where])
    before = board.snapshot()
    changes = board.apply(log.entries[where:])
    return Example(before, changes, board.snapshot())


def _first_comes() -> Example:
    return _cut(Log().enter("10:00:00", "t1", BOB), 0)


def _back_in_twenty_seconds() -> Example:
    log = Log().enter("10:00:00", "t1", CAROL).exit("10:10:00", "t1", "closed")
    return _cut(log.enter("10:10:20", "t2", CAROL).does("10:10:40", "t2", "chat", "Sorry, wrong window"), 2)


def _lost_in_the_past() -> Example:
    log = Log().enter("10:00:00", "t1", VICTOR).enter("10:05:00", "t2", BOB).does("10:06:00", "t1", "hand_up")
    return _cut(log.exit("10:04:52", "t1", "lost", received_at=at("10:07:00")), 3)


def _two_rows_become_one() -> Example:
    plugin = Hints(email="bob@example.org", email_verified=True, name="Bob")
    log = Log().enter("10:00:00", "t1", BOB).enter("10:01:00", "t2", plugin)
    verified = Hints(attendee=BOB.attendee, email="bob@example.org", email_verified=True)
    return _cut(log.does("10:02:00", "t1", "reaction", value="👏", who=verified), 2)


def _more_than_the_feed_keeps() -> Example:
    log = Log().enter("10:00:00", "t1", BOB)
    for second in range(230):
        log.does(f"10:{1 + second // 60:02}:{second % 60:02}", "t1", "reaction", value="🎉")
    return _cut(log.add(EventType.LOBBY_ENTER, "10:30:00", "t9", VICTOR), 120)


def _closed() -> Example:
    board = Log().enter("10:00:00", "t1", BOB).exit("11:00:00", "t1", "ended").board()
    before = board.snapshot()
    changes = board.openings_are((Opening(at("09:58:00"), at("11:00:00")),))
    return Example(before, changes, board.snapshot())


EXAMPLES = {
    "first_comes": _first_comes,
    "back_in_twenty_seconds": _back_in_twenty_seconds,
    "lost_in_the_past": _lost_in_the_past,
    "two_rows_become_one": _two_rows_become_one,
    "more_than_the_feed_keeps": _more_than_the_feed_keeps,
    "closed": _closed,
}


def written(name: str) -> bytes:
    """The example's file."""
    return msgspec.json.format(msgspec.json.encode(EXAMPLES[name]()), indent=1) + b"\n"


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for example in EXAMPLES:
        (FOLDER / f"{example}.json").write_bytes(written(example))
