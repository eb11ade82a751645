"""What the web app tells running rooms: durable commands done in order, openings that were closed, revoked access.

Bells only wake; what is to be done is read from the tables. They may be missed, so the tables are
looked at every ``LOOK_S`` anyway. Access has no table: its bell says whose sockets to close.
"""

from __future__ import annotations

import asyncio
import logging
from typing import cast
from uuid import UUID

from django.utils.translation import gettext as _

from leavethemeeting.realtime import messages as wire
from leavethemeeting.realtime import moderation
from leavethemeeting.realtime.doorway import rights_at, waits_because
from leavethemeeting.realtime.house import House, Running, Socket
from leavethemeeting.realtime.sql import rooms as sql
from leavethemeeting.realtime.sql.connect import Transaction
from leavethemeeting.realtime.writer import Busy, Unavailable

log = logging.getLogger(__name__)

LOOK_S = 2.0
#: What a revocation names, and why the connections it closes end.
_REVOKED = {"user": "closed", "session": "closed", "attendee": "removed", "meeting": "ended"}


class Commands:
    """Does what the web app wants of the rooms that run here."""

    def __init__(self, house: House) -> None:
        self.house = house
        self._rang = asyncio.Event()
        self._reread = False
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.create_task(self._work(), name="room commands")

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def look(self) -> None:
        """A bell rang: there may be commands, and who hosts or may come in may have changed. In the event loop."""
        self._reread = True
        self._rang.set()

    async def _work(self) -> None:
        while True:
            try:
                async with asyncio.timeout(LOOK_S):
                    await self._rang.wait()
            except TimeoutError:
                pass
            self._rang.clear()
            try:
                await self.do_all()
            except (Busy, Unavailable) as error:
                log.warning("commands wait for the database: %s", error)
            except Exception:  # a command that cannot be done must not stop the others
                log.exception("a command failed")

    async def do_all(self) -> None:
        """Everything that waits, in order; then close what is not open any more."""
        if not self.house.rooms:
            self.house.now.follow()

        def look(tx: Transaction) -> tuple[list[sql.Waiting], set[UUID]]:
            return sql.waiting_commands(tx), sql.open_occurrences(tx) if self.house.rooms else set()

        before = set(self.house.rooms)
        waiting, still_open = await self.house.reader.run(look)
        for occurrence in before:
            running = self.house.rooms.get(occurrence)
            if running is not None and occurrence not in still_open:
                moderation.close(self.house, running, reason="closed", message=_("The host closed the meeting."))
        if self._reread:
            self._reread = False
            for running in tuple(self.house.rooms.values()):
                await self._read_again(running)
        for command in waiting:
            try:
                await self._do(command)
            finally:
                await self._mark_done(command.id)

    async def _read_again(self, running: Running) -> None:
        """Hold the rows against the room: who hosts, who is removed, who was admitted, what is kept."""
        occurrence = running.place.occurrence
        keys = [UUID(attendee) for attendee in (*running.room.people, *running.waiting)]

        def look(tx: Transaction) -> list[sql.Door]:
            doors = (sql.door(tx, occurrence=occurrence, attendee=key) for key in keys)
            return [door for door in doors if door is not None]

        for door in await self.house.reader.run(look):
            running.title, running.ends_at = door.title, door.ends_at
            running.room.keeps_chat_text = door.keeps_chat_text
            attendee = str(door.attendee)
            if door.removed:
                await moderation.remove(self.house, running, attendee, by=None)
            elif attendee in running.waiting and (door.decision is not None or waits_because(door) is None):
                moderation.decided(running, attendee, yes=door.decision is not False)
            elif attendee in running.room.people:
                moderation.now_is(self.house, running, attendee, **rights_at(door))

    async def _mark_done(self, command: int) -> None:
        now = self.house.now()
        await self.house.writer.run(lambda tx: sql.command_done(tx, command=command, now=now))

    async def _do(self, command: sql.Waiting) -> None:
        running = self.house.rooms.get(command.occurrence)
        if running is None or command.attendee is None:
            return  # nobody is there: the rows say it all to whoever comes
        attendee = str(command.attendee)
        match command.kind:
            case "admit" | "refuse":
                await moderation.admit(self.house, running, attendee, yes=command.kind == "admit", by=command.by)
            case "role" if command.value in ("participant", "viewer"):
                await self._role(running, attendee, cast(wire.Role, command.value))
            case "ask_mute":
                moderation.ask_mute(running, attendee, by=_("The host"))
            case "remove":
                await moderation.remove(self.house, running, attendee, by=command.by)

    async def _role(self, running: Running, attendee: str, role: wire.Role) -> None:
        person = running.room.people.get(attendee)
        if person is None or not person.moderates:
            await moderation.set_role(self.house, running, attendee, role)

    def revoke(self, reference: str) -> None:
        """Close every connection that ``reference`` (``user:…``, ``session:…``, ``attendee:…``, ``meeting:…``) opened."""
        kind, _colon, value = reference.partition(":")
        reason = _REVOKED.get(kind)
        if reason is None:
            return
        for socket in [one for one in self.house.sockets if _matches(one, kind, value)]:
            running = self.house.rooms.get(socket.occurrence)
            if running is not None:
                self.house.record_soon(self.house.out(running, socket, reason=reason))
            socket.deny("signed_out", _("You are signed out, or may not be in this meeting any more."))


def _matches(socket: Socket, kind: str, value: str) -> bool:
    compared = {
        "user": socket.user, "session": socket.session or None, "attendee": socket.attendee, "meeting": socket.meeting,
    }[kind]  # fmt: skip
    return compared is not None and value in (str(compared), getattr(compared, "hex", ""))
