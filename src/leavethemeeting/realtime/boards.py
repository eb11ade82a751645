"""One live board per watched occurrence, shared by everybody who watches it.

It is built from the log when the first one comes, fed by the hub while somebody is there, and
kept a little while after the last one left, because pages are reloaded.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from uuid import UUID

from leavethemeeting.attendance.payloads import as_event
from leavethemeeting.live.board import Board, Changes, LogEntry, encode_changes, encode_snapshot
from leavethemeeting.realtime.commons import Services
from leavethemeeting.realtime.feed import Feed, Follower
from leavethemeeting.realtime.hub import Entry
from leavethemeeting.realtime.sql.boards import facts_of, openings_of
from leavethemeeting.realtime.writer import Busy, Unavailable
from leavethemeeting.shared.wakeups import ACCESS, COMMANDS

log = logging.getLogger(__name__)

LINGERS_S = 30.0
FRAMES_KEPT = 1_024
Frame = tuple[int, bytes]  # position, one server-sent event


def frame(kind: str, position: int, data: bytes) -> bytes:
    """One server-sent event; ``data`` is a single line of JSON."""
    return b"event: %s\nid: %d\ndata: %s\n\n" % (kind.encode(), position, data)


class Watched:
    """A board, and the frames that tell its changes."""

    def __init__(self, services: Services, occurrence: UUID, *, builds_on: bool = True) -> None:
        """``builds_on``: what a page was told by an earlier board of the occurrence still holds."""
        self._services = services
        self._builds_on = builds_on
        self._occurrence = occurrence
        self._board: Board | None = None
        self._from = 0  # the position that the oldest frame builds on
        self._frames: Feed[Frame] = Feed(FRAMES_KEPT)
        self._snapshot: Frame = (-1, b"")
        self._ready = asyncio.Event()
        self._reading: set[asyncio.Task[None]] = set()
        self.watchers = 0
        self.task = asyncio.create_task(self._live(), name=f"board of {occurrence}")

    async def ready(self) -> None:
        """Raises Unavailable when the board could not be built."""
        await self._ready.wait()
        if self._board is None:
            raise Unavailable("the board could not be built")

    def enter(self, after: int | None) -> tuple[list[bytes], Follower[Frame]]:
        """What to send first, and a follower of what comes. ``after``: the position the other side has seen."""
        return self._missed(after), self._frames.follow()

    def ring(self) -> None:
        """Tell what time alone has changed, and wake the streams though there is nothing to tell: they give a sign of life."""
        if self._board is not None and not self._frames.closed:
            self._tell(self._board.tell_time(self._services.clock()))
        self._frames.ring()

    def _missed(self, after: int | None) -> list[bytes]:
        """The frames since ``after`` (told again from there: to apply one twice does no harm), or a snapshot."""
        if self._board is None or after is None or after > self._board.position:
            return [self._whole()]
        kept = self._frames.kept()
        # Several frames may bear one position (openings have none of their own), and one of them may be gone.
        oldest = kept[0][0] + 1 if self._frames.has_dropped else self._from
        if after < oldest:
            return [self._whole()]
        return [data for position, data in kept if position >= after]

    def _whole(self) -> bytes:
        if self._board is None:
            raise RuntimeError("asked before ready()")
        if self._snapshot[0] != self._frames.end:
            snapshot = self._board.snapshot()
            data = frame("snapshot", snapshot.position, encode_snapshot(snapshot))
            self._snapshot = (self._frames.end, data)
        return self._snapshot[1]

    def openings_changed(self) -> None:
        reading = asyncio.create_task(self._read_openings(), name="openings")
        self._reading.add(reading)
        reading.add_done_callback(self._reading.discard)

    async def _read_openings(self) -> None:
        await self._ready.wait()  # a board that is being built may have read them just before they changed
        try:
            openings = await self._services.reader.run(lambda transaction: openings_of(transaction, self._occurrence))
        except (Busy, Unavailable) as error:
            log.warning("the board of %s is built anew: its openings could not be read: %s", self._occurrence, error)
            self.task.cancel()
            return
        if self._board is not None and not self._frames.closed:
            self._tell(self._board.openings_are(openings))

    async def _live(self) -> None:
        try:
            async with self._services.hub.follow(self._occurrence) as (stored, coming):
                facts, openings = await self._services.reader.run(
                    lambda transaction: (
                        facts_of(transaction, self._occurrence),
                        openings_of(transaction, self._occurrence),
                    )
                )
                if facts is None:
                    return
                board = Board(facts, openings)
                board.apply(_entries(stored))
                board.tell_time(self._services.clock())
                self._board, self._from = board, board.position + (0 if self._builds_on else 1)
                self._ready.set()
                async for entries in coming:
                    self._tell(board.apply(_entries(entries)))
        except Exception:  # the streams end, and whoever still watches comes back to a fresh board
            log.exception("the board of %s stopped", self._occurrence)
        finally:
            self._ready.set()
            self._frames.close()

    def _tell(self, changes: Changes) -> None:
        if not changes.is_empty:
            self._frames.append([(changes.position, frame("changes", changes.position, encode_changes(changes)))])


def _entries(entries: Sequence[Entry]) -> list[LogEntry]:
    return [(position, as_event(row), row.claim.text if row.claim else "") for position, row in entries]


class Boards:
    """Which occurrences are watched."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._watched: dict[UUID, Watched] = {}
        self._forgot: set[UUID] = set()  # pages may show somebody of these who was erased

    def listen(self) -> None:
        """A command to a room often means that it was opened or closed; access that ends, that somebody was erased."""
        self._services.bells.on(COMMANDS, self._on_command)
        self._services.bells.on(ACCESS, self._on_access)

    @asynccontextmanager
    async def watch(self, occurrence: UUID) -> AsyncIterator[Watched]:
        """Raises Unavailable."""
        watched = self._watched.get(occurrence)
        if watched is None or watched.task.done():
            watched = self._watched[occurrence] = Watched(
                self._services, occurrence, builds_on=occurrence not in self._forgot
            )
        watched.watchers += 1
        try:
            await watched.ready()
            yield watched
        finally:
            watched.watchers -= 1
            if not watched.watchers:
                asyncio.get_running_loop().call_later(LINGERS_S, self._leave, occurrence, watched)

    def ring(self) -> None:
        """Signs of life from every board."""
        for watched in self._watched.values():
            watched.ring()

    async def stop(self) -> None:
        for watched in self._watched.values():
            watched.task.cancel()
        await asyncio.gather(*(watched.task for watched in self._watched.values()), return_exceptions=True)

    def _leave(self, occurrence: UUID, watched: Watched) -> None:
        if not watched.watchers:
            watched.task.cancel()
            if self._watched.get(occurrence) is watched:
                del self._watched[occurrence]

    def _on_access(self, reference: str) -> None:
        """The log adds no event when it forgets: boards are built anew from what is left, and pages told all of it."""
        if reference.startswith(("attendee:", "meeting:")):
            self._forgot.update(self._watched)
            for watched in self._watched.values():
                watched.task.cancel()
            self._watched.clear()  # whoever comes from now on must not see a board that still names them

    def _on_command(self, reference: str) -> None:
        for occurrence, watched in self._watched.items():
            if str(occurrence) == reference:
                watched.openings_changed()
