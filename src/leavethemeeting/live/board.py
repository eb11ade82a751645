"""The live board of one occurrence: the log, folded as it grows.

PURE: told everything, asks nothing. The same events in any portions give the same board::

    board = Board(facts, openings)
    board.apply(events_so_far)             # [(position, Event, chat text or "")], positions ascending
    first = board.snapshot()               # → the stream's ``snapshot`` event
    changes = board.apply(later_events)    # → the stream's ``changes`` event, id = changes.position
    assert apply_changes(first, changes) == board.snapshot()

``apply`` costs what changes, not what is known. Events at or before ``board.position`` are skipped, so
portions may overlap. The chat's text is given only where the meeting keeps it.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from leavethemeeting.domain.events import Correction, Event, EventType, Hints, Interaction, SourceKind
from leavethemeeting.domain.names import cleaned
from leavethemeeting.live.connections import ENTER, EXIT, Connection, Edit, draw_row
from leavethemeeting.live.groups import Group, Groups
from leavethemeeting.live.leases import Lease
from leavethemeeting.live.news import News
from leavethemeeting.live.reading import token_in, told_at
from leavethemeeting.live.rosters import Rosters
from leavethemeeting.live.shapes import (
    Changes,
    Facts,
    FeedEntry,
    FeedKind,
    Figures,
    Opening,
    Row,
    Snapshot,
    Stay,
    apply_changes,
    decode_changes,
    decode_snapshot,
    encode_changes,
    encode_snapshot,
)
from leavethemeeting.live.tally import Tally

__all__ = [
    "Board", "Changes", "Facts", "FeedEntry", "Figures", "LogEntry", "Opening", "Row", "Snapshot", "Stay",
    "apply_changes", "decode_changes", "decode_snapshot", "encode_changes", "encode_snapshot",
]  # fmt: skip

LogEntry = tuple[int, Event, str]
"""``(position, event, text)``: chat text where kept, a correction's words, else empty."""

_NOBODY = Hints()
_LEASED = (SourceKind.PLUGIN, SourceKind.HOST_PLUGIN)
_LIVELY = (EventType.ENTER, EventType.HEARTBEAT, EventType.SEEN, EventType.INTERACT)
_IN_FEED = frozenset(Interaction) - {Interaction.SPEAKING}


