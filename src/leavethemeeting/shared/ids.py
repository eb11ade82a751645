"""Identifiers: UUIDv7 (RFC 9562 §5.7), so that new rows land at the end of an index."""

from __future__ import annotations

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
