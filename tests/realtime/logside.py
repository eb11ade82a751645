"""What the tests of the log share: a database as the realtime app sees it, and events to write."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from uuid import UUID

from django.db import connection

from leavethemeeting.accounts.models import User
from leavethemeeting.attendance.payloads import NO_DETAIL, ClaimFields, Detail, NewEvent, new_event
from leavethemeeting.domain.events import EventType, SourceKind
from leavethemeeting.meetings.models import Meeting, Occurrence, Opening
from leavethemeeting.realtime.services import Services, make_services
from leavethemeeting.shared.environment import Database, environment
from leavethemeeting.shared.ids import new_id

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
