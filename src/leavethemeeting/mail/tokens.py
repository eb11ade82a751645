"""Random tokens in letters' addresses: 128 bits, and only their hash is kept."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode

from django.conf import settings

BYTES = 16


def new_token() -> str:
    """A fresh token, 22 characters that an address may hold."""
    return secrets.token_urlsafe(BYTES)


def shared_token(*parts: str) -> str:
    """The token that all letters of a mailing share: the same for the same parts, and not to be guessed."""
    told = "\0".join(("letter link", *parts)).encode()
    digest = hmac.new(settings.SECRET_KEY.encode(), told, hashlib.sha256).digest()
    return urlsafe_b64encode(digest[:BYTES]).decode().rstrip("=")
