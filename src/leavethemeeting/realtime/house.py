"""The rooms that run in this process: which sockets are in them, and how one goes out."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

from leavethemeeting.attendance.payloads import NewEvent
from leavethemeeting.realtime import messages as wire
from leavethemeeting.realtime.commons import Services
from leavethemeeting.realtime.evidence import Place, departure, waiting_ended
from leavethemeeting.realtime.life import Pulse
from leavethemeeting.realtime.line import Line
from leavethemeeting.realtime.media import media_ticket
from leavethemeeting.realtime.rooms import Present, Room, Send
from leavethemeeting.realtime.sql.rooms import Door, Said
from leavethemeeting.realtime.writer import Busy, Unavailable

log = logging.getLogger(__name__)

TRIES = 6  # to write an exit while the database is away; then the next start writes it
DenialCode = Literal[
    "bad_ticket", "not_open", "closed", "removed", "not_admitted", "full", "full_of_senders",
    "replaced", "signed_out", "restarting", "too_fast",
]  # fmt: skip


@dataclass(slots=True, eq=False)
class Socket:
    """One WebSocket whose ticket was good.

    ``connection`` is empty until it is in the room. Who is put into the waiting room gets a reference there
    already, ``waits_as``, and enters under the same one; ``waits_since`` is None before and after.
    """

    line: Line
    pulse: Pulse
    meeting: UUID
    occurrence: UUID
    attendee: UUID
    user: UUID | None
    session: str
    source_ref: str
    connection: str = ""
    gone: bool = False  # its exit is on the way, or another socket took its place
    decided: asyncio.Future[bool] | None = None  # while in the waiting room
    waits_as: str = ""
    waits_since: int | None = None

    def deny(self, code: DenialCode, message: str, *, retry_after_ms: int | None = None) -> None:
        """Last words. The close code 1008 says: a rule, not a fault (RFC 6455 §7.4.1)."""
        closing = 1012 if code == "restarting" else 1008
        self.line.finish([wire.Denied(code=code, message=message, retry_after_ms=retry_after_ms)], closing)


@dataclass(slots=True, eq=False)
class Running:
    """One occurrence that runs here."""

    place: Place
    title: str
    opened_at: int
    ends_at: int | None
    room: Room
    sockets: dict[str, Socket] = field(default_factory=dict)  # by connection
    waiting: dict[str, set[Socket]] = field(default_factory=dict)  # by attendee
    removed: set[str] = field(default_factory=set)
    closed: bool = False

    def tell(self, sends: Iterable[Send]) -> None:
        """Each message is encoded once, however many get it."""
        for send in sends:
            text = wire.encode_down(send.message).decode()
            for ref in send.to:
                if ref in self.sockets:
                    self.sockets[ref].line.put(text)

    def sockets_of(self, attendee: str) -> list[Socket]:
        person = self.room.people.get(attendee)
        return [self.sockets[ref] for ref in person.tabs if ref in self.sockets] if person else []

    def connections(self) -> Iterator[tuple[str, Socket]]:
        """Everybody who is here or waits, by connection reference."""
        yield from self.sockets.items()
        for group in self.waiting.values():
            yield from ((socket.waits_as, socket) for socket in group if socket.waits_since is not None)

    @property
    def is_empty(self) -> bool:
        return not self.sockets and not self.waiting and not self.room.entering


class House:
    """Everything the room sockets share."""

    def __init__(self, services: Services) -> None:
        self.writer = services.writer
        self.reader = services.reader
        self.environment = services.environment
        self.boot = services.boot
        self.nonces = services.nonces
        self.now = services.clock
        self.rooms: dict[UUID, Running] = {}
        self.sockets: set[Socket] = set()
        self._writing: set[asyncio.Task[None]] = set()

    def room_for(self, door: Door, chat: Sequence[Said]) -> Running:
        """The running room behind ``door`` (which is open); made when this is the first to come."""
        running = self.rooms.get(door.occurrence)
        if running is None:
            room = Room(door.keeps_chat_text)
            room.chat.extend(
                wire.ChatLine(id=said.id, attendee=said.attendee, name=said.name, text=said.text, at=said.at)
                for said in chat
            )
            place = Place(door.meeting, door.occurrence)
            running = Running(place, door.title, door.opened_at or self.now(), door.ends_at, room)
            self.rooms[door.occurrence] = running
        return running

    def media_for(self, person: Present, connection: str) -> wire.MediaTicket:
        return media_ticket(self.environment, connection=connection, may_send=person.may_send, now=self.now())

    def last_proof(self, socket: Socket) -> int:
        """When the other side was last heard, milliseconds UTC by our clock."""
        silent_s = asyncio.get_running_loop().time() - socket.pulse.heard
        return self.now() - max(0, round(silent_s * 1000))

    # ---- going out ----------------------------------------------------------------------------

    def out(self, running: Running, socket: Socket, *, reason: str, at: int | None = None) -> list[NewEvent]:
        """``socket`` is out of the room at once; the events that must be written about it.

        ``at`` is the last proof of life where the other side did not say goodbye. A second call
        does nothing.
        """
        if socket.gone:
            return []
        socket.gone = True
        now = self.now()
        if not socket.connection:
            return []
        tab = running.room.tabs[socket.connection]
        moment = max(tab.since, min(now, at if at is not None else now))
        running.sockets.pop(socket.connection, None)
        running.tell(running.room.exit(socket.connection, reason=reason, now=moment))
        self.forget_if_empty(running)
        return [
            departure(
                running.place, source_ref=socket.source_ref, connection=socket.connection, reason=reason,
                at=moment, now=now,
            )
        ]  # fmt: skip

    def stop_waiting(self, running: Running, socket: Socket, *, at: int | None = None) -> None:
        """``socket`` stands in the waiting room no longer; the hosts hear it when it was the last of this attendee.

        ``at`` is the last proof of life where the other side has gone. A second call does nothing.
        """
        self.record_soon(self._no_longer_waits(running, socket, at))
        attendee = str(socket.attendee)
        own = running.waiting.get(attendee, set())
        own.discard(socket)
        if not own and running.waiting.pop(attendee, None) is not None:
            running.tell(running.room.stop_waiting(attendee))
            self.forget_if_empty(running)

    def _no_longer_waits(self, running: Running, socket: Socket, at: int | None) -> list[NewEvent]:
        since, socket.waits_since = socket.waits_since, None
        if since is None:
            return []
        now = self.now()
        moment = max(since, min(now, at if at is not None else now))
        return [
            waiting_ended(
                running.place, source_ref=socket.source_ref, connection=socket.waits_as, at=moment, now=now
            )
        ]  # fmt: skip

    def forget_if_empty(self, running: Running) -> None:
        if running.is_empty and self.rooms.get(running.place.occurrence) is running:
            del self.rooms[running.place.occurrence]

    async def record(self, events: Sequence[NewEvent]) -> None:
        """Write exits, patiently: nobody sends them again. Gives up only to the next start's clearing up."""
        for attempt in range(TRIES):
            try:
                await self.writer.submit(events)
                return
            except (Busy, Unavailable) as error:
                log.warning("an exit is not written yet: %s", error)
            await asyncio.sleep(min(2**attempt / 4, 5.0))
        log.error("%d exits are left for the next start to write", len(events))

    def record_soon(self, events: Sequence[NewEvent]) -> None:
        """The same without waiting; ``settle`` waits for all of them."""
        if events:
            task = asyncio.get_running_loop().create_task(self.record(events))
            self._writing.add(task)
            task.add_done_callback(self._writing.discard)

    async def settle(self) -> None:
        while self._writing:
            await asyncio.gather(*tuple(self._writing), return_exceptions=True)
