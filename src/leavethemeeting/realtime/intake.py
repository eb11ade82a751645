"""``POST /api/v1/events``: evidence from programs, acknowledged when it is durable.

``Authorization: Bearer ltm_…``; a body of at most 1 MiB and 500 events; one result per event, in
their order. What cannot be read or placed is refused alone. A full queue is 503 with Retry-After.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Hashable, Sequence
from datetime import date
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

from leavethemeeting.attendance.payloads import NewEvent
from leavethemeeting.realtime import batch as wire
from leavethemeeting.realtime import http
from leavethemeeting.realtime.commons import Services
from leavethemeeting.realtime.http import Problem
from leavethemeeting.realtime.sorting import Refusal, Sender, rows_of
from leavethemeeting.realtime.sql.access import (
    Credential,
    Stretch,
    credential_by_hash,
    note_use,
    stretches_of,
)
from leavethemeeting.realtime.sql.connect import Job
from leavethemeeting.realtime.sql.log import Outcome
from leavethemeeting.realtime.writer import Busy, Unavailable
from leavethemeeting.shared.environment import environment
from leavethemeeting.shared.moments import to_datetime
from leavethemeeting.shared.wakeups import ACCESS

log = logging.getLogger(__name__)
T = TypeVar("T")

REMEMBERED_MS = 3_000  # a credential, and when its meeting was open
MOST_REMEMBERED = 1_000
AROUND_MS = 2 * 3_600_000
TOKEN_PREFIX = b"Bearer ltm_"


class Intake:
    """One per process: it remembers credentials and openings for three seconds."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._credentials: dict[bytes, tuple[int, Credential]] = {}
        self._stretches: dict[UUID, tuple[int, list[Stretch]]] = {}
        self._asking: dict[Hashable, asyncio.Task[Any]] = {}

    def listen(self) -> None:
        """Forget what is remembered as soon as somebody's access changes."""
        self._services.bells.on(ACCESS, lambda _: self._forget())

    def _forget(self) -> None:
        self._credentials.clear()
        self._stretches.clear()
        self._asking.clear()  # an answer on its way may be from before

    async def __call__(self, scope: http.Scope, receive: http.Receive, send: http.Send) -> None:
        """Answer one request. Raises Problem and ClientGone."""
        headers = http.headers_of(scope)
        credential = await self._credential(headers.get(b"authorization", b""))
        http.insist_on_json(headers)
        body = await http.read_body(receive, headers, wire.MOST_BYTES)
        now = self._services.clock()
        try:
            sent_at, events = wire.decode(body)
        except wire.UNREADABLE as error:
            raise Problem(400, "Bad Request", f"The body cannot be read: {error}.") from error
        if sum(_weight(event) for event in events) > wire.MOST_ROWS:
            raise Problem(413, "Content Too Large", f"At most {wire.MOST_ROWS} events and people fit into one request.")
        results = await self._take(credential, sent_at, events, now)
        await http.answer(send, 200, wire.encode(wire.Results(results=results, received_at=now)))

    async def _credential(self, header: bytes) -> Credential:
        """Who sends. Raises Problem 401, with nothing that tells an unknown token from a revoked one."""
        refusal = Problem(
            401, "Unauthorized", "Send Authorization: Bearer with a token of one of the meeting's sources.",
            (b"www-authenticate", b'Bearer realm="events"'),
        )  # fmt: skip
        if not header.startswith(TOKEN_PREFIX) or len(header) > 200:
            raise refusal
        digest = hashlib.sha256(header[len(b"Bearer ") :]).digest()
        now = self._services.clock()
        remembered = self._credentials.get(digest)
        if remembered is None or remembered[0] <= now:
            found = await self._once(digest, lambda transaction: credential_by_hash(transaction, digest.hex()))
            if found is None:
                raise refusal
            if len(self._credentials) >= MOST_REMEMBERED:
                self._credentials.clear()
            remembered = self._credentials[digest] = (now + REMEMBERED_MS, found)
            await self._note_use(found, now)
        credential = remembered[1]
        if credential.revoked_at is not None or credential.expires_at <= now or not credential.stands:
            raise refusal
        if credential.awaits_acceptance:
            raise _policy_changed()
        return credential

    async def _note_use(self, credential: Credential, now: int) -> None:
        """The day of its last use, once a day; the events matter more than this."""
        today: date = to_datetime(now).date()
        if credential.last_used_day == today.isoformat():
            return
        try:
            await self._services.writer.run(lambda transaction: note_use(transaction, credential.id, today))
        except (Busy, Unavailable) as error:
            log.warning("the day of use was not noted: %s", error)

    async def _once(self, question: Hashable, job: Job[T]) -> T:
        """``job``'s answer, asked for once however many wait for it: what is remembered ends for all at once."""
        asking: asyncio.Task[T] | None = self._asking.get(question)
        if asking is None:
            asking = self._asking[question] = asyncio.create_task(self._ask(job), name="intake asks")
            asking.add_done_callback(lambda _: self._asking.pop(question, None))
        return await asyncio.shield(asking)  # whoever hangs up must not take the answer from the others

    async def _ask(self, job: Job[T]) -> T:
        try:
            return await self._services.reader.run(job)
        except (Busy, Unavailable) as error:
            raise _try_later(error) from error

    async def _openings(self, meeting: UUID, now: int, *, fresh: bool) -> list[Stretch]:
        remembered = self._stretches.get(meeting)
        if fresh or remembered is None or remembered[0] <= now:
            if len(self._stretches) >= MOST_REMEMBERED:
                self._stretches.clear()
            question = (meeting, now) if fresh else meeting  # who needs it fresh shares with nobody
            found = await self._once(question, lambda transaction: stretches_of(transaction, meeting))
            remembered = self._stretches[meeting] = (now + REMEMBERED_MS, found)
        return remembered[1]

    async def _take(
        self, credential: Credential, sent_at: int, events: Sequence[wire.WireEvent | wire.Unread], now: int
    ) -> list[wire.Result]:
        places: list[list[NewEvent] | wire.Result] = []
        for fresh in (False, True):  # a meeting may have been opened since we looked
            stretches = await self._openings(credential.meeting_id, now, fresh=fresh)
            sender = Sender(credential, sent_at, now, partial(occurrence_at, stretches))
            places = [_place(event, sender) for event in events]
            if not any(isinstance(place, wire.Result) and place.code == "no_occurrence" for place in places):
                break
        rows = [row for place in places if isinstance(place, list) for row in place]
        try:
            outcomes = iter(await self._services.writer.submit(rows))
        except (Busy, Unavailable) as error:
            raise _try_later(error) from error
        return [
            place if isinstance(place, wire.Result) else _result(place[0].id, [next(outcomes) for _ in place])
            for place in places
        ]


