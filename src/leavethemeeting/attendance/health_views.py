"""What a paired plugin says, where its member switched it on: which parts of a meeting's page it can read."""

from __future__ import annotations

import re
from typing import Annotated

import msgspec
from allauth.core.ratelimit import consume
from allauth.idp.oidc.models import Token
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST
from msgspec import Meta

from leavethemeeting.accounts.pairing.bearer import for_plugins
from leavethemeeting.accounts.pairing.client import EVENTS
from leavethemeeting.logdata.adapters import Told, record
from leavethemeeting.logdata.client import client_of
from leavethemeeting.logdata.kinds import Platform, Readable, Signal

MOST_BYTES = 1_024
_MAJOR = re.compile(r" \d+$")


class Health(msgspec.Struct, forbid_unknown_fields=True):
    """The body: of the page the plugin reads now, what can be read and what cannot. No address, no name."""

    platform: Platform
    version: Annotated[str, Meta(pattern=r"^[0-9A-Za-z.+-]{0,20}$")]
    readable: Annotated[dict[Signal, Readable], Meta(min_length=1)]


def _problem(status: int, title: str) -> HttpResponse:
    return JsonResponse({"status": status, "title": title}, status=status, content_type="application/problem+json")


@require_POST
@for_plugins(EVENTS)
def health(request: HttpRequest, token: Token) -> HttpResponse:
    """Noted: 204. 400 for another shape, 429 for too many."""
    if not consume(request, action="plugin_health", key=str(token.pk)):
        response = _problem(429, "Too Many Requests")
        response["Retry-After"] = "3600"
        return response
    body = request.read(MOST_BYTES + 1)
    try:
        if len(body) > MOST_BYTES:
            return _problem(400, "Bad Request")
        said = msgspec.json.decode(body, type=Health)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return _problem(400, "Bad Request")
    assert token.user_id is not None  # noqa: S101 -- for_plugins has looked; narrows the type
    family = _MAJOR.sub("", client_of(request).browser)
    told = Told(platform=said.platform, version=said.version, browser=family, readable=said.readable)
    record(plugin_id=token.pk, user_id=token.user_id, told=told, now=timezone.now())
    response = HttpResponse(status=204)
    response["Cache-Control"] = "no-store"
    return response
