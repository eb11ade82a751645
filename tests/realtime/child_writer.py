"""A process of its own that writes one event: ``python -m tests.realtime.child_writer ID OCCURRENCE``."""

from __future__ import annotations

import asyncio
import os
import sys
from uuid import UUID

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leavethemeeting.project.settings")

import django

django.setup()

from leavethemeeting.realtime.commons import make_services  # noqa: E402 -- Django must be set up first
from leavethemeeting.shared.environment import environment  # noqa: E402 -- as above
from tests.realtime.logside import event  # noqa: E402 -- as above


async def write(id_: str, occurrence: UUID) -> None:
    services = make_services(environment())
    await services.start()
    await services.writer.submit([event(id_, occurrence=occurrence)])
    await services.stop()


asyncio.run(write(sys.argv[1], UUID(sys.argv[2])))
