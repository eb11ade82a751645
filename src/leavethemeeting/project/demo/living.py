"""The meeting that is running: simulated attendees come to it through the real room socket.

They enter, chat, react, raise hands, step away and leave in the ways that people do, for as long as
the demonstration serves.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from leavethemeeting.project.demo.past import CHAT, EMOJI
from leavethemeeting.shared import tickets
from leavethemeeting.shared.environment import Environment
from leavethemeeting.shared.moments import now_ms

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Simulated:
    """One invented attendee of the running meeting."""

    attendee: UUID
    meeting: UUID
    occurrence: UUID


def _ticket(person: Simulated, tab: str, secret_key: str) -> str:
    return tickets.issue(
        tickets.Ticket(
            purpose=tickets.Purpose.ROOM, meeting=person.meeting, occurrence=person.occurrence,
            expires_at=now_ms() + tickets.LIFE_MS, nonce=tickets.new_nonce(), attendee=person.attendee, tab=tab,
        ),
        secret_key=secret_key,
    )  # fmt: skip


def _deed(dice: random.Random) -> dict[str, Any] | None:
    """The next thing somebody does; mostly nothing."""
    match dice.choices(("nothing", "chat", "reaction", "hand", "away"), weights=(60, 14, 16, 6, 4))[0]:
        case "chat":
            return {"type": "chat", "text": dice.choice(CHAT)}
        case "reaction":
            return {"type": "reaction", "emoji": dice.choice(EMOJI)}
        case "hand":
            return {"type": "hand", "up": dice.random() < 0.6}
        case "away":
            return {"type": "away", "on": dice.random() < 0.5}
        case _:
            return None


async def _listen(socket: ClientConnection) -> None:
    async for _message in socket:
        pass


async def _stay(socket: ClientConnection, dice: random.Random, seconds: float) -> None:
    """Do things for ``seconds``, then leave by the button or just close the page."""
    clock = asyncio.get_running_loop().time
    until = clock() + seconds
    while (left := until - clock()) > 0:
        await asyncio.sleep(min(left, dice.uniform(2, 14)))
        deed = _deed(dice)
        if deed is not None:
            await socket.send(msgspec.json.encode({**deed, "id": uuid4().hex}).decode())
    if dice.random() < 0.7:
        await socket.send(msgspec.json.encode({"type": "leave", "id": uuid4().hex}).decode())
        await asyncio.sleep(0.5)


async def _attend(environment: Environment, person: Simulated, dice: random.Random) -> None:
    """Come and go until cancelled."""
    address = f"ws://{environment.listen_host}:{environment.listen_port}/realtime/room"
    tab = uuid4().hex
    await asyncio.sleep(dice.expovariate(1 / 12))
    while True:
        with contextlib.suppress(OSError, ConnectionClosed, TimeoutError):
            async with connect(address, origin=environment.public_origin, max_size=1 << 20) as socket:  # type: ignore[arg-type]  # -- Origin is a NewType of str
                hello = {"type": "hello", "ticket": _ticket(person, tab, environment.secret_key)}
                await socket.send(msgspec.json.encode(hello).decode())
                listening = asyncio.create_task(_listen(socket))
                try:
                    await _stay(socket, dice, dice.lognormvariate(5.2, 0.7))
                finally:
                    listening.cancel()
        await asyncio.sleep(dice.expovariate(1 / 45))


async def _everybody(environment: Environment, people: list[Simulated], stopped: Callable[[], bool]) -> None:
    tasks = [asyncio.create_task(_attend(environment, person, random.Random(n))) for n, person in enumerate(people)]  # noqa: S311 -- invented behaviour
    while not stopped():
        await asyncio.sleep(0.5)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


@contextlib.contextmanager
def simulated(environment: Environment, people: list[Simulated]) -> Any:
    """Keep the simulated attendees coming while the service runs."""
    stop = threading.Event()
    thread = threading.Thread(
        target=lambda: asyncio.run(_everybody(environment, people, stop.is_set)),
        name="simulated attendees",
        daemon=True,
    )
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=3)
