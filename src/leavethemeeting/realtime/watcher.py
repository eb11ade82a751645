"""One open dashboard: sends what its board tells, until the board, the access or the connection ends.

A frame costs one wake-up and one ``send``: no timer, no task of its own. That somebody reads too
slowly is seen by the stream's one watch over all of them (``sending_since``), and the comments that
keep a connection alive come from one ring per board.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence

from leavethemeeting.realtime import http
from leavethemeeting.realtime.boards import Frame, Watched
from leavethemeeting.realtime.feed import TooLate
from leavethemeeting.shared.tickets import Ticket

PIECE_BYTES = 65_536  # at most this (or one frame) is handed to the server at once, however late somebody is
LAST_WORD_S = 1.0
HERE = b": here\n\n"


class Watcher:
    """``ticket``: what it may see. ``asked_at``, ``sending_since``: the loop's clock; the latter 0 while it waits."""

    __slots__ = ("_loop", "_over", "asked_at", "ended", "sending_since", "ticket")

    def __init__(self, ticket: Ticket) -> None:
        self._loop = asyncio.get_running_loop()
        self._over: asyncio.Timeout | None = None
        self.ticket = ticket
        self.asked_at = self._loop.time()
        self.sending_since = 0.0
        self.ended = False

    def end(self, *_: object) -> None:
        """Send nothing more, even if a send is stuck just now. May be called at any time, and again."""
        self.ended = True
        over, self._over = self._over, None
        if over is not None:
            over.reschedule(self._loop.time())

    async def show(self, watched: Watched, after: int | None, receive: http.Receive, send: http.Send) -> bool:
        """Answer with the stream, from position ``after`` on; returns when it is over.

        False when the other side did not take the end of it: then the connection is of no more use.
        """
        start = [(b"content-type", b"text/event-stream"), (b"x-accel-buffering", b"no"), *http.ALWAYS]
        await send({"type": "http.response.start", "status": 200, "headers": start})
        hung_up = self._loop.create_task(_hung_up(receive), name="dashboard hang-up")
        hung_up.add_done_callback(self.end)
        try:
            if not self.ended:
                async with asyncio.timeout(None) as self._over:  # no clock runs: end() sets it off
                    await self._send_all(watched, after, send)
        except TimeoutError:
            pass
        finally:
            self._over = None
            hung_up.cancel()
        return await _finish(send)

    async def _send_all(self, watched: Watched, after: int | None, send: http.Send) -> None:
        """Returns when the board ends. Whoever reads too slowly for the frames kept gets a fresh snapshot."""
        first, coming = watched.enter(after)
        await self._send(send, b"retry: 1000\n\n" + b"".join(first))
        while not coming.over:
            await coming.wait()
            try:
                frames = coming.take()
            except TooLate:
                first, coming = watched.enter(None)
                await self._send(send, b"".join(first))
                continue
            if len(frames) == 1:
                await self._send(send, frames[0][1])
            else:
                for piece in _pieces(frames):
                    await self._send(send, piece)

    async def _send(self, send: http.Send, data: bytes) -> None:
        self.sending_since = self._loop.time()
        await send({"type": "http.response.body", "body": data, "more_body": True})
        self.sending_since = 0.0


def _pieces(frames: Sequence[Frame]) -> Iterator[bytes]:
    """``frames`` joined to pieces of PIECE_BYTES; a sign of life when there are none."""
    piece: list[bytes] = []
    size = 0
    for _, data in frames:
        if piece and size + len(data) > PIECE_BYTES:
            yield b"".join(piece)
            piece, size = [], 0
        piece.append(data)
        size += len(data)
    yield b"".join(piece) or HERE


async def _hung_up(receive: http.Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _finish(send: http.Send) -> bool:
    try:
        async with asyncio.timeout(LAST_WORD_S):
            await send({"type": "http.response.body", "body": b"", "more_body": False})
    except (TimeoutError, OSError):
        return False
    return True
