"""The door of a room: the ticket, the rows, the waiting room, the entrance.

Every row is read fresh at the door; the ticket only says who stands there. Reads go through the
writer, in turn with removals and closings: so whoever was let in before one of them is seen by
it, and whoever comes after it is stopped here.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypedDict, cast

from django.utils.translation import gettext as _

from leavethemeeting.domain.permissions import Deed, Relation, may
from leavethemeeting.realtime import messages as wire
from leavethemeeting.realtime.evidence import entrance, new_connection, source_ref_of, waiting_began
from leavethemeeting.realtime.house import House, Running, Socket
from leavethemeeting.realtime.life import Pulse
from leavethemeeting.realtime.line import Line
from leavethemeeting.realtime.rooms import CHAT_LINES_KEPT, MODERATING, Tab
from leavethemeeting.realtime.sql import decisions
from leavethemeeting.realtime.sql import rooms as sql
from leavethemeeting.realtime.sql.connect import Transaction
from leavethemeeting.realtime.sql.rooms import Door, Said
from leavethemeeting.shared import tickets
from leavethemeeting.shared.request_numbers import came_from

Receive = Callable[[], Awaitable[Any]]
MOST_HEARD_WAITING = 500  # messages from somebody who should say nothing


def relation_at(door: Door) -> Relation:
    """What the rows make of somebody (``domain.permissions``)."""
    if door.is_owner:
        return Relation.HOST
    if door.is_co_host:
        return Relation.CO_HOST
    return Relation.MODERATOR if door.is_moderator else Relation(door.role)


class Rights(TypedDict):
    """What somebody may do, and how they are shown."""

    role: wire.Role
    relation: Relation


def rights_at(door: Door) -> Rights:
    """Whoever runs the meeting takes part in it, whatever role their row has."""
    relation = relation_at(door)
    role = "participant" if relation in MODERATING else door.role
    return Rights(role=cast(wire.Role, role), relation=relation)


def waits_because(door: Door) -> wire.Because | None:
    """Why whoever stands here must wait for a host's decision; None: they need not, or it is made."""
    if may(relation_at(door), Deed.SKIP_WAITING) or door.decision:
        return None
    if door.like_removed:
        return "like_removed"
    if not door.waiting_room:
        return None
    return "changed" if door.changed_since_admitted or door.formerly else "waiting_room"


