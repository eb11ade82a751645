"""What every part of the realtime app is given: made once at start, closed at the end."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from leavethemeeting.realtime.bells import Bells
from leavethemeeting.realtime.clock import Clock
from leavethemeeting.realtime.hub import Hub
from leavethemeeting.realtime.nonces import Nonces
from leavethemeeting.realtime.reader import Reader
from leavethemeeting.realtime.writer import Writer
from leavethemeeting.shared.environment import Database, Environment
from leavethemeeting.shared.ids import new_id
from leavethemeeting.shared.wakeups import ACCESS


@dataclass(frozen=True, slots=True)
class Services:
    """``writer``: all writes; ``reader``: reads; ``hub``: what was committed; ``bells``: what others did.

    ``boot`` names this life of the process; ``nonces`` remembers tickets that were used or revoked.
    """

    environment: Environment
    database: Database
    clock: Clock
    reader: Reader
    hub: Hub
    writer: Writer
    bells: Bells
    nonces: Nonces = field(default_factory=Nonces)
    boot: UUID = field(default_factory=new_id)

    async def start(self) -> None:
        """Raises NotDurable, LOST_ERRORS, Unavailable."""
        await self.writer.start()
        await self.hub.start()
        await self.bells.start(own_writer=self.writer.pid)
        self.bells.on(ACCESS, lambda reference: self.nonces.revoke(reference, self.clock()))

    async def stop(self) -> None:
        """Write what is queued, then close everything."""
        await self.bells.stop()
        await self.writer.stop()
        await self.hub.stop()
        await self.reader.stop()


def make_services(environment: Environment, database: Database | None = None) -> Services:
    """Connected to nothing yet: ``await services.start()`` in the loop that will use it."""
    database = database or environment.database
    reader = Reader(database)
    hub = Hub(reader)
    bells = Bells(database, look=hub.look)
    return Services(
        environment=environment,
        database=database,
        clock=Clock(),
        reader=reader,
        hub=hub,
        writer=Writer(database, hub.publish),
        bells=bells,
    )
