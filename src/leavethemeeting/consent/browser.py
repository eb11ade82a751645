"""What this browser chose about cookies: kept in the browser's own cookie ``consent``, without an account.

Nothing is allowed before a choice. Saying no keeps nothing but the no; saying yes keeps a random
number beside it whose hash stands in the proof (``Consent.browser_sha256``). A choice counts for the
wording it was made on: when a sentence changes, the question is open again. ``Sec-GPC: 1`` is a
no to measurement, unless the choice was made with the signal in sight.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

from django.http import HttpRequest, HttpResponse
from django.utils.translation import override

from leavethemeeting.consent.kinds import Kind, sentence
from leavethemeeting.consent.personal_data import CHOICE_DAYS
from leavethemeeting.shared.environment import environment

KINDS = (Kind.COMFORT, Kind.MEASUREMENT)
_READABLE = re.compile(
    r"1\.(?P<wording>[0-9a-f]{8})\.(?P<flags>c?m?s?)\.(?P<at>\d{9,11})\.(?P<number>[A-Za-z0-9_-]{22})?"
)


def cookie_name() -> str:
    """``consent``, with ``__Host-`` before it over HTTPS."""
    return ("__Host-" if environment().https else "") + "consent"


@cache
def wording() -> str:
    """Which sentences a choice was made on, as they stand in the source: a translation says the same."""
    with override(None):
        told = "\n".join(sentence(kind) for kind in KINDS)
    return hashlib.sha256(told.encode()).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class Choice:
    """What this browser allows. ``made_at`` is None where nobody chose, or chose on another wording."""

    comfort: bool
    measurement: bool
    made_at: datetime | None
    signal: bool  # the request carries Sec-GPC: 1
    overrides_signal: bool  # measurement was allowed with the signal in sight
    number: str = ""  # random, only where something is or was allowed

    @property
    def signal_honoured(self) -> bool:
        """The signal decided: measurement is off because of it."""
        return self.signal and not self.overrides_signal

    @property
    def number_sha256(self) -> str:
        return hashlib.sha256(self.number.encode()).hexdigest() if self.number else ""


def choice(request: HttpRequest) -> Choice:
    """What the browser that sent ``request`` allows; nothing, where it did not say."""
    signal = request.headers.get("Sec-GPC") == "1"
    found = _READABLE.fullmatch(request.COOKIES.get(cookie_name(), ""))
    if found is None:
        return Choice(False, False, None, signal, False)
    number = found["number"] or ""
    if found["wording"] != wording():
        return Choice(False, False, None, signal, False, number)
    flags = found["flags"]
    overrides = signal and "m" in flags and "s" in flags
    return Choice(
        comfort="c" in flags, measurement="m" in flags and (overrides or not signal),
        made_at=datetime.fromtimestamp(int(found["at"]), tz=UTC), signal=signal, overrides_signal=overrides, number=number,
    )  # fmt: skip


def chosen(request: HttpRequest, *, comfort: bool, measurement: bool, now: datetime) -> Choice:
    """The choice that somebody just made in this browser."""
    before = choice(request)
    number = before.number or (secrets.token_urlsafe(16) if comfort or measurement else "")
    return Choice(comfort, measurement, now, before.signal, before.signal and measurement, number)


def keep(response: HttpResponse, made: Choice) -> None:
    """Set the cookie. A no that follows no yes is kept without a number."""
    assert made.made_at is not None  # noqa: S101 -- only made by chosen()
    flags = "c" * made.comfort + "m" * made.measurement + "s" * made.overrides_signal
    number = made.number if made.comfort or made.measurement else ""
    response.set_cookie(
        cookie_name(), f"1.{wording()}.{flags}.{int(made.made_at.timestamp())}.{number}", max_age=CHOICE_DAYS * 86400,
        httponly=True, samesite="Lax", secure=environment().https,
    )  # fmt: skip
