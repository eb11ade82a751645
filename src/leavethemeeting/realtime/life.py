"""Is the other side still there? uvicorn's WebSocket protocol with a pulse.

Every second a protocol ping; browsers answer it themselves, also in throttled background tabs,
where timers of a page may run once a minute. The moment of the last bytes from the other side is
the connection's proof of life. Silence of ``SILENCE_S`` ends the connection at once: no closing
handshake, because nobody would answer it.

Handed to uvicorn as ``Config(ws=PulseProtocol)``; the room finds ``scope["state"]["pulse"]``.
"""

from __future__ import annotations

from asyncio import TimerHandle
from collections.abc import Callable, MutableMapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

if TYPE_CHECKING:
    from websockets.frames import Frame
    from websockets.http11 import Request

PING_EVERY_S = 1.0
SILENCE_S = 8.0

Ending = Literal["closed", "transport", "lost", "restarting"]


@dataclass(slots=True)
class Pulse:
    """What is known about the other side's life. ``ending`` is set before the disconnect is delivered."""

    heard: float  # the event loop's clock, seconds
    ending: Ending = "transport"
    abort: Callable[[], None] = lambda: None  # end it now, without a closing handshake


class PulseProtocol(WebSocketsSansIOProtocol):
    """Pings every second, notes the last proof of life, ends silent connections, lets a restart be announced."""

    pulse: Pulse | None = None
    _beat: TimerHandle | None = None
    _heard: float = 0.0

    def data_received(self, data: bytes) -> None:
        self._heard = self.loop.time()
        if self.pulse is not None:
            self.pulse.heard = self._heard
        super().data_received(data)

    def handle_connect(self, event: Request) -> None:
        super().handle_connect(event)
        if hasattr(self, "scope"):
            self.pulse = Pulse(self.loop.time(), abort=self.transport.abort)
            self.scope["state"]["pulse"] = self.pulse

    def start_keepalive(self) -> None:
        """In place of uvicorn's own: a ping a second, whatever happened to the one before."""
        self._beat = self.loop.call_later(PING_EVERY_S, self._ping)

    def stop_keepalive(self) -> None:
        super().stop_keepalive()
        if self._beat is not None:
            self._beat.cancel()
            self._beat = None

    def _ping(self) -> None:
        self._beat = None
        if self.transport.is_closing():
            return
        if self.read_paused:  # it is we who do not listen: that says nothing about them
            self._heard = self.loop.time()
        elif self.loop.time() - self._heard >= SILENCE_S:
            self._end_silent()
            return
        if not self.close_sent and self.writable.is_set():
            self.conn.send_ping(b"")
            self.transport.write(b"".join(self.conn.data_to_send()))
        self._beat = self.loop.call_later(PING_EVERY_S, self._ping)

    def _end_silent(self) -> None:
        if self.pulse is not None:
            self.pulse.ending = "lost"
        self.transport.abort()

    def handle_close(self, event: Frame) -> None:
        if self.pulse is not None and not self.close_sent:
            self.pulse.ending = "closed"
        super().handle_close(event)

    def shutdown(self) -> None:
        """The process stops. An open room hears it as a disconnect, and may still say goodbye before it closes."""
        if not self.handshake_complete or self.close_sent or self.pulse is None:
            super().shutdown()
            return
        self.stop_keepalive()
        self.pulse.ending = "restarting"
        self.queue.put_nowait({"type": "websocket.disconnect", "code": 1012, "reason": "restarting"})


class DroppingProtocol(HttpToolsProtocol):
    """uvicorn's HTTP protocol, whose application may drop a connection (``drop``).

    ASGI knows only an orderly end, which waits until the other side has read all that was written:
    for somebody who never reads that is for ever.
    """

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.scope["state"]["abort"] = self.transport.abort


def drop(scope: MutableMapping[str, Any]) -> None:
    """End the connection of ``scope`` at once, with whatever was not read yet. Another server's are left to it."""
    abort: Callable[[], None] | None = scope.get("state", {}).get("abort")
    if abort is not None:
        abort()
