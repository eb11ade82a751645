"""The live dashboard's stream as the page sees it: who gets it, what it carries, and when it ends."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import httpx
import pytest

from leavethemeeting.accounts.models import User
from leavethemeeting.attendance.models import Claim, Event
from leavethemeeting.attendance.payloads import ClaimFields
from leavethemeeting.meetings.models import CoHost, Occurrence
from leavethemeeting.realtime import http, stream
from leavethemeeting.realtime.server import Server
from leavethemeeting.realtime.watcher import PIECE_BYTES, _pieces
from leavethemeeting.shared import tickets, wakeups
from leavethemeeting.shared.environment import environment
from leavethemeeting.shared.moments import to_datetime
from leavethemeeting.shared.tickets import Purpose, Ticket
from tests.realtime.logside import T0, Served, event, open_meeting, served, with_the_orm

pytestmark = pytest.mark.django_db(transaction=True)

ORIGIN = environment().public_origin


@pytest.fixture
def occurrence(alice: User) -> Occurrence:
    return open_meeting(alice)


def tell(story: Callable[[Served], Awaitable[Any]]) -> Any:
    async def run() -> Any:
        async with served() as here, asyncio.timeout(30):
            return await story(here)

    return asyncio.run(run())


def ticket_for(occurrence: Occurrence, user: UUID | None, here: Served, **changes: Any) -> str:
    facts = {
        "purpose": Purpose.DASHBOARD, "meeting": occurrence.meeting_id, "occurrence": occurrence.id,
        "expires_at": here.services.clock() + 60_000, "nonce": tickets.new_nonce(), "user": user, "session": "s1",
    }  # fmt: skip
    return tickets.issue(Ticket(**{**facts, **changes}), secret_key=environment().secret_key)


async def ask(here: Served, body: object, **headers: str) -> httpx.Response:
    return await here.http.post("/realtime/dashboard", json=body, headers={"Origin": ORIGIN, **headers})


@dataclass
class Told:
    """What a page has read so far."""

    status: int
    events: asyncio.Queue[tuple[str, int, Any]] = field(default_factory=asyncio.Queue)
    over: asyncio.Event = field(default_factory=asyncio.Event)

    async def next(self) -> tuple[str, int, Any]:
        return await self.events.get()


@asynccontextmanager
async def watching(here: Served, ticket: str, after: int | None = None) -> AsyncIterator[Told]:
    async def read(answer: httpx.Response, told: Told) -> None:
        kind, position = "", 0
        async for line in answer.aiter_lines():
            name, _, value = line.partition(": ")
            if name == "event":
                kind = value
            elif name == "id":
                position = int(value)
            elif name == "data":
                told.events.put_nowait((kind, position, json.loads(value)))
        told.over.set()

    body = {"ticket": ticket, "after": after}
    async with here.http.stream("POST", "/realtime/dashboard", json=body, headers={"Origin": ORIGIN}) as answer:
        told = Told(answer.status_code)
        task = asyncio.create_task(read(answer, told))
        try:
            yield told
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


def entering(occurrence: Occurrence, name: str, *, at: int = T0 + 1000) -> Any:
    return event(
        f"in-{name[:40]}", meeting=occurrence.meeting_id, occurrence=occurrence.id, connection_ref=name[:40], at=at,
        claim=ClaimFields(name=name),
    )  # fmt: skip


def names(snapshot_or_changes: Any) -> set[str]:
    rows = snapshot_or_changes["rows"]
    return {row["name"] for row in (rows.values() if isinstance(rows, dict) else rows)}


def test_a_host_gets_everything_so_far_and_then_every_change(occurrence: Occurrence, alice: User) -> None:
    async def story(here: Served) -> None:
        await here.services.writer.submit([entering(occurrence, "Bob")])
        async with watching(here, ticket_for(occurrence, alice.id, here)) as told:
            kind, first, snapshot = await told.next()
            assert (kind, names(snapshot), snapshot["facts"]["title"]) == ("snapshot", {"Bob"}, "Weekly")
            assert snapshot["position"] == first
            await here.services.writer.submit([entering(occurrence, "Cy")])
            kind, second, changes = await told.next()
            assert (kind, names(changes)) == ("changes", {"Cy"})
            assert second > first

    tell(story)


def test_a_page_that_comes_back_is_told_only_what_it_missed(occurrence: Occurrence, alice: User) -> None:
    async def story(here: Served) -> None:
        async with watching(here, ticket_for(occurrence, alice.id, here)) as told:
            _, position, _ = await told.next()
        await here.services.writer.submit([entering(occurrence, "Bob")])
        async with watching(here, ticket_for(occurrence, alice.id, here), after=position) as told:
            kind, _, changes = await told.next()
            assert (kind, names(changes)) == ("changes", {"Bob"})
        async with watching(here, ticket_for(occurrence, alice.id, here), after=position + 1_000) as told:
            assert (await told.next())[0] == "snapshot"

    tell(story)


def test_somebody_elses_events_never_show(occurrence: Occurrence, alice: User, charlie: User) -> None:
    other = open_meeting(charlie)

    async def story(here: Served) -> None:
        async with watching(here, ticket_for(occurrence, alice.id, here)) as told:
            await told.next()
            await here.services.writer.submit([entering(other, "Secret")])
            await here.services.writer.submit([entering(occurrence, "Bob")])
            assert names((await told.next())[2]) == {"Bob"}

    tell(story)


def test_closing_the_meeting_shows_without_an_event(occurrence: Occurrence, alice: User) -> None:
    async def story(here: Served) -> None:
        async with watching(here, ticket_for(occurrence, alice.id, here)) as told:
            await told.next()
            await with_the_orm(lambda: occurrence.openings.update(closed_at=T0 + 5000))
            wakeups.ring(wakeups.COMMANDS, str(occurrence.id))
            _, _, changes = await told.next()
            assert changes["openings"] == [{"opened_at": T0, "closed_at": T0 + 5000}]

    tell(story)


@pytest.mark.parametrize("who", ["alice", "co_host", "bob", "charlie", "provider"])
def test_only_those_who_host_the_meeting_may_watch(
    occurrence: Occurrence, alice: User, bob: User, charlie: User, provider: User, who: str
) -> None:
    if who == "co_host":
        CoHost.objects.create(meeting=occurrence.meeting, user=bob, added_at=to_datetime(T0))
    occurrence.meeting.attendees.create(name="Bob", user=bob, first_came_at=T0)
    user = {"alice": alice, "co_host": bob, "bob": bob, "charlie": charlie, "provider": provider}[who]

    async def story(here: Served) -> int:
        async with watching(here, ticket_for(occurrence, user.id, here)) as told:
            return told.status

    assert tell(story) == (200 if who in ("alice", "co_host") else 404)


def test_a_host_of_another_meeting_gets_no_foreign_occurrence(occurrence: Occurrence, charlie: User) -> None:
    own = open_meeting(charlie)

    async def story(here: Served) -> int:
        mixed = ticket_for(occurrence, charlie.id, here, meeting=own.meeting_id)
        return (await ask(here, {"ticket": mixed})).status_code

    assert tell(story) == 404


def test_a_ticket_is_good_once_and_for_this_alone(occurrence: Occurrence, alice: User) -> None:
    async def story(here: Served) -> list[int]:
        good = ticket_for(occurrence, alice.id, here)
        async with watching(here, good) as told:
            statuses = [told.status]
        bad = [
            good,
            good[:-3] + "AAA",
            "nonsense",
            ticket_for(occurrence, alice.id, here, purpose=Purpose.ROOM),
            ticket_for(occurrence, alice.id, here, expires_at=here.services.clock() - 1),
        ]
        statuses += [(await ask(here, {"ticket": text})).status_code for text in bad]
        statuses.append((await ask(here, {"ticket": 1})).status_code)
        statuses.append((await ask(here, {"ticket": ticket_for(occurrence, None, here)})).status_code)
        return statuses

    assert tell(story) == [200, 401, 401, 401, 401, 401, 400, 404]


def test_pages_of_other_origins_are_refused(occurrence: Occurrence, alice: User) -> None:
    async def story(here: Served) -> list[int]:
        statuses = []
        for origin in (ORIGIN.replace("localhost", "evil.example"), ORIGIN + ".evil.example", "null", ""):
            ticket = ticket_for(occurrence, alice.id, here)
            statuses.append((await ask(here, {"ticket": ticket}, Origin=origin)).status_code)
        return statuses

    assert tell(story) == [403] * 4


@pytest.mark.parametrize("reference", ["user:{user}", "session:s1", "meeting:{meeting}", "host:{meeting}:{user}"])
def test_the_stream_ends_within_five_seconds_of_losing_access(
    occurrence: Occurrence, alice: User, reference: str
) -> None:
    bell = reference.format(user=alice.id, meeting=occurrence.meeting_id)

    async def story(here: Served) -> None:
        async with watching(here, ticket_for(occurrence, alice.id, here)) as told:
            await told.next()
            wakeups.ring(wakeups.ACCESS, "session:somebody else")
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.5):
                    await told.over.wait()
            wakeups.ring(wakeups.ACCESS, bell)
            async with asyncio.timeout(5):
                await told.over.wait()

    tell(story)


@asynccontextmanager
async def never_reading(here: Served, ticket: str) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """A page that asked for the stream and then takes next to nothing of it."""
    host, port = here.url.removeprefix("http://").split(":")
    body = json.dumps({"ticket": ticket}).encode()
    line = socket.socket()
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)  # else the kernel would take it all
    line.setblocking(False)
    await asyncio.get_running_loop().sock_connect(line, (host, int(port)))
    reader, writer = await asyncio.open_connection(sock=line, limit=1)
    writer.write(
        b"POST /realtime/dashboard HTTP/1.1\r\nHost: x\r\nConnection: close\r\nOrigin: %s\r\nContent-Type: application/json\r\n"
        b"Content-Length: %d\r\n\r\n%s" % (ORIGIN.encode(), len(body), body)
    )
    while not here.server.server_state.connections:
        await asyncio.sleep(0.01)
    for one in here.server.server_state.connections:  # the sending side's buffer grows to megabytes otherwise
        one.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4_096)
    try:
        yield reader, writer
    finally:
        writer.transport.abort()


async def tell_much(here: Served, occurrence: Occurrence) -> None:
    """More than the network's buffers hold; returns when somebody who does read has read it all."""
    async with watching(here, ticket_for(occurrence, occurrence.meeting.owner_id, here, session="s2")) as told:
        await told.next()
        for n in range(40):
            await here.services.writer.submit(
                [entering(occurrence, f"{n:02}-{m:03}" + "x" * 150, at=T0 + n) for m in range(100)]
            )
        seen: set[str] = set()
        while len(seen) < 4000:
            seen |= names((await told.next())[2])