def occurrence_at(stretches: Sequence[Stretch], named: UUID | None, at: int) -> UUID | None:
    """The occurrence ``named``, if it is the meeting's; else the latest that was open at ``at``, or nearly."""
    if named is not None:
        return named if any(stretch.occurrence_id == named for stretch in stretches) else None
    for around in (0, AROUND_MS):
        for stretch in stretches:
            if stretch.opened_at - around <= at and (stretch.closed_at is None or at < stretch.closed_at + around):
                return stretch.occurrence_id
    return None


def _weight(event: wire.WireEvent | wire.Unread) -> int:
    return 1 + len(event.people) if type(event) is wire.Roster else 1


def _place(event: wire.WireEvent | wire.Unread, sender: Sender) -> list[NewEvent] | wire.Result:
    if isinstance(event, wire.Unread):
        return wire.Result(id=event.id, status="refused", code="malformed", message=event.message)
    try:
        return rows_of(event, sender)
    except Refusal as refusal:
        return wire.Result(id=event.id, status="refused", code=refusal.code, message=str(refusal))


def _result(id: str, outcomes: Sequence[Outcome]) -> wire.Result:
    """One answer for all rows of an event: refused if one was, accepted if one is new."""
    for status in ("refused", "accepted"):
        for outcome in outcomes:
            if outcome.status == status:
                return wire.Result(id=id, status=outcome.status, code=outcome.code, message=outcome.message)
    return wire.Result(id=id, status="duplicate")


def _policy_changed() -> Problem:
    """A plugin of a member who has yet to accept a changed policy: it shows the page and keeps what it has (C51)."""
    page = environment().public_url + "/privacy/accept/"
    return Problem(
        428, "Precondition Required",
        f"The policy has changed. Until its new version is accepted nothing is taken from this plugin: {page}",
        (b"link", f'<{page}>; rel="privacy-policy"'.encode()),
    )  # fmt: skip


def _try_later(error: Busy | Unavailable) -> Problem:
    seconds = str(error.retry_after_s).encode()
    return Problem(
        503, "Service Unavailable", "Nothing of this request was acknowledged. Send it again later.",
        (b"retry-after", seconds),
    )  # fmt: skip
