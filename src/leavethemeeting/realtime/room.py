"""The room side of the realtime app in one value: what ``app`` starts, mounts and stops."""

from __future__ import annotations

from leavethemeeting.realtime.boots import Boots
from leavethemeeting.realtime.commands import Commands
from leavethemeeting.realtime.commons import Services
from leavethemeeting.realtime.house import House
from leavethemeeting.realtime.room_socket import RoomSocket
from leavethemeeting.shared.wakeups import ACCESS, COMMANDS


class Rooms:
    """``socket`` is the ASGI application of ``/realtime/room``.

    ``await start()`` once the services have started; ``await stop()`` after the sockets have closed and
    before the services stop.
    """

    def __init__(self, services: Services) -> None:
        self.house = House(services)
        self.socket = RoomSocket(self.house)
        self._bells = services.bells
        self._boots = Boots(self.house)
        self._commands = Commands(self.house)

    async def start(self) -> None:
        """Clear up after a dead boot, then listen. Raises Unavailable when there is no database."""
        await self._boots.start()
        self._bells.on(COMMANDS, lambda _: self._commands.look())
        self._bells.on(ACCESS, self._commands.revoke)
        self._commands.start()

    async def stop(self) -> None:
        await self._commands.stop()
        await self._boots.stop()
