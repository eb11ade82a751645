"""Bells from elsewhere, heard in the event loop: this process's wake-ups and PostgreSQL's notifications.

A bell says only "look at the table". It may ring twice; whoever listens must not mind.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

import psycopg

from leavethemeeting.realtime.sql.connect import connect_arguments
from leavethemeeting.shared import wakeups
from leavethemeeting.shared.environment import Database

log = logging.getLogger(__name__)
PAUSE_S = 1.0
TOPICS = (wakeups.COMMANDS, wakeups.EVENTS, wakeups.ACCESS, wakeups.LETTERS, wakeups.EXPORTS)


class Bells:
    """``on(topic, listener)``: ``listener(reference)`` runs in the loop, at every ring of any process."""

    def __init__(self, database: Database, look: Callable[[], None]) -> None:
        self._database = database
        self._look = look
        self._stops: list[Callable[[], None]] = []
        self._task: asyncio.Task[None] | None = None
        self._own_writer: Callable[[], int] = lambda: 0

    def on(self, topic: str, listener: Callable[[str], None]) -> Callable[[], None]:
        """Call ``listener`` in this loop from now on. Returns how to stop."""
        loop = asyncio.get_running_loop()

        def rang(reference: str) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(listener, reference)

        stop = wakeups.listen(topic, rang)
        self._stops.append(stop)

        def stop_once() -> None:
            if stop in self._stops:
                self._stops.remove(stop)
                stop()

        return stop_once

    async def start(self, own_writer: Callable[[], int]) -> None:
        """``own_writer``: the server process of our own writer, whose rings are old news."""
        self._own_writer = own_writer
        self.on(wakeups.EVENTS, lambda _: self._look())
        if self._database.vendor == "postgresql":
            self._task = asyncio.create_task(self._listen(), name="bells")

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        for stop in self._stops:
            stop()
        self._stops.clear()

    async def _listen(self) -> None:
        """Ring here whatever PostgreSQL delivers; after a lost connection look at everything once."""
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(
                    **connect_arguments(self._database), autocommit=True
                ) as connection:
                    for topic in TOPICS:
                        await connection.execute(f"LISTEN {topic}".encode())
                    self._look()
                    async for notification in connection.notifies():
                        if notification.pid != self._own_writer():
                            wakeups.ring(notification.channel, notification.payload)
            except psycopg.Error as error:
                log.warning("the line to PostgreSQL's notifications is down: %s", error)
            await asyncio.sleep(PAUSE_S)
