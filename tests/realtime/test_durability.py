"""Acknowledged means on the disk: shown by killing the server, and by watching its system calls."""

from __future__ import annotations

import contextlib
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from django.db import connection

from leavethemeeting.accounts.models import User
from leavethemeeting.attendance.models import Claim, Event
from leavethemeeting.meetings.models import Occurrence
from leavethemeeting.shared.moments import now_ms
from tests.ports import free_port
from tests.realtime.logside import credential, environment_of_child, open_meeting, wait_until_served

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow, pytest.mark.timeout(600)]

KILLS = 50 if os.environ.get("SOAK") else 5
SENDERS = 8
SERVER = [sys.executable, "-m", "tests.realtime.child_server"]


@pytest.fixture
def occurrence(alice: User) -> Occurrence:
    return open_meeting(alice, opened_at=now_ms() - 60_000)


@contextmanager
def child(port: int, *before: str) -> Iterator[subprocess.Popen[bytes]]:
    environment = environment_of_child(LISTEN=f"127.0.0.1:{port}")
    process = subprocess.Popen([*before, *SERVER], env=environment, start_new_session=True)
    try:
        wait_until_served(port, process)
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)  # strace itself ignores it and ends with what it watches
        process.wait(20)


def batch(prefix: str, number: int, size: int = 5) -> dict[str, object]:
    now = now_ms()
    return {
        "sent_at": now,
        "events": [
            {"type": "enter", "id": f"{prefix}-{number}-{n}", "at": now, "connection": f"{prefix}-{number}-{n}",
             "name": "Bob"}
            for n in range(size)
        ],
    }  # fmt: skip


class Sender(threading.Thread):
    """Sends batches until the server is gone; remembers what was acknowledged and what was in flight."""

    def __init__(self, port: int, token: str, prefix: str) -> None:
        super().__init__()
        self.port, self.token, self.prefix = port, token, prefix
        self.acknowledged: set[str] = set()
        self.in_flight = False

    def run(self) -> None:
        headers = {"Authorization": f"Bearer {self.token}"}
        with httpx.Client(base_url=f"http://127.0.0.1:{self.port}", headers=headers, timeout=20) as client:
            for number in range(1_000_000):
                try:
                    answer = client.post("/api/v1/events", json=batch(self.prefix, number))
                except httpx.TransportError:
                    self.in_flight = True
                    return
                answer.raise_for_status()
                self.acknowledged |= {r["id"] for r in answer.json()["results"] if r["status"] == "accepted"}


@pytest.mark.parametrize("kill", range(KILLS))
def test_what_was_acknowledged_survives_a_kill(occurrence: Occurrence, kill: int) -> None:
    token, port = credential(occurrence, expires_at=now_ms() * 2), free_port()
    with child(port) as server:
        senders = [Sender(port, token, f"s{n}") for n in range(SENDERS)]
        for sender in senders:
            sender.start()
        while not all(sender.acknowledged or sender.in_flight for sender in senders):
            time.sleep(0.01)
        time.sleep(random.Random(kill).uniform(0.0, 1.0))
        server.send_signal(signal.SIGKILL)
        for sender in senders:
            sender.join()

    acknowledged = set().union(*(sender.acknowledged for sender in senders))
    assert acknowledged
    assert any(sender.in_flight for sender in senders)
    stored = set(Event.objects.values_list("id", flat=True))
    assert acknowledged <= stored
    assert set(Claim.objects.values_list("event_id", flat=True)) == stored  # whole transactions or none of them


@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed")
def test_the_disk_has_it_before_the_answer_is_written(occurrence: Occurrence, tmp_path: Path) -> None:
    """A kill cannot show this: the kernel would keep what was only written. So the order of calls is looked at."""
    token, port, trace = credential(occurrence, expires_at=now_ms() * 2), free_port(), tmp_path / "trace"
    strace = [
        "strace",
        "-f",
        "-ttt",
        "-s",
        "120",
        "-e",
        "trace=fdatasync,fsync,read,recvfrom,write,writev,sendto,sendmsg",
    ]
    with watched_database(tmp_path / "database", strace) as database, child(port, *strace, "-o", str(trace)):
        headers = {"Authorization": f"Bearer {token}"}
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", headers=headers, timeout=60) as client:
            for number in range(3):
                assert client.post("/api/v1/events", json=batch("t", number)).status_code == 200
    own = trace.read_text()
    syncs = moments(r"(fdatasync|fsync)(\(\d+\)| resumed>\)) += 0", database.read_text() if database else own)
    asked = moments(r"POST /api/v1/events HTTP", own)
    answered = moments(r"HTTP/1\.1 200 OK", own)[-3:]

    assert len(asked) == len(answered) == 3
    for request, answer in zip(asked, answered, strict=True):
        assert any(request < sync < answer for sync in syncs), (request, syncs, answer)


@contextmanager
def watched_database(trace: Path, strace: list[str]) -> Iterator[Path | None]:
    """PostgreSQL syncs in processes of its own: those that start from now on are watched."""
    if connection.vendor != "postgresql":
        yield None
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = cursor.fetchone()[0]
    postmaster = re.findall(r"PPid:\s+(\d+)", Path(f"/proc/{backend}/status").read_text())[0]
    watcher = subprocess.Popen([*strace, "-o", str(trace), "-p", postmaster], stderr=subprocess.DEVNULL)
    time.sleep(1.0)
    try:
        yield trace
    finally:
        watcher.send_signal(signal.SIGINT)
        watcher.wait(20)


def moments(pattern: str, text: str) -> list[float]:
    """When the matching calls were made; for one that was interrupted by another thread, when it ended."""
    return [float(line.split()[1]) for line in text.splitlines() if re.search(pattern, line)]
