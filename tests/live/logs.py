"""Logs for the board's stories: who did what when, in the order in which it was committed."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import Any

from leavethemeeting.domain.events import Event, EventType, Hints, SourceKind
from leavethemeeting.live.board import Board, Facts, LogEntry, Opening

TEN = 1_795_168_800_000  # 2026-11-20 10:00:00 UTC
BOB = Hints(attendee="01990f6e-2c11-7a10-9a55-00000000b0b0", name="Bob Baker", email="bob@example.org")
CAROL = Hints(attendee="01990f6e-2c11-7a10-9a55-00000000ca01", name="Carol Clark")
VICTOR = Hints(attendee="01990f6e-2c11-7a10-9a55-00000000f1c0", name="Victor Vale", role="viewer")
FACTS = Facts(
    occurrence="01990f6e-2c11-7a10-9a55-0000000000aa", title="Weekly stand-up", zone="Europe/Berlin",
    scheduled_start=TEN, scheduled_end=TEN + 3_600_000, hosts=("Alice Archer",), keeps_text=True,
)  # fmt: skip


def at(clock: str) -> int:
    """``"10:02:30"`` on the day of the stories, milliseconds UTC."""
    hours, minutes, seconds = (int(part) for part in clock.split(":"))
    return TEN + ((hours - 10) * 3600 + minutes * 60 + seconds) * 1000


def key_of(hints: Hints) -> str:
    return f"attendee:{hints.attendee}"


class Log:
    """Writes events the way the room does."""

    def __init__(self) -> None:
        self.entries: list[LogEntry] = []
        self._ids = count(1)

    def add(
        self, type: EventType, clock: str, tab: str = "", who: Hints | None = None, text: str = "", **more: Any
    ) -> Log:
        number = next(self._ids)
        event = Event(
            source=f"room:{tab}", source_kind=SourceKind.ROOM, id=f"{type.value}-{number}", type=type,
            at=at(clock), received_at=at(clock), connection=tab, hints=who or Hints(),
        )  # fmt: skip
        self.entries.append((number * 10, replace(event, **more), text))
        return self

    def enter(self, clock: str, tab: str, who: Hints, **more: Any) -> Log:
        return self.add(EventType.ENTER, clock, tab, who, **more)

    def exit(self, clock: str, tab: str, reason: str, **more: Any) -> Log:
        return self.add(EventType.EXIT, clock, tab, reason=reason, **more)

    def does(self, clock: str, tab: str, interaction: str, text: str = "", **more: Any) -> Log:
        return self.add(EventType.INTERACT, clock, tab, text=text, interaction=interaction, **more)

    def board(self) -> Board:
        board = Board(FACTS, (Opening(at("09:58:00")),))
        board.apply(self.entries)
        return board
