"""``POST /realtime/dashboard``: the live board as server-sent events, for those who host the meeting.

Body ``{"ticket": …, "after": position or null}``, answer ``text/event-stream``: one ``snapshot`` (or, when
``after`` is recent, what was missed), then ``changes``; a comment every ten seconds. It is read by
``fetch``, so nothing secret stands in an address. The stream ends when its access does; a page
that may still watch comes back with a fresh ticket.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from functools import partial
from typing import Annotated
from urllib.parse import urlsplit

import msgspec

from leavethemeeting.domain.permissions import Deed, may
from leavethemeeting.realtime import http
from leavethemeeting.realtime.boards import Boards
from leavethemeeting.realtime.commons import Services
from leavethemeeting.realtime.http import Problem
from leavethemeeting.realtime.life import drop
from leavethemeeting.realtime.sql.access import hosting_relation
from leavethemeeting.realtime.sql.connect import Transaction
from leavethemeeting.realtime.watcher import Watcher
from leavethemeeting.realtime.writer import Busy, Unavailable
from leavethemeeting.shared import tickets
from leavethemeeting.shared.environment import Environment
from leavethemeeting.shared.request_numbers import came_from
from leavethemeeting.shared.tickets import BadTicket, Purpose, Ticket
from leavethemeeting.shared.wakeups import ACCESS

log = logging.getLogger(__name__)

MOST_BYTES = 4_096
MOST_STREAMS = 5_000
COMMENT_S = 10
ASK_AGAIN_S = 60.0  # whether the member still hosts the meeting, should a bell have been missed
MOST_ASKED = 200  # at once


class Wanted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The request's body."""

    ticket: Annotated[str, msgspec.Meta(max_length=2_000)]
    after: Annotated[int, msgspec.Meta(ge=0)] | None = None


_decode = msgspec.json.Decoder(Wanted).decode


def own_origins(environment: Environment) -> frozenset[bytes]:
    """Which pages may ask: ours. A service of this machine only is reached by each of its local names."""
    origins = {environment.public_origin}
    parts = urlsplit(environment.public_url)
    if parts.hostname in ("localhost", "127.0.0.1", "::1"):
        port = f":{parts.port}" if parts.port else ""
        origins |= {f"{parts.scheme}://{name}{port}" for name in ("localhost", "127.0.0.1", "[::1]")}
    return frozenset(origin.encode() for origin in origins)


class Stream:
    """One per process."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._boards = Boards(services)
        self._origins = own_origins(services.environment)
        self._open: set[Watcher] = set()
        self._tasks: list[asyncio.Task[None]] = []

    def listen(self) -> None:
        self._services.bells.on(ACCESS, self._access_changed)
        self._boards.listen()
        self._tasks = [
            asyncio.create_task(self._look_after(), name="dashboards"),
            asyncio.create_task(self._ask_again(), name="dashboards' rights"),
        ]

    def end_all(self) -> None:
        """The process stops: say nothing more to anybody."""
        for watcher in self._open:
            watcher.end()

    async def stop(self) -> None:
        self.end_all()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._boards.stop()

    async def __call__(self, scope: http.Scope, receive: http.Receive, send: http.Send) -> None:
        """Answer one request, for as long as it is watched. Raises Problem and ClientGone."""
        ticket, after = await self._asked(scope, receive)
        watcher = Watcher(ticket)
        self._open.add(watcher)  # before the question, so that no bell falls between the two
        try:
            if not await self._still_hosts(ticket):
                raise Problem(404, "Not Found", "There is no such dashboard.")
            async with self._boards.watch(ticket.occurrence) as watched:
                log.info("a dashboard is watched")
                if not await watcher.show(watched, after, receive, send):
                    drop(scope)
        except (Busy, Unavailable) as error:
            raise Problem(
                503, "Service Unavailable", "The board cannot be built just now.", (b"retry-after", b"5")
            ) from error
        finally:
            self._open.discard(watcher)

    async def _asked(self, scope: http.Scope, receive: http.Receive) -> tuple[Ticket, int | None]:
        """What is asked for, by a ticket that was not used before.

        Raises ClientGone and Problem: 401 for a ticket that is no good, 503 when there are too many streams.
        """
        headers = http.headers_of(scope)
        if headers.get(b"origin", b"") not in self._origins:
            raise Problem(403, "Forbidden", "The dashboard is open to this service's own pages only.")
        http.insist_on_json(headers)
        wanted = _wanted(await http.read_body(receive, headers, MOST_BYTES))
        now = self._services.clock()
        try:
            ticket = tickets.read(
                wanted.ticket, purpose=Purpose.DASHBOARD, now=now, secret_key=self._services.environment.secret_key
            )
        except BadTicket as error:
            raise Problem(401, "Unauthorized", "The ticket is no good (any more): take a fresh one.") from error
        came_from(ticket.request)
        if not self._services.nonces.use(ticket, now):
            raise Problem(401, "Unauthorized", "The ticket was used already: take a fresh one.")
        if len(self._open) >= MOST_STREAMS:
            raise Problem(503, "Service Unavailable", "Too many dashboards are open.", (b"retry-after", b"30"))
        return ticket, wanted.after

    async def _still_hosts(self, ticket: Ticket) -> bool:
        """Raises Busy and Unavailable."""
        return await self._services.reader.run(partial(hosts, ticket))

    def _access_changed(self, reference: str) -> None:
        for watcher in self._open:
            ticket = watcher.ticket
            if reference in (
                f"user:{ticket.user}", f"session:{ticket.session}", f"meeting:{ticket.meeting}",
                f"host:{ticket.meeting}:{ticket.user}",
            ):  # fmt: skip
                watcher.end()

    async def _look_after(self) -> None:
        """Signs of life for all boards; an end for whoever takes nothing any more."""
        loop = asyncio.get_running_loop()
        seconds = 0
        while True:
            await asyncio.sleep(1.0)
            seconds += 1
            if seconds % COMMENT_S == 0:
                self._boards.ring()
            overdue = loop.time() - http.TAKE_S
            for watcher in self._open:
                if 0.0 < watcher.sending_since < overdue:
                    watcher.end()

    async def _ask_again(self) -> None:
        """Should a bell have been missed: end the streams of whoever no longer hosts the meeting."""
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(1.0)
            now = loop.time()
            due = [watcher for watcher in self._open if now - watcher.asked_at > ASK_AGAIN_S][:MOST_ASKED]
            if not due:
                continue
            try:
                for watcher, yes in zip(due, await self._who_hosts([one.ticket for one in due]), strict=True):
                    watcher.asked_at = now
                    if not yes:
                        watcher.end()
            except (Busy, Unavailable):
                continue

    async def _who_hosts(self, asked: Sequence[Ticket]) -> list[bool]:
        """Raises Busy and Unavailable."""
        return await self._services.reader.run(lambda transaction: [hosts(ticket, transaction) for ticket in asked])


def hosts(ticket: Ticket, transaction: Transaction) -> bool:
    """Whether whom ``ticket`` was made for may see the dashboard now."""
    if ticket.user is None:
        return False
    relation = hosting_relation(transaction, user=ticket.user, meeting=ticket.meeting, occurrence=ticket.occurrence)
    return may(relation, Deed.SEE_DASHBOARD)


def _wanted(body: bytes) -> Wanted:
    try:
        return _decode(body)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise Problem(400, "Bad Request", f"The body cannot be read: {error}.") from error
