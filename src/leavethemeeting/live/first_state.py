"""The snapshot as the page shows it before, or without, the live stream."""

from __future__ import annotations

from dataclasses import dataclass

from leavethemeeting.live.shapes import FeedEntry, Figures, Row, Snapshot
from leavethemeeting.live.words import did, happened, name_of, reason_in_words, role_in_words

SHOWN_AT_FIRST = 100
_FEED_SHOWN = 30


@dataclass(frozen=True, slots=True)
class Person:
    """One attendee in a table; moments in milliseconds UTC."""

    key: str
    name: str
    email: str
    role: str
    state: str
    since: int | None
    first: int | None
    last: int | None
    reason: str
    did: str
    devices: int


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of the feed."""

    at: int
    words: str


@dataclass(frozen=True, slots=True)
class FirstState:
    """``hidden`` are rows that were left out of ``here`` and ``left``."""

    figures: Figures
    here: list[Person]
    left: list[Person]
    waiting: list[Person]
    hands: list[Person]
    feed: list[Happening]
    hidden: int

    @property
    def anybody(self) -> bool:
        return bool(self.here or self.left or self.waiting)


def first_state(snapshot: Snapshot, *, everybody: bool) -> FirstState:
    """Here: longest first; left: latest first; hands and waiting room: in their order."""
    rows = snapshot.rows.values()
    here = sorted(
        (row for row in rows if row.state in ("here", "away", "unknown")),
        key=lambda row: (row.stays[-1].since, row.key),
    )
    left = sorted(
        (row for row in rows if row.last and row.state not in ("waiting", "unknown")),
        key=lambda row: (-(row.last or 0), row.key),
    )
    waiting = sorted((row for row in rows if row.state == "waiting"), key=lambda row: (row.since or 0, row.key))
    hands = sorted((row for row in here if row.hand_since is not None), key=lambda row: (row.hand_since or 0, row.key))
    most = None if everybody else SHOWN_AT_FIRST
    hosts = snapshot.facts.hosts
    return FirstState(
        figures=snapshot.figures,
        here=[person_on_dashboard(row, hosts) for row in here[:most]],
        left=[person_on_dashboard(row, hosts) for row in left[:most]],
        waiting=[person_on_dashboard(row, hosts) for row in waiting],
        hands=[person_on_dashboard(row, hosts) for row in hands],
        feed=[Happening(one.at, happened(one, snapshot.rows)) for one in _latest(snapshot)],
        hidden=0 if everybody else sum(max(0, len(part) - SHOWN_AT_FIRST) for part in (here, left)),
    )


def _latest(snapshot: Snapshot) -> list[FeedEntry]:
    """Newest first by their moments: what a platform tells late stands where it belongs."""
    return sorted(snapshot.feed, key=lambda one: (one.at, one.position), reverse=True)[:_FEED_SHOWN]


def person_on_dashboard(row: Row, hosts: tuple[str, ...]) -> Person:
    """One attendee as the page shows them."""
    return Person(
        key=row.key,
        name=name_of(row),
        email=row.email,
        role=role_in_words(row, hosts),
        state=row.state,
        since=row.stays[-1].since if row.state in ("here", "away") else row.since,
        first=row.first,
        last=row.last,
        reason=reason_in_words(row.reason),
        did=", ".join(did(row)),
        devices=row.devices,
    )
