"""Identifiers: UUIDv7 (RFC 9562 §5.7), so that new rows land at the end of an index; and how random tokens are kept."""

from __future__ import annotations

import hashlib
import secrets
import time
from uuid import UUID


def new_id() -> UUID:
    """A fresh UUIDv7: 48 bits of milliseconds, 74 random bits. Never reused, never guessable."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & (1 << 48) - 1) << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 7 << 76
    value = value & ~(0x3 << 62) | 2 << 62
    return UUID(int=value)


def new_code() -> str:
    """A join link's code: 96 random bits, URL-safe, 16 characters."""
    return secrets.token_urlsafe(12)


def token_sha256(token: str) -> str:
    """How a token that opens something is kept: 128 random bits or more need no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()
