"""A life of the realtime app: its checkpoints, and clearing up after one that died.

While somebody is in a room or waits before it, it keeps a checkpoint every ``CHECKPOINT_S``: who is
connected and when each was last heard. A boot that stops in order leaves none. After one that did
not, every connection it left open gets its exit, and every one left waiting the end of its waiting,
at its own last proof of life. Each occurrence that somebody was in gets one ``checkpoint`` event over
the time in which nobody watched. All of it may be repeated.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from uuid import UUID

from leavethemeeting.attendance.payloads import NewEvent
from leavethemeeting.domain.events import ExitReason
from leavethemeeting.realtime.evidence import Place, departure, outage, waiting_ended
from leavethemeeting.realtime.house import House
from leavethemeeting.realtime.sql import rooms as sql
from leavethemeeting.realtime.sql.connect import Transaction
from leavethemeeting.realtime.writer import Busy, Unavailable

log = logging.getLogger(__name__)

CHECKPOINT_S = 5.0  # the contract says at least every ten


class Boots:
    """This boot. ``start`` before the first socket, ``stop`` after the last."""

    def __init__(self, house: House) -> None:
        self.house = house
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Clear up after dead boots, then begin. Raises Unavailable when there is no database."""
        now, boot, writer = self.house.now(), self.house.boot, self.house.writer
        await self._clear_up(now)
        await writer.run(lambda tx: sql.start_boot(tx, boot=boot, now=now))
        self._task = asyncio.create_task(self._keep_checkpoints(), name="checkpoints")

    async def stop(self) -> None:
        """Everybody has gone and every exit is written: nothing is left for a successor."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self.house.settle()
        boot, now = self.house.boot, self.house.now()
        if not any(running.sockets for running in self.house.rooms.values()):
            await self.house.writer.run(lambda tx: sql.stop_boot(tx, boot=boot, now=now))

    async def _keep_checkpoints(self) -> None:
        while True:
            await asyncio.sleep(CHECKPOINT_S)
            try:
                await self.checkpoint()
            except (Busy, Unavailable) as error:
                log.warning("no checkpoint this time: %s", error)

    async def checkpoint(self) -> None:
        """All occupied rooms in one transaction; rooms that have emptied need none any more."""
        now, boot = self.house.now(), self.house.boot
        proofs = {
            occurrence: proofs_of
            for occurrence, running in self.house.rooms.items()
            if (proofs_of := {ref: self.house.last_proof(socket) for ref, socket in running.connections()})
        }

        def job(tx: Transaction) -> None:
            sql.forget_checkpoints(tx, boot=boot, but=tuple(proofs))
            for occurrence, heard in proofs.items():
                sql.keep_checkpoint(tx, boot=boot, occurrence=occurrence, at=now, proofs=heard)

        await self.house.writer.run(job)

    # ---- after a dead boot --------------------------------------------------------------------

    async def _clear_up(self, now: int) -> None:
        boot, writer = self.house.boot, self.house.writer
        dead = await writer.run(lambda tx: sql.dead_boots(tx, but=boot))
        if not dead:
            return
        signs, orphans = await writer.run(lambda tx: _left_behind(tx, dead))
        events = last_exits(orphans, signs, now) + outages(orphans, signs, last_boot=dead[-1][0], now=now)
        for start in range(0, len(events), 500):
            await writer.submit(events[start : start + 500])

        def stop_all(tx: Transaction) -> None:
            for one, _started in dead:
                sql.stop_boot(tx, boot=one, now=now)

        await writer.run(stop_all)
        log.warning("the last run did not stop in order: %d connections were ended for it", len(orphans))


def _left_behind(tx: Transaction, dead: Sequence[tuple[UUID, int]]) -> tuple[list[sql.LastSign], list[sql.Orphan]]:
    signs = [sign for boot, _started in dead for sign in sql.last_signs(tx, boot=boot)]
    return signs, sql.orphans(tx, since=dead[0][1])


def last_exits(orphans: Sequence[sql.Orphan], signs: Sequence[sql.LastSign], now: int) -> list[NewEvent]:
    """The end of every connection left open or waiting, at the last moment it was heard."""
    heard = {ref: proof for sign in signs for ref, proof in sign.proofs.items()}
    return [
        _ended(orphan, min(now, max(orphan.last_event_at, heard.get(orphan.connection, 0))), now) for orphan in orphans
    ]


def _ended(orphan: sql.Orphan, at: int, now: int) -> NewEvent:
    place, source_ref, connection = Place(orphan.meeting, orphan.occurrence), orphan.source_ref, orphan.connection
    if orphan.waited:
        return waiting_ended(place, source_ref=source_ref, connection=connection, at=at, now=now)
    return departure(place, source_ref=source_ref, connection=connection, reason=ExitReason.LOST, at=at, now=now)


def outages(
    orphans: Sequence[sql.Orphan], signs: Sequence[sql.LastSign], *, last_boot: UUID, now: int
) -> list[NewEvent]:
    """One event for each occurrence that somebody was in (not only waited): its last sign of life until now."""
    places: dict[UUID, tuple[Place, UUID, int, set[str]]] = {}
    for orphan in orphans:
        if orphan.waited:
            continue
        place, boot, at, present = places.get(
            orphan.occurrence, (Place(orphan.meeting, orphan.occurrence), last_boot, 0, set())
        )
        places[orphan.occurrence] = (place, boot, max(at, orphan.last_event_at), present | {orphan.connection})
    for sign in signs:
        if sign.occurrence in places:
            place, _boot, at, present = places[sign.occurrence]
            places[sign.occurrence] = (place, sign.boot, max(at, sign.at), present)
    return [
        outage(place, boot=boot, at=min(at, now), until=now, present=present)
        for place, boot, at, present in places.values()
    ]
