"""The room over HTTPS, with the certificate that ``serve --lan`` makes."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from leavethemeeting.meetings.models import Attendee
from leavethemeeting.project import local_certificate
from leavethemeeting.realtime import life
from tests.room.lives import Frozen
from tests.room.story import Run, Running, Tab, come_in, serving


@pytest.fixture
def server(transactional_db: None, tmp_path: Path) -> Iterator[Running]:
    with serving(certificate=local_certificate.make(tmp_path / "tls", ["localhost", "127.0.0.1"])) as running:
        yield running


def test_a_room_served_over_tls_lets_people_in_and_records_them(
    server: Running, run: Run, alice_in: Attendee, bob_in: Attendee
) -> None:
    assert server.address.startswith("wss://")
    with come_in(server, run, alice_in) as alice, come_in(server, run, bob_in) as bob:
        assert isinstance(bob.socket.socket, ssl.SSLSocket)
        assert bob.ask("chat", text="over TLS")["type"] == "ack"
        assert alice.hear("chat")["line"]["text"] == "over TLS"
        bob.ask("leave")
        assert bob.closed_with() == 1000
        assert run.reason_of(bob.ref) == "left"


def test_nobody_who_does_not_trust_the_authority_is_connected(server: Running) -> None:
    with pytest.raises(ssl.SSLCertVerificationError):
        Tab(replace(server, trust=ssl.create_default_context()))


def test_over_tls_too_the_pulse_is_felt_and_silence_is_seen(
    server: Running, run: Run, alice_in: Attendee, bob_in: Attendee, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(life, "SILENCE_S", 3.0)
    with come_in(server, run, alice_in) as alice:
        bob = Frozen(server, {"type": "hello", "ticket": run.ticket(bob_in)})
        ref = bob.live_until_welcome()
        answered = bob.live_for(4.5)  # longer than a silence may last: only pongs kept it alive
        assert bob.pinged >= 3
        left = alice.hear("person_left")
        assert (left["name"], left["reason"]) == ("Bob Baker", "lost")
        exit_ = run.exit_of(ref)
        assert answered - 1_500 <= exit_.at <= answered + 300
        alice.settle()  # hers answers by itself, over the same server
        bob.socket.close()
