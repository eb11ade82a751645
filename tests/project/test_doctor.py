"""The doctor tells what works by trying it: a real mail server, a real TURN server, real certificates."""

from __future__ import annotations

import os
import socket
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink
from django.test import Client

from leavethemeeting.project import doctor
from leavethemeeting.shared import middleware
from leavethemeeting.shared.environment import Environment, Smtp, Turn, environment
from leavethemeeting.shared.examination import Finding, State
from tests.coturn import SECRET
from tests.ports import free_port
from tests.privacy.planting import PLANTS

pytestmark = pytest.mark.django_db


@pytest.fixture
def plain(tmp_path: Path) -> Environment:
    """This test's environment with everything optional unset."""
    return replace(environment(), data_dir=tmp_path, smtp=None, turn=None, stun_url="", tls_certificate=None)


def finding(settings: Environment, subject: str) -> Finding:
    return next(found for found in doctor.examine(settings) if found.subject == subject)


def test_a_bare_installation_is_told_what_it_could_turn_on_and_nothing_is_broken(plain: Environment) -> None:
    found = {each.subject: each.state for each in doctor.examine(plain)}
    assert State.BROKEN not in found.values()
    assert found["Durability"] is State.GOOD
    assert found["Data map"] is found["Deletion"] is State.GOOD
    assert {subject for subject, state in found.items() if state is State.ADVICE} >= {
        "Mail",
        "STUN/TURN",
        "HTTPS",
        "Provider",
    }


def test_a_mail_server_that_answers_is_good_and_one_that_does_not_is_broken(plain: Environment) -> None:
    server = Controller(Sink(), hostname="127.0.0.1", port=free_port())
    server.start()
    try:
        answering = replace(plain, smtp=Smtp("127.0.0.1", server.port, "", "", "none"))
        assert finding(answering, "Mail").state is State.GOOD
    finally:
        server.stop()
    assert finding(answering, "Mail").state is State.BROKEN


def test_turn_is_good_with_the_right_secret_only(plain: Environment, turn_server: int) -> None:
    url = f"turn:127.0.0.1:{turn_server}?transport=udp"
    assert finding(replace(plain, turn=Turn(url, SECRET)), "STUN/TURN").state is State.GOOD
    wrong = finding(replace(plain, turn=Turn(url, "close sesame")), "STUN/TURN")
    assert wrong.state is State.BROKEN
    assert "401" in wrong.text
    assert finding(replace(plain, stun_url=f"stun:127.0.0.1:{turn_server}"), "STUN/TURN").state is State.GOOD


def test_a_silent_turn_server_is_broken(plain: Environment) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as deaf:
        deaf.bind(("127.0.0.1", 0))
        found = finding(replace(plain, stun_url=f"stun:127.0.0.1:{deaf.getsockname()[1]}"), "STUN/TURN")
    assert found.state is State.BROKEN
    assert "no answer" in found.text


def test_a_certificate_that_has_ended_is_broken(plain: Environment, tmp_path: Path) -> None:
    def certificate(days: int) -> Path:
        issued = trustme.CA().issue_cert(
            "localhost",
            not_after=datetime.now(UTC) + timedelta(days=days),
            not_before=datetime.now(UTC) - timedelta(days=9),
        )
        path = tmp_path / f"{days}.pem"
        path.write_bytes(issued.cert_chain_pems[0].bytes())
        return path

    assert finding(replace(plain, tls_certificate=certificate(5)), "HTTPS").state is State.GOOD
    ended = finding(replace(plain, tls_certificate=certificate(-2)), "HTTPS")
    assert ended.state is State.BROKEN
    assert "ended on" in ended.text


def test_a_proxy_that_nobody_counted_is_found_by_the_address_and_by_its_headers(plain: Environment) -> None:
    assert finding(plain, "Proxy").state is State.GOOD
    behind = replace(plain, public_url="https://meet.example.invalid")
    assert "TRUSTED_PROXIES" in finding(behind, "Proxy").text
    assert finding(behind, "Proxy").state is State.BROKEN
    assert finding(replace(behind, trusted_proxies=1), "Proxy").state is State.GOOD


def test_forwarding_headers_are_remembered_for_the_doctor(
    plain: Environment, monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    monkeypatch.setattr(middleware, "environment", lambda: plain)
    client.get("/healthz")
    assert finding(plain, "Proxy").state is State.GOOD
    client.get("/healthz", headers={"X-Forwarded-For": "203.0.113.9"})
    found = finding(plain, "Proxy")
    assert found.state is State.BROKEN and "forwarding headers" in found.text
    assert (plain.data_dir / middleware.PROXY_SEEN).read_bytes() == b"", "whose address it was is not kept"
    long_ago = (datetime.now(UTC) - timedelta(days=8)).timestamp()
    os.utime(plain.data_dir / middleware.PROXY_SEEN, (long_ago, long_ago))
    assert finding(plain, "Proxy").state is State.GOOD


def test_what_should_have_gone_long_ago_is_named(plain: Environment) -> None:
    PLANTS["looks"](datetime.now(UTC) - timedelta(days=3))
    found = finding(plain, "Deletion")
    assert found.state is State.BROKEN and "looks: the oldest row should have gone 3 days ago" in found.text
