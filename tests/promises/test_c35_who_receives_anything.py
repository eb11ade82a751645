"""C35: third parties are those that the settings switch on, each named; a default installation has none.

Turn red when the alarm is off (leave ``sys.addaudithook`` out of ``egress.install``, or ``note`` out of ``hear``), or when a
recipient is left out of ``recipients``.
"""

from __future__ import annotations

import logging
import socket
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from leavethemeeting.project import register_checks
from leavethemeeting.shared import egress
from leavethemeeting.shared.egress import UndeclaredEgress
from leavethemeeting.shared.environment import Environment, Smtp, environment
from leavethemeeting.shared.examination import State
from leavethemeeting.shared.recipients import recipients


@pytest.fixture(autouse=True)
def silence_afterwards() -> Any:
    """What is planted here is not held against the rest of the run."""
    before = egress.undeclared.copy()
    yield
    egress.undeclared.clear()
    egress.undeclared.update(before)


def as_set(monkeypatch: pytest.MonkeyPatch, **changed: Any) -> Environment:
    seen = replace(environment(), **changed)
    monkeypatch.setattr(egress, "environment", lambda: seen)
    return seen


def test_a_default_installation_has_no_third_party() -> None:
    bare = replace(environment(), smtp=None, stun_url="", turn=None)
    assert recipients(bare) == []
    own = {host.lower() for host in (bare.database.host, bare.public_host, bare.listen_host)}
    assert egress.declared_hosts(bare) - own == set()


@pytest.mark.parametrize("way", ["a name", "a connection", "a packet", "a library"])
def test_a_machine_that_nobody_declared_cannot_be_reached_unnoticed(way: str) -> None:
    with pytest.raises(UndeclaredEgress):
        if way == "a name":
            socket.getaddrinfo("metrics.example.net", 443)
        elif way == "a connection":
            with socket.socket() as line:
                line.connect(("198.51.100.7", 443))
        elif way == "a packet":
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
                line.sendto(b"who was there", ("198.51.100.7", 53))
        else:
            import urllib.request

            urllib.request.urlopen("http://metrics.example.net/collect", timeout=1)
    assert sum(egress.undeclared.values()) >= 1


def test_what_is_declared_is_let_through(monkeypatch: pytest.MonkeyPatch) -> None:
    as_set(monkeypatch, smtp=Smtp("relay.invalid", 25, "", "", "none"))
    with pytest.raises(socket.gaierror):  # asked, and not there
        socket.getaddrinfo("relay.invalid", 25)
    with socket.create_server(("127.0.0.1", 0)) as here:
        socket.create_connection(here.getsockname(), timeout=1).close()


def test_addresses_of_a_declared_name_are_declared(monkeypatch: pytest.MonkeyPatch) -> None:
    as_set(monkeypatch, smtp=Smtp("relay.example.org", 25, "", "", "none"))
    look_up = egress._remembering(lambda *_a, **_k: [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("203.0.113.5", 25))])
    monkeypatch.setattr(egress, "_resolved", set())
    look_up("elsewhere.example.org", 25)
    assert not egress.is_declared("203.0.113.5")
    look_up("relay.example.org", 25)
    assert egress.is_declared("203.0.113.5") and not egress.is_declared("203.0.113.6")


def test_in_production_it_is_logged_counted_and_told_by_the_doctor(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    seen = as_set(monkeypatch, testing=False, data_dir=tmp_path)
    assert register_checks.egress_of(seen).state is State.GOOD
    with caplog.at_level(logging.ERROR), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        for _time in range(2):
            egress.hear("socket.sendto", (line, ("198.51.100.7", 53)))
    assert egress.noted(tmp_path) == {"198.51.100.7": 2} and caplog.text.count("198.51.100.7") == 1
    told = register_checks.egress_of(seen)
    assert told.state is State.BROKEN and "198.51.100.7 (2 times)" in told.text


@pytest.mark.django_db
def test_the_register_is_on_the_page(client: Client) -> None:
    assert "nobody outside of it receives anything" in client.get("/privacy/").content.decode()
