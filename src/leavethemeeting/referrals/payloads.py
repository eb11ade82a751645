"""The one thing that the invite page tells the service: a number."""

from __future__ import annotations

from typing import Annotated

import msgspec
from django.http import HttpRequest

from leavethemeeting.referrals.actions import TOKENS_AT_ONCE

LONGEST = 32  # bytes of {"count":50}, with room for spaces


class Wanted(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """``{"count": n}``, an integer from 1 to 50, and nothing beside it."""

    count: Annotated[int, msgspec.Meta(ge=1, le=TOKENS_AT_ONCE)]


class NotOnlyACount(Exception):
    """The request carries something else. It has no text on purpose: what came is repeated nowhere."""


def wanted(request: HttpRequest) -> int:
    """How many links the page wants. Raises NotOnlyACount."""
    try:
        length = int(request.headers.get("Content-Length") or 0)
    except ValueError:
        length = LONGEST + 1
    if request.META.get("QUERY_STRING") or request.content_type != "application/json" or not 0 < length <= LONGEST:
        raise NotOnlyACount
    try:
        return msgspec.json.decode(request.body, type=Wanted).count
    except msgspec.MsgspecError:
        raise NotOnlyACount from None
