"""``POST /api/v1/events``, and Django's list of addresses."""

from __future__ import annotations

import time
from typing import Annotated, Literal

from django.http import HttpRequest
from django.urls import path
from ninja import NinjaAPI, Schema
from ninja.security import HttpBearer
from pydantic import Field

from benchmarks.peer.models import Event, Token


class ByToken(HttpBearer):
    """One look-up per request, as in every tutorial."""

    def authenticate(self, request: HttpRequest, token: str) -> Token | None:  # noqa: ARG002 -- ninja's signature
        return Token.objects.filter(value=token).first()


class Beat(Schema):
    """One event; only the kind that is measured."""

    type: Literal["heartbeat"]
    id: Annotated[str, Field(min_length=1, max_length=56, pattern=r"^[A-Za-z0-9_.:-]+$")]
    at: Annotated[int, Field(ge=0)]
    until: Annotated[int, Field(ge=0)]
    count: Annotated[int, Field(ge=1, le=100_000)] = 1
    connection: Annotated[str, Field(min_length=1, max_length=64)]


class Batch(Schema):
    """What one request carries."""

    sent_at: int
    events: Annotated[list[Beat], Field(min_length=1, max_length=500)]


api = NinjaAPI(auth=ByToken(), docs_url=None, openapi_url=None)


@api.post("/api/v1/events")
def take(request: HttpRequest, batch: Batch) -> dict[str, int]:
    """Store what is new; answer when it is committed."""
    token: Token = request.auth  # type: ignore[attr-defined]  # -- ninja puts it there
    now = time.time_ns() // 1_000_000
    Event.objects.bulk_create(
        [
            Event(
                meeting_id=token.meeting_id, id=event.id, type=event.type, connection=event.connection, at=event.at,
                until=event.until, count=event.count, sent_at=batch.sent_at, received_at=now,
            )
            for event in batch.events
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    return {"received_at": now, "taken": len(batch.events)}


urlpatterns = [path("", api.urls)]
