"""Tickets: how the web app tells the realtime app who is at the door.

A ticket is a signed statement, good for sixty seconds and one use, sent in the first message
of a socket or the body of a request, never in a URL. The realtime app reads no Django session.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from enum import StrEnum
from uuid import UUID

import msgspec

LIFE_MS = 60_000


class BadTicket(Exception):
    """The ticket is forged, damaged, for another purpose, or its sixty seconds are over."""


class Purpose(StrEnum):
    ROOM = "room"
    DASHBOARD = "dashboard"


class Ticket(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who (``user`` and/or ``attendee``) may do what (``purpose``) in which occurrence.

    ``session`` is a digest of the web session's key, so that sign-out closes what it opened.
    ``tab`` names one page of one browser across reconnects and reloads. ``request`` is the number of the web request
    that issued it, for the log.
    """

    purpose: Purpose
    meeting: UUID
    occurrence: UUID
    expires_at: int
    nonce: str
    user: UUID | None = None
    attendee: UUID | None = None
    session: str = ""
    tab: str = ""
    request: str = ""


def session_digest(session_key: str | None) -> str:
    """What a ticket says about the web session: enough to match, useless to sign in with."""
    return hashlib.sha256(b"ticket-session:" + (session_key or "").encode()).hexdigest()[:32] if session_key else ""


def new_nonce() -> str:
    return secrets.token_urlsafe(12)


def _seal(body: bytes, secret_key: str) -> bytes:
    return hmac.new(b"leavethemeeting ticket 1:" + secret_key.encode(), body, hashlib.sha256).digest()


def issue(ticket: Ticket, *, secret_key: str) -> str:
    """The ticket as text, signed."""
    body = msgspec.json.encode(ticket)
    return f"{urlsafe_b64encode(body).decode()}.{urlsafe_b64encode(_seal(body, secret_key)).decode()}"


def read(text: str, *, purpose: Purpose, now: int, secret_key: str) -> Ticket:
    """The ticket in ``text``. Raises BadTicket; one-time use is for the caller to keep."""
    try:
        encoded, _, seal = text.partition(".")
        body = urlsafe_b64decode(encoded)
        genuine = hmac.compare_digest(urlsafe_b64decode(seal), _seal(body, secret_key))
        ticket = msgspec.json.decode(body, type=Ticket) if genuine else None
    except (ValueError, Base64Error, msgspec.MsgspecError) as error:
        raise BadTicket("damaged") from error
    if ticket is None:
        raise BadTicket("forged")
    if ticket.purpose != purpose:
        raise BadTicket("for another purpose")
    if now >= ticket.expires_at:
        raise BadTicket("expired")
    return ticket
