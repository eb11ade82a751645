"""The dashboard's wire: a snapshot of one occurrence, the changes to it, and how to apply them.

Moments are milliseconds UTC, spans half-open. The TypeScript side is web/src/dashboard/shapes.ts and
reducer.ts; protocol/examples/live/ is run by both. Rows are told apart by their attendee key, the same
key as in the report (``attendee:…``, ``email:…``, ``account:…`` or ``guest:<source>:<connection>``).
"""

from __future__ import annotations

from typing import Literal

import msgspec

FEED_KEEPS = 200

State = Literal["here", "away", "waiting", "left", "lost", "removed", "unknown"]
FeedKind = Literal["enter", "exit", "interaction", "waiting", "correction", "undone", "opened", "closed"]
Step = tuple[int, int]
"""``(moment, how many are here from that moment on)``."""


class Opening(msgspec.Struct, frozen=True):
    """One stretch of being open."""

    opened_at: int
    closed_at: int | None = None


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What is known without the log. ``zone`` is an IANA name; scheduled moments may be unknown."""

    occurrence: str
    title: str
    zone: str
    scheduled_start: int | None
    scheduled_end: int | None
    hosts: tuple[str, ...]
    keeps_text: bool


class Stay(msgspec.Struct, frozen=True, array_like=True):
    """``[since, until)``; ``until`` is None while it lasts. Short gaps that nobody asked for are closed."""

    since: int
    until: int | None
    reason: str = ""


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One attendee. ``devices`` are connections open now; ``since`` is when the state began.

    ``first`` and ``last`` are the first entrance and the last exit with its ``reason`` (empty while
    here). ``counts`` are interactions by kind, ``speaking`` milliseconds, ``sends`` what is switched on.
    """

    key: str
    name: str
    email: str
    role: str
    state: State
    since: int | None
    devices: int
    first: int | None
    last: int | None
    reason: str
    stays: tuple[Stay, ...]
    counts: dict[str, int]
    speaking: int
    sends: tuple[str, ...]
    hand_since: int | None


class FeedEntry(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happened, about the attendee in ``key`` (empty: about the meeting).

    ``what`` is the exit's reason, the interaction, or the correction; ``text`` the chat's words where they are
    kept, or a reaction's emoji; ``devices`` how many connections are open after it.
    """

    position: int
    at: int
    kind: FeedKind
    key: str
    what: str = ""
    text: str = ""
    devices: int = 0


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """The numbers on top. ``here`` includes those who are away for a moment; ``came`` everybody who ever was in;
    ``unknown`` those of whom nothing was heard for longer than their source is believed."""

    here: int = 0
    came: int = 0
    left: int = 0
    waiting: int = 0
    away: int = 0
    hands: int = 0
    peak: int = 0
    unknown: int = 0
    peak_at: int | None = None


class Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    """Everything the dashboard shows, as of ``position`` in the log."""

    position: int
    facts: Facts
    openings: tuple[Opening, ...]
    rows: dict[str, Row]
    feed: tuple[FeedEntry, ...]
    curve: tuple[Step, ...]
    figures: Figures


class Changes(msgspec.Struct, frozen=True, kw_only=True):
    """From one position to a later one.

    ``feed`` are entries new or changed, told apart by position; ``curve`` replaces all steps from
    ``curve_from`` on; ``openings`` is None where nothing was opened or closed.
    """

    position: int
    rows: tuple[Row, ...]
    removed: tuple[str, ...]
    feed: tuple[FeedEntry, ...]
    curve_from: int | None
    curve: tuple[Step, ...]
    figures: Figures
    openings: tuple[Opening, ...] | None = None

    @property
    def is_empty(self) -> bool:
        """Nothing a reader could see."""
        return not (self.rows or self.removed or self.feed or self.curve_from is not None) and self.openings is None


_encode = msgspec.json.Encoder().encode
decode_snapshot = msgspec.json.Decoder(Snapshot).decode
decode_changes = msgspec.json.Decoder(Changes).decode


def encode_snapshot(snapshot: Snapshot) -> bytes:
    """One line of JSON: the data of the stream's ``snapshot`` event."""
    return _encode(snapshot)


def encode_changes(changes: Changes) -> bytes:
    """One line of JSON: the data of the stream's ``changes`` event."""
    return _encode(changes)


def apply_changes(snapshot: Snapshot, changes: Changes) -> Snapshot:
    """The snapshot after ``changes``; the same rules as web/src/dashboard/reducer.ts."""
    rows = {key: row for key, row in snapshot.rows.items() if key not in changes.removed}
    rows.update((row.key, row) for row in changes.rows)
    feed = {entry.position: entry for entry in (*snapshot.feed, *changes.feed)}
    curve = snapshot.curve
    if changes.curve_from is not None:
        curve = (*(step for step in curve if step[0] < changes.curve_from), *changes.curve)
    return Snapshot(
        position=changes.position,
        facts=snapshot.facts,
        openings=snapshot.openings if changes.openings is None else changes.openings,
        rows=rows,
        feed=tuple(feed[position] for position in sorted(feed)[-FEED_KEEPS:]),
        curve=curve,
        figures=changes.figures,
    )