class Board:
    """One occurrence as its host sees it."""

    def __init__(self, facts: Facts, openings: Sequence[Opening] = ()) -> None:
        self.facts = facts
        self.position = 0
        self._openings = tuple(openings)
        self._now = 0
        self._leased: dict[Connection, None] = {}
        self._groups = Groups()
        self._rosters = Rosters()
        self._tally = Tally()
        self._rows: dict[str, Row] = {}
        self._news = News()
        self._edits: dict[tuple[str, str], tuple[str, Edit]] = {}
        self._held: dict[tuple[str, str], tuple[Connection, Event, int]] = {}  # what its source may take back
        self._taken_back: set[tuple[str, str]] = set()

    def apply(self, events: Sequence[LogEntry]) -> Changes:
        """Fold in what came since, and say what readers of the board before it need to know."""
        for position, event, text in events:
            if position > self.position:
                self.position = position
                if (event.source, event.id) not in self._taken_back:
                    self._take(position, event, text)
        return self._settle()

    def openings_are(self, openings: Sequence[Opening]) -> Changes:
        """The meeting was opened, closed or reopened; not a part of the log."""
        before, self._openings = self._believed_at, tuple(openings)
        for one in self._leased:
            if one.is_in(before) != one.is_in(self._believed_at):
                self._groups.touch(one.token)
        return msgspec.structs.replace(self._settle(), openings=self._openings)

    def tell_time(self, now: int) -> Changes:
        """It is ``now``, milliseconds UTC: whose source has been silent for too long is not known to be here any more.

        Costs the connections that live by signs of life. After the close time stands still: who was believed to be
        here then was here until the end. The same log and the same moment give the same board.
        """
        before, self._now = self._believed_at, now
        moment = self._believed_at
        for one in self._leased:
            if one.is_in(before) != one.is_in(moment):
                self._groups.touch(one.token)
        return self._settle()

    @property
    def _believed_at(self) -> int:
        closed_at = self._openings[-1].closed_at if self._openings else None
        return self._now if closed_at is None else min(self._now, closed_at)

    def snapshot(self) -> Snapshot:
        """Everything, as of ``position``."""
        return Snapshot(
            position=self.position,
            facts=self.facts,
            openings=self._openings,
            rows=dict(self._rows),
            feed=self._news.all(),
            curve=self._tally.steps(),
            figures=self._tally.figures(),
        )

    # ---- one event ----------------------------------------------------------------------------

    def _take(self, position: int, event: Event, text: str) -> None:
        match event.type:
            case EventType.CORRECT:
                self._correct(position, event, text)
            case EventType.RETRACT:
                self._retract(position, event)
            case EventType.MEETING_START | EventType.MEETING_END:
                kind: FeedKind = "opened" if event.type is EventType.MEETING_START else "closed"
                self._tell("", position, told_at(event), kind)
            case EventType.ROSTER:
                self._roster(position, event)
            case EventType.CHECKPOINT | EventType.TOTAL | EventType.ROOM:
                pass  # says nothing about who is here that is not said elsewhere
            case _:
                self._take_of_connection(position, event, text)

    def _take_of_connection(self, position: int, event: Event, text: str) -> None:
        count = len(self._groups)
        one = self._groups.connection(event.source, event.connection)
        if event.hints != _NOBODY:
            self._name(one, event.hints, position)
            self._groups.identify(one, event.hints, fresh=len(self._groups) > count)
        if event.source_kind is not SourceKind.ROOM:
            self._held[event.source, event.id] = (one, event, position)
        self._groups.touch(one.token)
        at = told_at(event)
        self._prove(one, position, event, at)
        if event.type is EventType.INTERACT:
            one.count(event, at, position)
            if event.interaction in _IN_FEED:
                self._tell(one.token, position, at, "interaction", event.interaction, text or event.value)
        else:
            self._come_and_go(one, position, event, at)

    def _prove(self, one: Connection, position: int, event: Event, at: int) -> None:
        if event.source_kind not in _LEASED or event.type not in _LIVELY:
            return
        if one.lease is None:
            one.lease = Lease()
            self._leased[one] = None
        until = at if event.until is None else at + max(0, event.until - event.at)
        one.lease.prove((at, until, position, event.type is EventType.HEARTBEAT))

    @staticmethod
    def _name(one: Connection, hints: Hints, position: int) -> None:
        if hints.name:
            one.name, one.named_at = cleaned(hints.name), position
        one.email = hints.email or one.email
        one.role = hints.role or one.role

    def _come_and_go(self, one: Connection, position: int, event: Event, at: int) -> None:
        match event.type:
            case EventType.ENTER | EventType.HEARTBEAT | EventType.SEEN:
                one.seen_at = max(one.seen_at, at)
                one.lobby.add((at, event.seq, position, EXIT, ""))
                if one.inside.add((at, event.seq, position, ENTER, "")):
                    self._tell(one.token, position, at, "enter")
            case EventType.EXIT:
                one.lobby.add((at, event.seq, position, EXIT, ""))
                if event.entered_at is not None:
                    shift = at - event.at
                    one.inside.add((event.entered_at + shift, event.seq, position, ENTER, ""))
                if one.inside.add((at, event.seq, position, EXIT, event.reason)):
                    self._tell(one.token, position, at, "exit", event.reason)
            case EventType.INTERVAL:
                until = max(at, event.until if event.until is not None else at)
                one.reported.append((position, Stay(at, until, event.reason)))
                self._tell(one.token, position, until, "exit", event.reason)
            case EventType.LOBBY_ENTER:
                if one.lobby.add((at, event.seq, position, ENTER, "")):
                    self._tell(one.token, position, at, "waiting")
            case _:
                one.lobby.add((at, event.seq, position, EXIT, ""))

    def _roster(self, position: int, event: Event) -> None:
        if not event.complete:
            return
        of_source = self._groups.of_source(event.source)
        for one, at in list(self._rosters.gone(event.source, told_at(event), of_source)):
            if one.inside.add((at, event.seq, position, EXIT, "")):
                self._groups.touch(one.token)

    # ---- what a host corrects, and what a source takes back -----------------------------------

    def _correct(self, position: int, event: Event, text: str) -> None:
        reference = (event.source, event.id)
        if event.value == Correction.BIND:
            token = event.hints.attendee or token_in(text)
            if token:
                self._groups.bind(reference, (token, event.target))
        else:
            until = max(event.at, event.until if event.until is not None else event.at)
            self._edits[reference] = (event.target, (event.at, until, event.value == Correction.INCLUDE))
            self._groups.touch(event.target)
        self._tell(event.target, position, event.received_at, "correction", event.value)

    def _retract(self, position: int, event: Event) -> None:
        target = (event.source, event.target)
        if event.target == "*":
            taken = [one for one in (*self._held, *self._edits) if one[0] == event.source]
        else:
            taken = [target]
            self._taken_back.add(target)
        about = ""
        for reference in taken:
            about = self._take_back(reference) or about
        self._tell(about, position, event.received_at, "undone")

    def _take_back(self, reference: tuple[str, str]) -> str:
        """Undo one event; the token it was about, as far as that is known."""
        self._groups.unbind(reference)
        if reference in self._edits:
            token, _ = self._edits.pop(reference)
        elif reference in self._held:
            one, event, position = self._held.pop(reference)
            one.forget(event, position)
            token = one.token
        else:
            return ""
        self._groups.touch(token)
        return token

    # ---- what is told -------------------------------------------------------------------------

    def _tell(self, token: str, position: int, at: int, kind: FeedKind, what: str = "", text: str = "") -> None:
        group = self._groups.group_of(token) if token else None
        devices = sum(one.inside.open_since is not None for one in group.connections) if group else 0
        key = group.key if group else ""
        entry = FeedEntry(position=position, at=at, kind=kind, key=key, what=what, text=text, devices=devices)
        self._news.tell(entry, token)

    def _settle(self) -> Changes:
        removed = self._retire()
        changed = [row for group in self._groups.dirty if (row := self._redraw(group, removed)) is not None]
        self._groups.dirty.clear()
        since = self._tally.settle()
        moved, self._groups.moved = self._groups.moved, False
        return Changes(
            position=self.position,
            rows=tuple(changed),
            removed=tuple(sorted(key for key in removed if key not in self._rows)),
            feed=self._news.fresh(self.position, self._groups.key_of, moved=moved),
            curve_from=since,
            curve=() if since is None else self._tally.steps(since),
            figures=self._tally.figures(),
        )

    def _retire(self) -> set[str]:
        removed = set()
        for row in self._groups.retired:
            removed.add(row.key)
            self._rows.pop(row.key, None)
            self._tally.weigh(row, None)
        self._groups.retired.clear()
        return removed

    def _redraw(self, group: Group, removed: set[str]) -> Row | None:
        old, row = group.row, draw_row(group.key, group.connections, self._edits_of(group), self._believed_at)
        if old == row:
            return None
        if old is not None and old.key != row.key:
            removed.add(old.key)
            if self._rows.get(old.key) is old:
                del self._rows[old.key]
        self._tally.weigh(old, row)
        self._rows[row.key] = group.row = row
        return row

    def _edits_of(self, group: Group) -> list[Edit]:
        return [edit for token, edit in self._edits.values() if self._groups.group_of(token) is group]
