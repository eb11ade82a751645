"""The media ticket: who moves the media and over which servers the browsers find each other."""

from __future__ import annotations

import hashlib
import hmac
from base64 import b64encode
from collections.abc import Sequence
from typing import Any

from leavethemeeting.realtime import messages as wire
from leavethemeeting.shared.environment import Environment

TURN_LIFE_S = 12 * 3600  # longer than a meeting; coturn refuses a credential afterwards


def turn_credential(secret: str, *, connection: str, expires_at_s: int) -> tuple[str, str]:
    """User name and password for coturn's ``use-auth-secret`` (draft-uberti-behave-turn-rest-00 §2.2)."""
    username = f"{expires_at_s}:{connection}"
    seal = hmac.new(secret.encode(), username.encode(), hashlib.sha1).digest()
    return username, b64encode(seal).decode()


def ice_servers(environment: Environment, *, connection: str, now: int) -> list[dict[str, Any]]:
    """``RTCIceServer`` values; empty unless the operator names servers, so that nothing leaks to third parties."""
    servers: list[dict[str, Any]] = []
    if environment.stun_url:
        servers.append({"urls": [environment.stun_url]})
    if environment.turn is not None:
        username, credential = turn_credential(
            environment.turn.secret, connection=connection, expires_at_s=now // 1000 + TURN_LIFE_S
        )
        servers.append({"urls": [environment.turn.url], "username": username, "credential": credential})
    return servers


def media_ticket(
    environment: Environment, *, connection: str, may_send: Sequence[wire.Source], now: int
) -> wire.MediaTicket:
    return wire.MediaTicket(
        engine="mesh",
        ice_servers=ice_servers(environment, connection=connection, now=now),
        may_send=list(may_send),
    )