class Doorway:
    """Lets people in, or says why not."""

    def __init__(self, house: House) -> None:
        self.house = house

    async def identify(self, hello: wire.Hello, line: Line, pulse: Pulse) -> Socket | None:
        """Who the ticket says stands here; None when it is no good, or was used before."""
        now = self.house.now()
        key = self.house.environment.secret_key
        try:
            ticket = tickets.read(hello.ticket, purpose=tickets.Purpose.ROOM, now=now, secret_key=key)
        except tickets.BadTicket:
            return None
        came_from(ticket.request)
        if ticket.attendee is None or not self.house.nonces.use(ticket, now):
            return None
        return Socket(
            line=line, pulse=pulse, meeting=ticket.meeting, occurrence=ticket.occurrence, attendee=ticket.attendee,
            user=ticket.user, session=ticket.session, source_ref=source_ref_of(ticket.attendee, ticket.tab),
        )  # fmt: skip

    async def let_in(self, socket: Socket, resumes: str, receive: Receive) -> Running | None:
        """The room in which ``socket`` is now, after waiting if needed; None when it was denied or has gone."""
        door, chat = await self._read(socket)
        if not self._may_pass(socket, door) or door is None:
            return None
        while waits_because(door) is not None:
            admitted = False if door.decision is False else await self._wait(socket, door, chat, receive)
            if admitted is None:
                return None
            if not admitted:
                socket.deny("not_admitted", _("The host did not let you in."))
                return None
            door, chat = await self._read(socket)  # much may have happened meanwhile
            if not self._may_pass(socket, door) or door is None:
                return None
        relation = relation_at(door)
        running = self.house.room_for(door, chat)
        running.removed.discard(str(door.attendee))  # lifted, or the rows would have said so
        if self._takes_over(running, socket, resumes):
            self._welcome(running, socket)
            return running
        return await self._enter(running, socket, door, relation, resumes)

    async def _read(self, socket: Socket) -> tuple[Door | None, list[Said]]:
        fresh = socket.occurrence not in self.house.rooms

        def job(tx: Transaction) -> tuple[Door | None, list[Said]]:
            door = sql.door(tx, occurrence=socket.occurrence, attendee=socket.attendee)
            wanted = fresh and door is not None and door.keeps_chat_text
            chat = sql.chat_so_far(tx, occurrence=socket.occurrence, limit=CHAT_LINES_KEPT) if wanted else []
            return door, chat

        return await self.house.writer.run(job)

    def _may_pass(self, socket: Socket, door: Door | None) -> bool:
        if door is None or door.meeting != socket.meeting or not may(relation_at(door), Deed.ENTER):
            socket.deny("bad_ticket", _("Please open the meeting's page again."))
        elif door.removed:
            socket.deny("removed", _("The host removed you from this meeting."))
        elif door.opened_at is None and door.was_open:
            socket.deny("closed", _("This meeting is closed."))
        elif door.opened_at is None:
            socket.deny("not_open", _("This meeting is not open yet."))
        else:
            return True
        return False

    # ---- the waiting room ---------------------------------------------------------------------

    async def _wait(self, socket: Socket, door: Door, chat: list[Said], receive: Receive) -> bool | None:
        """Stand in the waiting room until the host decides; None when the other side has gone, or we must."""
        now = await self._begin_waiting(socket, door)
        running, attendee, since = self.house.room_for(door, chat), str(door.attendee), door.asked_at or now
        decided = socket.decided = asyncio.get_running_loop().create_future()
        running.waiting.setdefault(attendee, set()).add(socket)
        running.tell(running.room.wait(_shown_waiting(door, since)))
        socket.line.say(wire.InWaitingRoom(title=door.title, since=since))
        answer: bool | None = None
        try:
            answer = await _first_of(decided, receive)
        finally:
            socket.decided = None
            self.house.stop_waiting(running, socket, at=self.house.last_proof(socket) if answer is None else None)
        return answer

    async def _begin_waiting(self, socket: Socket, door: Door) -> int:
        """Durable before anybody sees it: that they asked, and that this connection waits. Since when."""
        now, connection = self.house.now(), new_connection()
        await self.house.writer.run(
            lambda tx: decisions.ask_to_come_in(
                tx, occurrence=door.occurrence, attendee=door.attendee, name=door.name, email=door.email, now=now
            )
        )
        event = waiting_began(door, source_ref=socket.source_ref, connection=connection, now=now)
        await self.house.writer.submit([event])
        socket.waits_as, socket.waits_since = connection, now
        return now

    # ---- in -----------------------------------------------------------------------------------

    def _takes_over(self, running: Running, socket: Socket, resumes: str) -> bool:
        """The same tab comes back while its old socket still stands: one connection, no exit, no entrance."""
        old = running.sockets.get(resumes)
        if old is None or old.source_ref != socket.source_ref or old.attendee != socket.attendee:
            return False
        old.gone = True
        old.deny("replaced", _("This tab is connected again."))
        socket.connection = resumes
        running.sockets[resumes] = socket
        return True

    async def _enter(
        self, running: Running, socket: Socket, door: Door, relation: Relation, resumes: str
    ) -> Running | None:
        if running.room.is_full_for(relation):
            socket.deny(
                "full",
                _(
                    "This room is full. Pictures and voices go from browser to browser here, so at most six people "
                    "can send, and fewer when many watch. Try again when somebody has left, or ask the host."
                ),
                retry_after_ms=15_000,
            )
            self.house.forget_if_empty(running)
            return None
        now, connection = self.house.now(), socket.waits_as or new_connection()
        hosts = relation in (Relation.HOST, Relation.CO_HOST)
        event = entrance(
            door, source_ref=socket.source_ref, connection=connection, hosts=hosts, resumes=resumes, now=now
        )
        running.room.entering += 1
        try:
            await self.house.writer.submit([event])
        except BaseException:
            running.room.entering -= 1
            self.house.forget_if_empty(running)
            raise
        running.room.entering -= 1
        tab = Tab(connection, str(door.attendee), socket.source_ref, since=now)
        told = running.room.enter(tab, name=door.name, **rights_at(door))
        socket.connection = connection
        running.sockets[connection] = socket
        if self._too_late(running, socket):
            return None
        self._welcome(running, socket)
        running.tell(told)
        self._replace_older(running, socket)
        return running

    def _replace_older(self, running: Running, socket: Socket) -> None:
        """A tab stands in the room once: a duplicate of it, or its page loaded anew, takes the place of the old one."""
        for older in tuple(running.sockets.values()):
            if older is not socket and older.source_ref == socket.source_ref:
                self.house.record_soon(self.house.out(running, older, reason="closed"))
                older.deny("replaced", _("You opened this meeting in another copy of this tab."))

    def _too_late(self, running: Running, socket: Socket) -> bool:
        """Removed or closed while the entrance was being written: out again, by the same rules."""
        if running.closed:
            self.house.record_soon(self.house.out(running, socket, reason="ended"))
            socket.deny("closed", _("This meeting is closed."))
        elif str(socket.attendee) in running.removed:
            self.house.record_soon(self.house.out(running, socket, reason="removed"))
            socket.deny("removed", _("The host removed you from this meeting."))
        else:
            return False
        return True

    def _welcome(self, running: Running, socket: Socket) -> None:
        room = running.room
        person = room.person_of(socket.connection)
        socket.line.say(
            wire.Welcome(
                connection=socket.connection, attendee=person.attendee, moderates=person.moderates,
                occurrence=str(running.place.occurrence), title=running.title, opened_at=running.opened_at,
                ends_at=running.ends_at, keeps_chat_text=room.keeps_chat_text,
                media=self.house.media_for(person, socket.connection),
                people=[one.on_the_wire() for one in room.people.values()], chat=list(room.chat),
                waiting=room.waiting_line() if person.moderates else [], now=self.house.now(),
            )
        )  # fmt: skip


def _shown_waiting(door: Door, since: int) -> wire.Waiting:
    because = waits_because(door) or "waiting_room"
    before = door.asked_as[0] if door.changed_since_admitted else door.formerly
    former = {"like_removed": door.like_removed, "changed": before}.get(because, "")
    return wire.Waiting(
        attendee=str(door.attendee), name=door.name, since=since, because=because, former_name=former
    )  # fmt: skip


async def _first_of(decided: asyncio.Future[bool], receive: Receive) -> bool | None:
    """The host's decision, or None when the other side goes first. What it says meanwhile counts for nothing."""
    for _heard in range(MOST_HEARD_WAITING):
        hearing = asyncio.ensure_future(receive())
        await asyncio.wait({decided, hearing}, return_when=asyncio.FIRST_COMPLETED)
        if hearing.done() and hearing.result()["type"] == "websocket.disconnect":
            return None
        if decided.done():
            hearing.cancel()
            return decided.result()
    return None
