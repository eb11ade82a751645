"""What a paired plugin asks: which meetings are planned, and whose meeting a call is."""

from __future__ import annotations

import hashlib
from typing import Annotated

import msgspec
from allauth.core.ratelimit import consume
from allauth.idp.oidc.models import Token
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST, require_safe
from msgspec import Meta

from leavethemeeting.accounts.models import User
from leavethemeeting.accounts.pairing.bearer import for_plugins
from leavethemeeting.accounts.pairing.client import EVENTS, SETTINGS
from leavethemeeting.attendance.calls import Call, call_of, confirm
from leavethemeeting.attendance.planned import planned_for
from leavethemeeting.attendance.plugin_words import notice_of
from leavethemeeting.shared.environment import environment
from leavethemeeting.shared.moments import now_ms

MOST_BYTES = 2_048
INTAKE = "/api/v1/events"  # answered by the realtime app


class AskedCall(msgspec.Struct, forbid_unknown_fields=True):
    """The body of the question. ``at``: when the member was in the call, milliseconds UTC, where that is not now."""

    address_sha256: Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
    confirmed: bool = False
    roster: bool = False
    at: Annotated[int, Meta(ge=946_684_800_000, le=2**52)] | None = None


def _member(token: Token) -> User:
    user = token.user
    assert isinstance(user, User)  # noqa: S101 -- for_plugins has looked; narrows the type
    return user


def _problem(status: int, title: str) -> HttpResponse:
    return JsonResponse({"status": status, "title": title}, status=status, content_type="application/problem+json")


@require_safe
@for_plugins(SETTINGS)
def meetings(request: HttpRequest, token: Token) -> HttpResponse:
    """The member's dates, for rules about the end and the next meeting. 304 where nothing has changed."""
    body = msgspec.json.encode({"meetings": planned_for(_member(token), now=now_ms())})
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    same = request.headers.get("If-None-Match") == tag
    response = HttpResponse(status=304) if same else HttpResponse(body, content_type="application/json")
    response["ETag"] = tag
    response["Cache-Control"] = "private, no-cache"
    return response


@require_POST
@for_plugins(EVENTS)
@sensitive_variables("asked", "secret")
def call(request: HttpRequest, token: Token) -> HttpResponse:
    """Whose meeting a call is; after the member's yes also a credential. 404 for everybody else, and nothing is noted."""
    user = _member(token)
    if not consume(request, action="plugin_call", key=str(user.pk)):
        response = _problem(429, "Too Many Requests")
        response["Retry-After"] = "60"
        return response
    try:
        asked = msgspec.json.decode(_body(request), type=AskedCall)
    except (msgspec.DecodeError, UnicodeError, RecursionError, ValueError):
        return _problem(400, "Bad Request")
    now = now_ms()
    at = now if asked.at is None else asked.at
    try:
        found = call_of(user=user, sha256=asked.address_sha256, at=at, now=now)
        credential = _credential(found, user, token, asked, at=at, now=now) if asked.confirmed else None
    except Http404:
        response = _problem(404, "Not Found")
    else:
        response = JsonResponse({"meeting": _told(found), "credential": credential, "now": now})
    response["Cache-Control"] = "no-store"
    return response


def _body(request: HttpRequest) -> bytes:
    """Raises ValueError for more than anybody could mean."""
    body = request.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise ValueError("too long")
    return body


def _told(call: Call) -> dict[str, object]:
    meeting = call.meeting
    return {
        "id": str(meeting.pk), "title": meeting.title, "host": meeting.owner.name,
        "role": "host" if call.hosts else "attendee", "known": call.known, "keeps_days": meeting.keeps_days,
        "keeps_chat_text": meeting.keeps_chat_text, **notice_of(meeting, roster=call.hosts),
    }  # fmt: skip


def _credential(call: Call, user: User, token: Token, asked: AskedCall, *, at: int, now: int) -> dict[str, object]:
    made, secret = confirm(call=call, user=user, plugin=token, roster=asked.roster, at=at, now=now)
    return {
        "token": secret, "kind": made.source_kind, "expires_at": made.expires_at,
        "events_url": environment().public_url + INTAKE,
    }  # fmt: skip