def test_a_reader_that_never_reads_is_dropped_when_its_access_ends(occurrence: Occurrence, alice: User) -> None:
    """A stuck send must not keep a revoked stream alive, nor hold up anybody else."""

    async def story(here: Served) -> None:
        async with never_reading(here, ticket_for(occurrence, alice.id, here)) as (reader, _):
            await tell_much(here, occurrence)
            wakeups.ring(wakeups.ACCESS, "session:s1")
            with suppress(ConnectionError):  # what was not read yet is thrown away
                async with asyncio.timeout(5):
                    while await reader.read(65_536):
                        pass

    tell(story)


def test_a_reader_that_takes_nothing_for_long_is_dropped_though_it_may_watch(
    occurrence: Occurrence, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An orderly end would wait for it to read: the connection itself must go."""
    monkeypatch.setattr(http, "TAKE_S", 1.0)

    async def story(here: Served) -> None:
        async with never_reading(here, ticket_for(occurrence, alice.id, here)) as (_, writer):
            await tell_much(here, occurrence)
            async with asyncio.timeout(8):
                while connections_of(here.server):
                    await asyncio.sleep(0.1)
            with pytest.raises(ConnectionError):
                while True:  # the other side is told, too
                    writer.write(b"x")
                    await writer.drain()
                    await asyncio.sleep(0.05)

    tell(story)


def connections_of(server: Server) -> int:
    """Open ones in the middle of an answer; a page that left is closed on the way."""
    return sum(not one.cycle.response_complete for one in server.server_state.connections if one.cycle)  # type: ignore[union-attr]  # -- HTTP only


def test_a_quiet_stream_gives_signs_of_life(
    occurrence: Occurrence, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "COMMENT_S", 1)

    async def story(here: Served) -> bytes:
        async with never_reading(here, ticket_for(occurrence, alice.id, here)) as (reader, _):
            said = b""
            while said.count(b": here\n\n") < 2:
                said += await reader.read(1_000)
            return said

    assert b"event: snapshot" in tell(story)


def test_whoever_no_longer_hosts_is_found_out_though_no_bell_rang(
    occurrence: Occurrence, alice: User, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "ASK_AGAIN_S", 0.5)
    CoHost.objects.create(meeting=occurrence.meeting, user=bob, added_at=to_datetime(T0))

    async def story(here: Served) -> None:
        async with (
            watching(here, ticket_for(occurrence, alice.id, here)) as hers,
            watching(here, ticket_for(occurrence, bob.id, here)) as his,
        ):
            await hers.next()
            await his.next()
            await with_the_orm(lambda: CoHost.objects.all().delete())
            async with asyncio.timeout(5):
                await his.over.wait()
            assert not hers.over.is_set()

    tell(story)


def test_a_late_page_is_told_in_pieces_that_lose_nothing() -> None:
    frames = [(n, bytes([65 + n % 26]) * (n * 700 % 40_000)) for n in range(1, 200)]
    pieces = list(_pieces(frames))
    assert b"".join(pieces) == b"".join(data for _, data in frames)
    assert 1 < len(pieces) < len(frames) and max(map(len, pieces)) <= PIECE_BYTES
    assert list(_pieces([(1, b"x" * 100_000)])) == [b"x" * 100_000], "one frame is never cut"


def test_whoever_was_erased_disappears_from_an_open_dashboard(occurrence: Occurrence, alice: User) -> None:
    async def story(here: Served) -> None:
        await here.services.writer.submit([entering(occurrence, "Bob"), entering(occurrence, "Carol")])
        async with watching(here, ticket_for(occurrence, alice.id, here)) as told:
            _kind, position, snapshot = await told.next()
            assert names(snapshot) == {"Bob", "Carol"}
            await with_the_orm(lambda: erase("in-Bob"))
            wakeups.ring(wakeups.ACCESS, f"attendee:{occurrence.id}")
            await told.over.wait()
        async with watching(here, ticket_for(occurrence, alice.id, here), after=position) as told:
            kind, _position, snapshot = await told.next()
            assert (kind, names(snapshot)) == ("snapshot", {"Carol"}), (
                "though nothing came after what the page has seen"
            )

    tell(story)


def erase(event_id: str) -> None:
    """What an erasure does to the log: rows go."""
    Claim.objects.filter(event_id=event_id).delete()
    Event.objects.filter(id=event_id).delete()
