"""What the tests of the log share: a database as the realtime app sees it, and events to write."""

from __future__ import annotations

import asyncio
import hashlib
import os
import subprocess
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import TypeVar
from urllib.parse import quote
from uuid import UUID

import httpx
from django.db import connection

from leavethemeeting.accounts.models import User
from leavethemeeting.attendance.models import Credential
from leavethemeeting.attendance.payloads import NO_DETAIL, ClaimFields, Detail, NewEvent, new_event
from leavethemeeting.domain.events import EventType, SourceKind
from leavethemeeting.meetings.models import Meeting, Occurrence, Opening
from leavethemeeting.realtime.app import RealtimeApp
from leavethemeeting.realtime.commons import Services, make_services
from leavethemeeting.realtime.server import Server, config_of
from leavethemeeting.shared.environment import Database, environment
from leavethemeeting.shared.ids import new_id
from tests.data_folders import own_data_dir, variables_of_child

T = TypeVar("T")
T0 = 1_790_000_000_000  # a Tuesday in September 2026
MEETING, OCCURRENCE = new_id(), new_id()


def database_under_test() -> Database:
    """Django's test database, as the realtime app connects to it."""
    return replace(environment().database, name=str(connection.settings_dict["NAME"]))


@asynccontextmanager
async def running(services: Services | None = None) -> AsyncIterator[Services]:
    services = services or make_services(environment(), database_under_test())
    await services.start()
    try:
        yield services
    finally:
        await services.stop()


def event(
    id: str,
    *,
    meeting: UUID = MEETING,
    occurrence: UUID = OCCURRENCE,
    source: str = "key:1",
    type: EventType = EventType.ENTER,
    connection_ref: str = "c1",
    at: int = T0,
    until: int | None = None,
    detail: Detail = NO_DETAIL,
    claim: ClaimFields | None = None,
) -> NewEvent:
    return new_event(
        meeting_id=meeting, occurrence_id=occurrence, source_ref=source, source_kind=SourceKind.WEBHOOK, id=id,
        type=type, connection_ref=connection_ref, at=at, until=until, received_at=T0 + 5, sent_at=T0 + 1,
        detail=detail, claim=claim,
    )  # fmt: skip


def open_meeting(owner: User, *, opened_at: int = T0, closed_at: int | None = None) -> Occurrence:
    """A meeting of ``owner`` that was opened (and perhaps closed)."""
    meeting = Meeting.objects.create(owner=owner, title="Weekly")
    occurrence = Occurrence.objects.create(meeting=meeting, first_opened_at=opened_at)
    Opening.objects.create(occurrence=occurrence, opened_at=opened_at, opened_by=owner, closed_at=closed_at)
    return occurrence


def credential(
    occurrence: Occurrence, *, kind: SourceKind = SourceKind.WEBHOOK, expires_at: int = T0 * 2, token: str = "ltm_test"
) -> str:
    """A token that may send events for the occurrence's meeting."""
    Credential.objects.create(
        meeting=occurrence.meeting, source_kind=kind, label="test", made_at=T0, expires_at=expires_at,
        token_sha256=hashlib.sha256(token.encode()).hexdigest(),
    )  # fmt: skip
    return token


@dataclass
class Served:
    """The realtime app behind a real uvicorn on a free port."""

    url: str
    http: httpx.AsyncClient
    services: Services
    server: Server


@asynccontextmanager
async def served(**changes: object) -> AsyncIterator[Served]:
    services = make_services(replace(environment(), data_dir=own_data_dir(), **changes), database_under_test())  # type: ignore[arg-type]  # -- fields by name
    wall, ahead = services.clock._wall, T0 + 60_000 - services.clock()  # a minute after T0
    services.clock._wall = lambda: wall() + ahead
    services.clock.follow()
    app = RealtimeApp(lambda: services)
    config = config_of(replace(services.environment, listen_host="127.0.0.1", listen_port=0), app)
    server = Server(config)
    task = asyncio.create_task(server.serve())
    while not server.started:
        if task.done():
            raise RuntimeError("the server did not start")
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    try:
        async with httpx.AsyncClient(base_url=url, timeout=20) as client:
            yield Served(url, client, services, server)
    finally:
        server.should_exit = True
        await task


async def with_the_orm(deed: Callable[[], T]) -> T:
    """Run ``deed`` in a thread and close the connection that Django opened for it there."""

    def run() -> T:
        try:
            return deed()
        finally:
            connection.close()

    return await asyncio.to_thread(run)


def environment_of_child(**more: str) -> dict[str, str]:
    """Variables for a process that uses the test's database."""
    database = database_under_test()
    if database.vendor == "sqlite":
        url = f"sqlite:///{database.name}"
    else:
        url = f"postgres://{database.user}:{database.password}@/{database.name}?host={quote(database.host)}"
        url = url.replace(":@", "@") if not database.password else url
        if database.port:
            url += f"&port={database.port}"
    return {**os.environ, **variables_of_child(), "DATABASE_URL": url, **more}


def wait_until_served(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}")
        try:
            httpx.get(f"http://127.0.0.1:{port}/api/v1/openapi.json")
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the server did not answer")
