"""A call whose media may only go through a TURN server: it does, and it comes back after the way was cut.

All media goes through one process, so killing it cuts the network between the browsers while the room's socket
stays. The relays it held are gone with it: no packet of the old way arrives again, and only an ICE restart helps.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.coturn import SECRET, Coturn
from tests.journeys.room_call import Gathering, Seat, enter, gather, is_inside
from tests.journeys.site import Site

pytestmark = pytest.mark.browser


@dataclass
class RelayedSite(Site):
    """Its provider allows the relay only."""

    turn_port: int = 0

    def environment(self) -> dict[str, str]:
        turn = f"turn:127.0.0.1:{self.turn_port}?transport=udp"
        return super().environment() | {"ICE_TRANSPORT": "relay", "TURN_URL": turn, "TURN_SECRET": SECRET}


@dataclass
class Relayed:
    gathering: Gathering
    relay: Coturn
    alice: Seat
    bob: Seat


@pytest.fixture(scope="module")
def relay(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Coturn]:
    server = Coturn(tmp_path_factory.mktemp("coturn"))
    server.start()
    yield server
    server.kill()


@pytest.fixture(scope="module")
def relayed_site(relay: Coturn, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder: Path = tmp_path_factory.mktemp("relayed-site")
    made = RelayedSite(folder, turn_port=relay.port)
    made.start()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def call(relayed_site: Site, relay: Coturn, chromium: Browser) -> Iterator[Relayed]:
    """Alice sends microphone and camera, Bob his camera."""
    gathering = gather(relayed_site, "Alice", "Bob", title="Behind a firewall")
    alice = gathering.seat(chromium, "Alice", mic=True, camera=True)
    bob = gathering.seat(chromium, "Bob", camera=True)
    for seat in (alice, bob):
        is_inside(enter(seat, gathering.meeting["code"]))
    yield Relayed(gathering, relay, alice, bob)
    for seat in (alice, bob):
        seat.close()


def test_where_only_the_relay_is_allowed_every_link_goes_through_it(call: Relayed) -> None:
    for seat in (call.alice, call.bob):
        seat.has_links(1)
        seat.pictures_keep_coming()
        assert seat.totals()["relayed"] == 1
    call.bob.waits_until("() => window.ltm.totals().then((t) => t.totalAudioEnergy > 0)")


def test_media_comes_back_by_itself_after_the_network_between_the_browsers_was_cut(call: Relayed) -> None:
    for seat in (call.alice, call.bob):
        seat.has_links(1)
        seat.page.evaluate("() => { window.sameDocument = true; }")
    before = {seat.name: seat.state()["connection"] for seat in (call.alice, call.bob)}
    call.relay.kill()
    for seat in (call.alice, call.bob):
        seat.waits_until("() => window.ltm.state().media === 'reconnecting'")
        assert seat.state()["phase"] == "in", "the room itself goes on"
    call.relay.start()
    for seat in (call.alice, call.bob):
        seat.waits_until("() => window.ltm.state().media === 'connected'")
        seat.pictures_keep_coming()
        assert seat.totals()["relayed"] == 1
        assert seat.page.evaluate("() => window.sameDocument"), "nobody loaded the page anew"
        assert seat.state()["connection"] == before[seat.name]
    assert len(call.gathering.log("enter")) == 2 and not call.gathering.log("exit")
