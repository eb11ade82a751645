"""What goes out to one connection: in order, bounded, and never waiting for a slow reader."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from leavethemeeting.realtime import messages as wire

MOST_MESSAGES = 1_000
MOST_CHARACTERS = 1_000_000
FLUSH_S = 5.0  # to take the last words before the connection is cut

AsgiSend = Callable[[Any], Awaitable[None]]


class Line:
    """``put`` never blocks; ``pump`` (a task of its own) sends. Who lets too much pile up is cut off."""

    def __init__(self, send: AsgiSend, abort: Callable[[], None]) -> None:
        self._send = send
        self._abort = abort
        self._waiting: deque[str] = deque()
        self._characters = 0
        self._rang = asyncio.Event()
        self._code: int | None = None

    @property
    def finished(self) -> bool:
        """Nothing more will be taken."""
        return self._code is not None

    def say(self, message: wire.Down) -> None:
        self.put(wire.encode_down(message).decode())

    def put(self, text: str) -> None:
        """One encoded message; encoded once for everybody who gets it."""
        if self._code is not None:
            return
        self._waiting.append(text)
        self._characters += len(text)
        if len(self._waiting) > MOST_MESSAGES or self._characters > MOST_CHARACTERS:
            self._code = 1013
            self._waiting.clear()
            self._abort()
        self._rang.set()

    def finish(self, last_words: Iterable[wire.Down] = (), code: int = 1000) -> None:
        """Send what waits and ``last_words``, then close with ``code`` (RFC 6455 §7.4); cut off after FLUSH_S."""
        if self._code is not None:
            return
        for message in last_words:
            self.say(message)
        if self._code is None:
            self._code = code
            asyncio.get_running_loop().call_later(FLUSH_S, self._cut_if_stuck)
        self._rang.set()

    def _cut_if_stuck(self) -> None:
        if self._waiting:
            self._abort()

    async def pump(self) -> None:
        """Send until finished, or until the other side is gone."""
        try:
            while True:
                while self._waiting:
                    text = self._waiting.popleft()
                    self._characters -= len(text)
                    await self._send({"type": "websocket.send", "text": text})
                if self._code is not None:
                    await self._send({"type": "websocket.close", "code": self._code})
                    return
                self._rang.clear()
                await self._rang.wait()
        except (OSError, RuntimeError):  # uvicorn: the client is gone, or closed before us
            self._code = self._code or 1006
            self._waiting.clear()
