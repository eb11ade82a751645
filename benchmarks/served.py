"""What the benchmarks of a running server share: an open meeting, the processes, and what they use.

Import ``installation`` and prepare it first.
"""

from __future__ import annotations

import hashlib
import os
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from leavethemeeting.accounts.models import User
from leavethemeeting.attendance.models import Credential
from leavethemeeting.domain.events import SourceKind
from leavethemeeting.meetings.models import Meeting, Occurrence, Opening
from leavethemeeting.shared import tickets
from leavethemeeting.shared.environment import environment

TOKEN = "ltm_benchmark"


def many_files() -> None:
    """As many connections as the machine allows."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def now_ms() -> int:
    return time.time_ns() // 1_000_000


def open_meeting() -> Occurrence:
    """A meeting that has been open for a minute; TOKEN may send to it, and to no other."""
    Credential.objects.all().delete()
    owner = User.objects.create(email=f"alice-{time.time_ns()}@example.org")
    meeting = Meeting.objects.create(owner=owner, title="Benchmark")
    occurrence = Occurrence.objects.create(meeting=meeting, first_opened_at=now_ms() - 60_000)
    Opening.objects.create(occurrence=occurrence, opened_at=now_ms() - 60_000, opened_by=owner)
    Credential.objects.create(
        meeting=meeting, source_kind=SourceKind.WEBHOOK, label="benchmark", made_at=now_ms(),
        expires_at=now_ms() + 3_600_000, token_sha256=hashlib.sha256(TOKEN.encode()).hexdigest(),
    )  # fmt: skip
    return occurrence


def ticket(occurrence: Occurrence) -> str:
    """For one dashboard."""
    meeting = occurrence.meeting
    held = tickets.Ticket(
        tickets.Purpose.DASHBOARD, meeting.id, occurrence.id, now_ms() + 50_000, tickets.new_nonce(),
        user=meeting.owner_id,
    )  # fmt: skip
    return tickets.issue(held, secret_key=environment().secret_key)


@contextmanager
def serving(port: int, *command: str, **variables: str) -> Iterator[int]:
    """A server on ``port`` (ours, unless another Python ``command`` is given); its process id."""
    own = {**os.environ, "LISTEN": f"127.0.0.1:{port}", "PUBLIC_URL": f"http://127.0.0.1:{port}", **variables}
    process = subprocess.Popen([sys.executable, *(command or ("-m", "benchmarks.server"))], env=own)
    try:
        _until_it_listens(port, process)
        yield process.pid
    finally:
        process.terminate()
        process.wait(20)


def _until_it_listens(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}")
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("the server did not answer")


def family(pid: int) -> list[int]:
    """``pid`` and the processes it started."""
    started = [
        int(one) for listed in Path(f"/proc/{pid}/task").glob("*/children") for one in listed.read_text().split()
    ]
    return [pid, *started]


def parent(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def cpu_s(*pids: int) -> float:
    """Seconds of processor time of all threads of ``pids`` so far."""
    spent = 0
    for pid in pids:
        for schedstat in Path(f"/proc/{pid}/task").glob("*/schedstat"):
            spent += int(schedstat.read_text().split()[0])
    return spent / 1e9


def rss_kb(pid: int) -> int:
    found = next(line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmRSS"))
    return int(found.split()[1])
