"""Who asked to be paired, in coarse words: kept beside the code for its five minutes, and shown before the decision."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from allauth.idp.oidc.internal.oauthlib import device_codes
from django.core.cache import cache
from django.http import HttpRequest

from leavethemeeting.accounts.clients import client_of, words

_KEY = "ltm_requester"


@dataclass(frozen=True, slots=True)
class Requester:
    """``device`` is like "Firefox on Windows, a computer", ``network`` a /24 or /48."""

    device: str
    network: str
    at: datetime


def _pending(device_code: str) -> dict[str, Any] | None:
    found: dict[str, Any] | None = cache.get(device_codes.cache_device_code_key(device_code))
    return found


def note_requester(request: HttpRequest, *, device_code: str, now: datetime) -> None:
    """Remember who asked for ``device_code``; forgotten with it."""
    pending = _pending(device_code)
    if pending is None:
        return
    seen = client_of(request)
    told = Requester(words(seen.device_type, seen.system, seen.browser), seen.network, now)
    pending[_KEY] = {**asdict(told), "at": now.timestamp()}
    device_codes.update_device_state(device_code, pending)


def requester_in(pending: dict[str, Any]) -> Requester:
    """Who asked, out of what allauth keeps beside a code."""
    told = pending[_KEY]
    return Requester(told["device"], told["network"], datetime.fromtimestamp(told["at"], UTC))


def pending_of(device_code: str) -> dict[str, Any]:
    """What is kept beside a code. Raises KeyError when its time is over."""
    pending = _pending(device_code)
    if pending is None or _KEY not in pending:
        raise KeyError("device_code")
    return pending
