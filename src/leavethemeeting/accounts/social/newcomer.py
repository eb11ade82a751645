"""Somebody whom a network has just named and who has no account yet.

Nothing about them is stored before the age question is answered (C44), not in a session row either: what the
network told waits in the visitor's own browser, encrypted for us, for twenty minutes. The session holds a random
number only, which ties the two together, so that no other browser can bring it back.
"""

from __future__ import annotations

import base64
import json
import secrets
from dataclasses import asdict, dataclass
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from leavethemeeting.shared.environment import environment

COOKIE = f"{'__Host-' if environment().https else ''}newcomer"  # declared in personal_data.py
SECONDS = 20 * 60
_NUMBER = "newcomer"  # in the session


@dataclass(frozen=True, slots=True)
class Newcomer:
    """``kept`` is what ``profiles.kept`` allows; ``next`` is where they wanted to go."""

    network: str
    uid: str
    kept: dict[str, Any]
    next: str = ""

    @property
    def proven_email(self) -> str:
        """The address, where the network has checked that it is theirs; else empty."""
        return str(self.kept.get("email", "")).lower() if self.kept.get("email_verified") is True else ""


def _lock() -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"leavethemeeting.accounts.social.newcomer")
    return Fernet(base64.urlsafe_b64encode(derived.derive(settings.SECRET_KEY.encode())))


def remember(request: HttpRequest, response: HttpResponse, newcomer: Newcomer) -> None:
    """Give the browser what is known of the newcomer."""
    number = secrets.token_hex(16)
    request.session[_NUMBER] = number
    sealed = _lock().encrypt(json.dumps({"number": number, **asdict(newcomer)}).encode()).decode()
    response.set_cookie(
        COOKIE, sealed, max_age=SECONDS, httponly=True, samesite="Lax", secure=environment().https
    )  # fmt: skip


def recall(request: HttpRequest) -> Newcomer | None:
    """The newcomer that this browser brings back; None when there is none, or it is too old, or not this browser's."""
    try:
        told = json.loads(_lock().decrypt(request.COOKIES.get(COOKIE, ""), ttl=SECONDS))
    except InvalidToken:
        return None
    number = request.session.get(_NUMBER, "")
    if not number or not secrets.compare_digest(str(told.pop("number")), number):
        return None
    return Newcomer(**told)


def forget(request: HttpRequest, response: HttpResponse | None = None) -> None:
    """Nothing is brought back any more; the cookie goes with ``response``."""
    request.session.pop(_NUMBER, None)
    if response is not None:
        response.delete_cookie(COOKIE, samesite="Lax")
