"""The trap around the journeys: what is planted is found, whichever program did it, and what is nobody's turns a run red (C35)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tools.egress_trap import name_in, no_such_name, target_of

from leavethemeeting.shared.environment import Smtp, environment
from tests.journeys.leaving import BROWSERS, attempts, trap, undeclared

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = {
    "a name, by Python": "python3 -c 'import socket; socket.getaddrinfo(\"planted.example.net\", 443)'",
    "a name, by a C program": "getent hosts planted.example.net",
    "an address": "python3 -c 'import socket; s = socket.socket(); s.settimeout(.3); s.connect((\"203.0.113.9\", 443))'",
    "a packet": 'python3 -c \'import socket; socket.socket(2, 2).sendto(b"x", ("203.0.113.9", 53))\'',
    "IPv6": "python3 -c 'import socket; s = socket.socket(socket.AF_INET6); s.settimeout(.3); s.connect((\"2001:db8::9\", 443))'",
    "another process, later": "(sleep .2; echo x > /dev/udp/203.0.113.9/53) & wait",
}
TARGETS = {
    "planted.example.net",
    "203.0.113.9 port 443 (tcp)",
    "203.0.113.9 port 53 (udp)",
    "2001:db8::9 port 443 (tcp)",
}


def in_the_trap(command: str, tmp_path: Path) -> Path:
    """The log of ``command``; skips where no trap can stand, and says why."""
    kept = tmp_path / "log"
    done = subprocess.run(
        ["bash", "tools/hermetic.sh", "bash", "-c", f'{command}; sleep .3; cp "${{LEAVETHEMEETING_EGRESS_LOG:-/dev/null}}" {kept}'],
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    if not kept.exists() or not kept.read_text():
        pytest.skip(f"no network namespace here: {done.stderr.strip()[:200]}")
    if trap(kept) != "stands":
        pytest.skip(f"no trap here: {trap(kept)}")
    return kept


@pytest.mark.parametrize("how", PROGRAMS)
def test_whatever_tries_to_leave_is_found(how: str, tmp_path: Path) -> None:
    found = undeclared(attempts(in_the_trap(PROGRAMS[how], tmp_path)), environment())
    assert found and set(found) <= TARGETS


def test_loopback_and_silence_are_nothing(tmp_path: Path) -> None:
    command = "python3 -c 'import socket; s = socket.create_server((\"127.0.0.1\", 0)); socket.create_connection(s.getsockname())'"
    log = in_the_trap(f"{command}; getent hosts localhost", tmp_path)
    assert undeclared(attempts(log), environment()) == []


def test_a_planted_request_turns_a_run_of_journeys_red(tmp_path: Path) -> None:
    """The very check that the journeys have, around a journey that does nothing but talk to somebody."""
    folder = ROOT / "tests/journeys"
    planted = folder / f"test_planted_{os.getpid()}.py"
    planted.write_text(
        '"""Planted by a test."""\n\nimport subprocess\n\n\ndef test_talks() -> None:\n'
        '    subprocess.run(["getent", "hosts", "metrics.example.net"], check=False)\n'
    )
    try:
        done = subprocess.run(
            ["bash", "tools/hermetic.sh", sys.executable, "-m", "pytest", "-q", "-p", "no:randomly", "-p", "no:cacheprovider", str(planted)],
            cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
    finally:
        planted.unlink()
    if (
        "No network namespaces" in done.stderr
        or "Not checked what left: " in done.stdout.partition("warnings summary")[2]
    ):
        pytest.skip("no trap here")
    assert done.returncode != 0 and "metrics.example.net" in done.stdout and "1 passed" in done.stdout


def test_what_the_register_names_may_be_asked_for() -> None:
    seen = replace(environment(), smtp=Smtp("relay.example.org", 25, "", "", "none"))
    told: list[dict[str, Any]] = [
        {"name": "relay.example.org"},
        {"name": "other.example.org"},
        {"to": "203.0.113.9", "port": 1, "how": "tcp"},
    ]
    assert undeclared(told, seen) == ["other.example.org", "203.0.113.9 port 1 (tcp)"]


def test_browsers_own_calls_are_listed_by_name_and_with_a_reason() -> None:
    """Machines of the same companies that the product might use by mistake, for letters or signing in, are not among them."""
    assert all(reason for reason in BROWSERS.values())
    own = (
        "update.googleapis.com",
        "firefox.settings.services.mozilla.com",
        "aus5.mozilla.org",
        "optimizationguide-pa.googleapis.com",
    )
    others = (
        "fonts.googleapis.com",
        "accounts.google.com",
        "oauth2.googleapis.com",
        "people.googleapis.com",
        "google.com.example.net",
    )
    assert undeclared([{"name": name} for name in (*own, *others)], environment()) == list(others)


def test_packets_and_questions_are_read_right() -> None:
    four = bytes([0x45, 0, 0, 24, 0, 0, 0, 0, 64, 6, 0, 0, 0, 0, 0, 0, 203, 0, 113, 9, 0, 1, 1, 187])
    assert target_of(four) == {"to": "203.0.113.9", "port": 443, "how": "tcp"}
    assert target_of(four[:16] + bytes([224, 0, 0, 251]) + four[20:]) is None  # multicast asks the own network
    assert target_of(b"") is None and target_of(four[:10]) is None
    question = b"\x12\x34\x01\x00\x00\x01" + bytes(6) + b"\x07planted\x07EXAMPLE\x03net\x00\x00\x01\x00\x01"
    assert name_in(question) == "planted.example.net"
    answer = no_such_name(question)
    assert answer[:2] == question[:2] and answer[3] & 15 == 3 and answer[12:] == question[12:]


def test_the_log_says_first_whether_the_trap_stood(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_text(json.dumps({"trap": "OSError: no /dev/net/tun"}) + "\n")
    assert trap(log).startswith("OSError") and attempts(log) == []
