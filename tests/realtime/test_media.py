"""The media ticket: what it names, and that a real TURN server believes its credentials, its own and for a while."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from dataclasses import replace
from typing import Any

import pytest

from leavethemeeting.project import turn_check
from leavethemeeting.project.turn_check import TurnTrouble
from leavethemeeting.realtime.media import TURN_LIFE_S, media_ticket
from leavethemeeting.shared.environment import Environment, Turn, environment
from leavethemeeting.shared.turn import Credentials, credentials
from tests.coturn import SECRET

NOW = 1_790_000_000_000


@pytest.fixture
def relayed() -> Environment:
    return replace(environment(), stun_url="stun:relay.example:3478", turn=Turn("turn:relay.example:3478", SECRET))


def _servers(settings: Environment, *, connection: str = "c1", now: int = NOW) -> list[dict[str, Any]]:
    return media_ticket(settings, connection=connection, may_send=["mic"], now=now).ice_servers


def test_without_servers_of_the_operators_own_none_is_named(relayed: Environment) -> None:
    assert _servers(replace(relayed, stun_url="", turn=None)) == []
    assert _servers(replace(relayed, turn=None)) == [{"urls": ["stun:relay.example:3478"]}]


def test_the_password_is_the_keyed_digest_of_the_user_name_and_that_says_until_when(relayed: Environment) -> None:
    server = _servers(relayed)[1]
    assert server["urls"] == ["turn:relay.example:3478"]
    assert server["username"] == f"{NOW // 1000 + TURN_LIFE_S}:c1"
    digest = hmac.new(SECRET.encode(), server["username"].encode(), hashlib.sha1).digest()
    assert base64.b64decode(server["credential"]) == digest
    assert SECRET not in str(server)


def test_every_connection_has_its_own_and_later_ones_last_longer(relayed: Environment) -> None:
    one, other, later = (
        _servers(relayed)[1], _servers(relayed, connection="c2")[1], _servers(relayed, now=NOW + 60_000)[1],
    )  # fmt: skip
    assert len({each["username"] for each in (one, other, later)}) == 3
    assert len({each["credential"] for each in (one, other, later)}) == 3
    assert int(later["username"].split(":")[0]) - int(one["username"].split(":")[0]) == 60


def _try(port: int, made: Credentials) -> None:
    turn_check.allocate(f"turn:127.0.0.1:{port}?transport=udp", made)


def test_a_real_turn_server_lets_a_ticket_in_and_refuses_it_once_it_has_ended(
    relayed: Environment, turn_server: int
) -> None:
    server = _servers(relayed, now=int(time.time() * 1000))[1]
    _try(turn_server, Credentials(server["username"], server["credential"]))
    ended = credentials(SECRET, now_s=int(time.time()) - 20, life_s=10, label="c1")
    with pytest.raises(TurnTrouble, match="401"):
        _try(turn_server, ended)
    stretched = Credentials(f"{int(time.time()) + 99_999}:c1", server["credential"])  # nobody makes it last longer
    with pytest.raises(TurnTrouble, match="401"):
        _try(turn_server, stretched)


def test_a_ticket_says_that_media_goes_through_the_relay_only_where_the_operator_says_so(relayed: Environment) -> None:
    def way(settings: Environment) -> str:
        return media_ticket(settings, connection="c1", may_send=[], now=NOW).ice_transport

    assert (way(relayed), way(replace(relayed, relay_only=True))) == ("all", "relay")
