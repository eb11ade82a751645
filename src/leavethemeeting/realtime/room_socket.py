"""The room's WebSocket: who may come in, the waiting room, and every message of somebody inside.

Nothing is acknowledged and nobody else is told before the writer says that it is durable. One
message of a connection is dealt with at a time; uvicorn stops reading meanwhile, so a client that
sends faster than the database writes waits in its own socket.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import msgspec
from django.utils.translation import gettext as _

from leavethemeeting.realtime import messages as wire
from leavethemeeting.realtime import moderation
from leavethemeeting.realtime.deeds import Record, Refusal, id_of
from leavethemeeting.realtime.doorway import Doorway
from leavethemeeting.realtime.evidence import interaction
from leavethemeeting.realtime.house import House, Running, Socket
from leavethemeeting.realtime.life import Pulse
from leavethemeeting.realtime.limits import Pace
from leavethemeeting.realtime.line import AsgiSend, Line
from leavethemeeting.realtime.rooms import Send
from leavethemeeting.realtime.signals import sends_media
from leavethemeeting.realtime.writer import Busy, Unavailable

log = logging.getLogger(__name__)

LONGEST_MESSAGE = 65_536  # characters; a session description with many candidates has some ten thousand
HELLO_S = 10.0
MOST_SILENT = 200  # sockets that have not said who they are; one more, and the longest silent of them goes
_MODERATION = (
    wire.Admit, wire.SetRole, wire.AskMute, wire.LowerHand, wire.Remove, wire.EndForAll, wire.HandOver,
)  # fmt: skip

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Any]]


class _OnlyId(msgspec.Struct):
    """To name what was refused in a message that is otherwise not understood."""

    id: wire.MessageId = ""


class RoomSocket:
    """The ASGI application behind ``GET /realtime/room``."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.doorway = Doorway(house)
        self._silent: dict[asyncio.Timeout, None] = {}  # their deadlines, oldest first

    async def __call__(self, scope: Scope, receive: Receive, send: AsgiSend) -> None:
        await receive()  # websocket.connect
        if dict(scope["headers"]).get(b"origin", b"").decode("latin-1") != self.house.environment.public_origin:
            await send({"type": "websocket.close", "code": 1008})  # before accept: an HTTP 403
            return
        await send({"type": "websocket.accept"})
        pulse = scope.get("state", {}).get("pulse") or Pulse(asyncio.get_running_loop().time())
        line = Line(send, pulse.abort)
        pump = asyncio.create_task(line.pump(), name="room line")
        try:
            await self._attend(receive, line, pulse)
        except (Busy, Unavailable):
            line.finish([_restarting()], 1013)
        finally:
            line.finish()
            await asyncio.wait({pump}, timeout=6.0)
            pump.cancel()

    async def _attend(self, receive: Receive, line: Line, pulse: Pulse) -> None:
        hello = await self._hello(receive)
        socket = await self.doorway.identify(hello, line, pulse) if hello is not None else None
        if socket is None or hello is None:
            line.finish([wire.Denied(code="bad_ticket", message=_("Please open the meeting's page again."))], 1008)
            return
        self.house.sockets.add(socket)
        log.info("a tab is at the door")
        running: Running | None = None
        try:
            running = await self.doorway.let_in(socket, hello.resumes, receive)
            if running is not None:
                await self._listen(running, socket, receive)
        finally:
            self.house.sockets.discard(socket)
            self._after(running, socket)

    async def _hello(self, receive: Receive) -> wire.Hello | None:
        """The first message, if it is a ``hello`` and comes in time."""
        while len(self._silent) >= MOST_SILENT:  # not the newcomer goes: a page says hello within moments
            oldest = next(iter(self._silent))
            del self._silent[oldest]
            if not oldest.expired():
                oldest.reschedule(asyncio.get_running_loop().time())
        try:
            async with asyncio.timeout(HELLO_S) as patience:
                self._silent[patience] = None
                try:
                    event = await receive()
                finally:
                    self._silent.pop(patience, None)
        except TimeoutError:
            return None
        message = _understood(event.get("text")) if event["type"] == "websocket.receive" else None
        return message if isinstance(message, wire.Hello) else None

    def _after(self, running: Running | None, socket: Socket) -> None:
        """The socket has ended, whatever ended it. How it ended is what the pulse saw."""
        ending = socket.pulse.ending
        if ending == "restarting":
            socket.line.finish([_restarting()], 1012)
        if running is not None and not socket.gone:
            reason = "transport" if ending == "restarting" else ending
            self.house.record_soon(self.house.out(running, socket, reason=reason, at=self.house.last_proof(socket)))

    # ---- inside -------------------------------------------------------------------------------

    async def _listen(self, running: Running, socket: Socket, receive: Receive) -> None:
        pace, clock = Pace(), asyncio.get_running_loop().time
        while True:
            event = await receive()
            if event["type"] == "websocket.disconnect":
                return
            if socket.gone:
                continue  # its last words are on the way; nothing it says counts any more
            message = _understood(event.get("text"))
            refusal = message if isinstance(message, wire.Refused) else None
            if isinstance(message, wire.Up) and not pace.allows(message, clock()):
                refusal = _refused(id_of(message), Refusal("too_fast", _("That was too fast. Wait a moment.")))
            if refusal is not None:
                socket.line.say(refusal)
                if not pace.strike(clock()):
                    self._show_out(running, socket)
                continue
            await self._deal_with(running, socket, message)  # type: ignore[arg-type]  # -- not a Refused: that went above

    def _show_out(self, running: Running, socket: Socket) -> None:
        self.house.record_soon(self.house.out(running, socket, reason="transport"))
        socket.deny("too_fast", _("Your browser sent too much at once. Open the meeting again."), retry_after_ms=10_000)

    async def _deal_with(self, running: Running, socket: Socket, message: wire.Up) -> None:
        ref = socket.connection
        verdict = running.room.judge(ref, message, self.house.now())
        if isinstance(verdict, Refusal):
            socket.line.say(_refused(id_of(message), verdict))
        elif isinstance(message, wire.Leave):
            await self._leave(running, socket, message)
        elif isinstance(message, wire.Signal):
            self._relay(running, socket, message)
        elif isinstance(verdict, Record):
            await self._record(running, socket, message, verdict)
        elif isinstance(message, _MODERATION):
            refusal = await moderation.do(self.house, running, socket, message)
            self._answer(socket, message, refusal)
        else:
            running.tell(running.room.apply(ref, message, self.house.now()))
            self._answer(socket, message, None)

    async def _leave(self, running: Running, socket: Socket, message: wire.Leave) -> None:
        await self.house.record(self.house.out(running, socket, reason=message.reason))
        socket.line.finish([wire.Ack(id=message.id)])

    def _relay(self, running: Running, socket: Socket, message: wire.Signal) -> None:
        """To one other connection, with the true sender. What a viewer would send as media stays here."""
        person = running.room.person_of(socket.connection)
        if message.to in running.sockets and (person.may_send or not sends_media(message.data)):
            told = wire.SignalFrom(sender=socket.connection, data=message.data)
            running.tell([Send((message.to,), told)])

    async def _record(self, running: Running, socket: Socket, message: wire.Up, record: Record) -> None:
        """Durable, then true, then known, then acknowledged. A duplicate is acknowledged and happens once."""
        event = interaction(
            running.place,
            record,
            source_ref=socket.source_ref,
            attendee=socket.attendee,
            said=message,
            now=self.house.now(),
        )
        try:
            (outcome,) = await self.house.writer.submit([event])
        except (Busy, Unavailable):
            running.room.give_back(socket.connection, message)
            raise
        if outcome.status == "refused":
            running.room.give_back(socket.connection, message)
            code: Any = "malformed" if outcome.code == "malformed" else "conflict"
            self._answer(socket, message, Refusal(code, _("This was sent before with another content.")))
            return
        once = (wire.Chat, wire.Reaction, wire.Speaking)
        if outcome.status == "accepted" or not isinstance(message, once):
            running.tell(running.room.apply(socket.connection, message, record.until or record.at))
        self._answer(socket, message, None)

    def _answer(self, socket: Socket, message: wire.Up, refusal: Refusal | None) -> None:
        known = id_of(message)
        if refusal is not None:
            socket.line.say(_refused(known, refusal))
        elif known:
            socket.line.say(wire.Ack(id=known))


def _understood(text: str | None) -> wire.Up | wire.Refused:
    """The message, or why it is none: not text, too long, no JSON, an unknown type or field, out of range."""
    malformed = Refusal("malformed", _("The service did not understand this message."))
    if text is None or len(text) > LONGEST_MESSAGE:
        return _refused("", malformed)
    try:
        message: wire.Up = wire.decode_up(text)
        return message
    except (msgspec.MsgspecError, RecursionError):
        pass
    try:
        return _refused(msgspec.json.decode(text, type=_OnlyId).id, malformed)
    except (msgspec.MsgspecError, RecursionError):
        return _refused("", malformed)


def _refused(known: str, refusal: Refusal) -> wire.Refused:
    return wire.Refused(id=known, code=refusal.code, message=refusal.message)


def _restarting() -> wire.Denied:
    return wire.Denied(
        code="restarting", message=_("The service is restarting. You come back in by yourself."), retry_after_ms=1_000
    )
