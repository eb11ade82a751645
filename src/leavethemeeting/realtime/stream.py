"""``POST /realtime/dashboard``: the live board as server-sent events, for those who host the meeting.

Body ``{"ticket": …, "after": position or null}``, answer ``text/event-stream``: one ``snapshot`` (or, when
``after`` is recent, what was missed), then ``changes``; a comment every ten seconds. It is read by
``fetch``, so nothing secret stands in an address. The stream ends when its access does; a page
that may still watch comes back with a fresh ticket.
"""

from __future__ import annotations

import asyncio
from typing import Annotated
from urllib.parse import urlsplit

import msgspec

from leavethemeeting.domain.permissions import Deed, may
from leavethemeeting.realtime import http
from leavethemeeting.realtime.boards import Boards, Watched
from leavethemeeting.realtime.commons import Services
from leavethemeeting.realtime.feed import TooLate
from leavethemeeting.realtime.http import Problem
from leavethemeeting.realtime.sql.access import hosting_relation
from leavethemeeting.realtime.writer import Busy, Unavailable
from leavethemeeting.shared import tickets
from leavethemeeting.shared.environment import Environment
from leavethemeeting.shared.tickets import BadTicket, Purpose, Ticket
from leavethemeeting.shared.wakeups import ACCESS

MOST_BYTES = 4_096
MOST_STREAMS = 5_000
COMMENT_S = 10.0
ASK_AGAIN_S = 60.0  # whether the member still hosts the meeting, should a bell have been missed


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
        self._open: dict[asyncio.Event, Ticket] = {}

    def listen(self) -> None:
        self._services.bells.on(ACCESS, self._access_changed)
        self._boards.listen()

    def end_all(self) -> None:
        """The process stops: say nothing more to anybody."""
        for over in self._open:
            over.set()

    async def stop(self) -> None:
        self.end_all()
        await self._boards.stop()

    async def __call__(self, scope: http.Scope, receive: http.Receive, send: http.Send) -> None:
        """Answer one request, for as long as it is watched. Raises Problem and ClientGone."""
        headers = http.headers_of(scope)
        if headers.get(b"origin", b"") not in self._origins:
            raise Problem(403, "Forbidden", "The dashboard is open to this service's own pages only.")
        http.insist_on_json(headers)
        wanted = _wanted(await http.read_body(receive, headers, MOST_BYTES))
        ticket = await self._admit(wanted.ticket)
        over = asyncio.Event()
        self._open[over] = ticket
        try:
            async with self._boards.watch(ticket.occurrence) as watched:
                await self._until_over(ticket, watched, wanted.after, over, receive, send)
        except (Busy, Unavailable) as error:
            raise Problem(
                503, "Service Unavailable", "The board cannot be built just now.", (b"retry-after", b"5")
            ) from error
        finally:
            del self._open[over]

    async def _admit(self, text: str) -> Ticket:
        """Raises Problem: 401 for a ticket that is no good, 404 for who does not host the meeting, 503 when full."""
        now = self._services.clock()
        try:
            ticket = tickets.read(
                text, purpose=Purpose.DASHBOARD, now=now, secret_key=self._services.environment.secret_key
            )
        except BadTicket as error:
            raise Problem(401, "Unauthorized", "The ticket is no good (any more): take a fresh one.") from error
        if not self._services.nonces.use(ticket, now):
            raise Problem(401, "Unauthorized", "The ticket was used already: take a fresh one.")
        if not await self._still_hosts(ticket):
            raise Problem(404, "Not Found", "There is no such dashboard.")
        if len(self._open) >= MOST_STREAMS:
            raise Problem(503, "Service Unavailable", "Too many dashboards are open.", (b"retry-after", b"30"))
        return ticket

    async def _still_hosts(self, ticket: Ticket) -> bool:
        user = ticket.user
        if user is None:
            return False
        relation = await self._services.reader.run(
            lambda transaction: hosting_relation(
                transaction, user=user, meeting=ticket.meeting, occurrence=ticket.occurrence
            )
        )
        return may(relation, Deed.SEE_DASHBOARD)

    def _access_changed(self, reference: str) -> None:
        for over, ticket in self._open.items():
            if reference in (f"user:{ticket.user}", f"session:{ticket.session}", f"meeting:{ticket.meeting}"):
                over.set()

    async def _until_over(
        self, ticket: Ticket, watched: Watched, after: int | None, over: asyncio.Event,
        receive: http.Receive, send: http.Send,
    ) -> None:  # fmt: skip
        """Send until the other side hangs up or its access ends, even while a send is stuck."""
        start = [(b"content-type", b"text/event-stream"), (b"x-accel-buffering", b"no"), *http.ALWAYS]
        await send({"type": "http.response.start", "status": 200, "headers": start})
        tasks = {
            asyncio.create_task(_send_all(watched, after, send), name="dashboard"),
            asyncio.create_task(_hung_up(receive), name="dashboard hang-up"),
            asyncio.create_task(over.wait(), name="dashboard access"),
            asyncio.create_task(self._ask_again(ticket), name="dashboard right"),
        }
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        for task in done:
            task.result()
        await _finish(send)

    async def _ask_again(self, ticket: Ticket) -> None:
        """Returns when the member no longer hosts the meeting."""
        while True:
            await asyncio.sleep(ASK_AGAIN_S)
            try:
                if not await self._still_hosts(ticket):
                    return
            except (Busy, Unavailable):
                continue


def _wanted(body: bytes) -> Wanted:
    try:
        return _decode(body)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise Problem(400, "Bad Request", f"The body cannot be read: {error}.") from error


async def _send_all(watched: Watched, after: int | None, send: http.Send) -> None:
    """Returns when the board ends. Whoever reads too slowly for the frames kept gets a fresh snapshot."""
    first, coming = watched.enter(after)
    await send(_part(b"retry: 1000\n\n" + b"".join(first)))
    while True:
        try:
            async with asyncio.timeout(COMMENT_S):
                frames = await anext(coming)
        except TimeoutError:
            await send(_part(b": here\n\n"))
        except StopAsyncIteration:
            return
        except TooLate:
            first, coming = watched.enter(None)
            await send(_part(b"".join(first)))
        else:
            await send(_part(b"".join(data for _, data in frames)))


async def _hung_up(receive: http.Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _finish(send: http.Send) -> None:
    try:
        async with asyncio.timeout(1.0):
            await send({"type": "http.response.body", "body": b"", "more_body": False})
    except (TimeoutError, OSError):
        pass  # it does not read; the server drops the connection


def _part(data: bytes) -> dict[str, object]:
    return {"type": "http.response.body", "body": data, "more_body": True}
