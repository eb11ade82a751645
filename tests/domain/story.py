"""Short words to tell a meeting's story: one planned from 10:00 to 11:00, its host there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from typing import Any

from leavethemeeting.domain.attendance import Attendance, Row, attendance
from leavethemeeting.domain.events import Event, EventType, Hints, SourceKind
from leavethemeeting.domain.meeting import DEFAULTS, MeetingFacts, Parameters
from leavethemeeting.domain.presence import timeline
from leavethemeeting.domain.timelines import AttendeeTimeline, Timeline

DAY = 1_780_000_000_000 // 86_400_000 * 86_400_000
BOB = Hints(email="bob@example.org", email_verified=True, name="Bob Baker")
HOST = Hints(attendee="alice", name="Alice Archer", role="host")
BOB_KEY = "email:bob@example.org"


def t(clock: str) -> int:
    """``10:24:30`` or ``10:24`` of the day of the story, in ms UTC."""
    hours, minutes, *seconds = (int(part) for part in clock.split(":"))
    return DAY + ((hours * 60 + minutes) * 60 + sum(seconds)) * 1000


PLAN = MeetingFacts(scheduled_start=t("10:00"), scheduled_end=t("11:00"))
LATER = t("23:00")


IDS: Iterator[int] = count(1)  # shared: two sources of one name must not use an id twice


class Source:
    """A source telling events; ids are counted, times received as they happen."""

    def __init__(self, name: str, kind: SourceKind, hints: Hints = BOB, **constant: Any) -> None:
        self.name, self.kind, self.hints, self.constant = name, kind, hints, constant

    def __call__(self, type: EventType, at: str, connection: str = "", **more: Any) -> Event:
        fields = {"id": f"{self.name}-{next(IDS)}", "hints": self.hints, **self.constant, **more}
        for field in ("until", "received_at", "sent_at", "entered_at"):
            if isinstance(fields.get(field), str):
                fields[field] = t(fields[field])
        received = fields.pop("received_at", max(t(at), fields.get("until") or 0))
        return Event(
            source=self.name, source_kind=self.kind, type=type, at=t(at), received_at=received,
            connection=connection, **fields,
        )  # fmt: skip

    def enter(self, at: str, connection: str = "c1", **more: Any) -> Event:
        return self(EventType.ENTER, at, connection, **more)

    def exit(self, at: str, connection: str = "c1", **more: Any) -> Event:
        return self(EventType.EXIT, at, connection, **more)

    def beats(self, at: str, until: str, connection: str = "c1", **more: Any) -> Event:
        return self(EventType.HEARTBEAT, at, connection, until=until, **more)

    def stay(self, start: str, end: str, connection: str = "c1", **more: Any) -> list[Event]:
        return [self.enter(start, connection, **more), self.exit(end, connection, **more)]

    def interval(self, start: str, end: str, connection: str = "c1", **more: Any) -> Event:
        return self(EventType.INTERVAL, start, connection, until=end, **more)


def webhook(hints: Hints = BOB, name: str = "hook") -> Source:
    return Source(name, SourceKind.WEBHOOK, hints)


def plugin(hints: Hints = BOB, name: str = "plugin") -> Source:
    return Source(name, SourceKind.PLUGIN, hints)


def report(hints: Hints = BOB, name: str = "file") -> Source:
    return Source(name, SourceKind.FILE, hints)


def room(hints: Hints = BOB, name: str = "room") -> Source:
    return Source(name, SourceKind.ROOM, hints)


def roster(times: str, *, seen: bool, complete: bool = True, hints: Hints = BOB, name: str = "roster") -> list[Event]:
    """Snapshots every 30 s from and until the ``times`` of "10:00-10:10", both included."""
    start, _, end = times.partition("-")
    events = []
    source = Source(name, SourceKind.HOST_PLUGIN, hints)
    for at in range(t(start), t(end or start) + 1, 30_000):
        header = replace(source(EventType.ROSTER, "10:00", complete=complete, hints=Hints()), id=f"{name}-{at}")
        events.append(replace(header, at=at, received_at=at))
        if seen:
            line = source(EventType.SEEN, "10:00", snapshot=f"{name}-{at}")
            events.append(replace(line, at=at, received_at=at, id=f"{name}-{at}-{hints.name}-{hints.platform_account}"))
    return events


def host_throughout() -> list[Event]:
    return webhook(HOST, "host").stay("10:00", "11:00", "host")


def told(
    *events: Event | list[Event], meeting: MeetingFacts = PLAN, parameters: Parameters = DEFAULTS, as_of: int = LATER
) -> Timeline:
    """The timeline of what was told; event lists may be nested one deep."""
    flat = [one for item in events for one in (item if isinstance(item, list) else [item])]
    return timeline(flat, meeting=meeting, parameters=parameters, as_of=as_of)


def bob(told: Timeline) -> AttendeeTimeline:
    return told.attendee(BOB_KEY)


def measured(told: Timeline, meeting: MeetingFacts = PLAN) -> Attendance:
    return attendance(told, meeting=meeting)


def row(told: Timeline, key: str = BOB_KEY) -> Row:
    wanted = told.attendee(key)
    return next(one for one in measured(told).rows if one.attendee is wanted)


def clock(at: int) -> str:
    """The reverse of ``t``, without seconds where there are none."""
    hours, rest = divmod((at - DAY) // 1000, 3600)
    text = f"{hours:02}:{rest // 60:02}:{rest % 60:02}"
    return text.removesuffix(":00") if text.count(":") == 2 else text


def spans(found: tuple[tuple[int, int], ...]) -> str:
    """``10:00-10:20 10:30-11:00``."""
    return " ".join(f"{clock(start)}-{clock(end)}" for start, end in found)


def numbers(told: Timeline, key: str = BOB_KEY) -> tuple[str, float, float, float]:
    """Intervals inside the window, present s, raw s, percent."""
    found = row(told, key)
    one = found.attendee
    return (spans(one.present), one.present_ms / 1000, one.raw_ms / 1000, found.percent)
