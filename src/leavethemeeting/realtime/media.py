"""The media ticket: who moves the media and over which servers the browsers find each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from leavethemeeting.realtime import messages as wire
from leavethemeeting.shared.environment import Environment
from leavethemeeting.shared.turn import credentials

TURN_LIFE_S = 12 * 3600  # longer than a meeting; coturn refuses a credential afterwards


def ice_servers(environment: Environment, *, connection: str, now: int) -> list[dict[str, Any]]:
    """``RTCIceServer`` values; empty unless the operator names servers, so that nothing leaks to third parties."""
    servers: list[dict[str, Any]] = []
    if environment.stun_url:
        servers.append({"urls": [environment.stun_url]})
    if environment.turn is not None:
        made = credentials(environment.turn.secret, now_s=now // 1000, life_s=TURN_LIFE_S, label=connection)
        servers.append({"urls": [environment.turn.url], "username": made.username, "credential": made.password})
    return servers


def media_ticket(
    environment: Environment, *, connection: str, may_send: Sequence[wire.Source], now: int
) -> wire.MediaTicket:
    return wire.MediaTicket(
        engine="mesh",
        ice_servers=ice_servers(environment, connection=connection, now=now),
        ice_transport="relay" if environment.relay_only else "all",
        may_send=list(may_send),
    )
