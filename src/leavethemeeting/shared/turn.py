"""Credentials for a TURN server that shares a secret with us."""

from __future__ import annotations

import hashlib
import hmac
from base64 import b64encode
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Credentials:
    """Time-limited: ``username`` is ``<expiry>:<label>``, ``password`` its keyed digest."""

    username: str
    password: str


def credentials(secret: str, *, now_s: int, life_s: int, label: str) -> Credentials:
    """What coturn's ``use-auth-secret`` accepts until ``now_s + life_s`` (draft-uberti-behave-turn-rest-00 §2.2)."""
    username = f"{now_s + life_s}:{label}"
    digest = hmac.new(secret.encode(), username.encode(), hashlib.sha1).digest()
    return Credentials(username, b64encode(digest).decode())
