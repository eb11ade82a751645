"""Telling dashboards: what one more costs, against a bare loop of ``send()`` of the same bytes.

A real server process, and the dashboards in another one; everything stays on loopback and is bounded.

    python -m benchmarks.fanout          # BENCH_SUBSCRIBERS=200 on a small machine
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import os
import resource
import selectors
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from benchmarks import installation
from benchmarks.pairs import Ratio, Sheet, summary

VENDOR = installation.prepare()

import httpx  # noqa: E402 -- Django must be set up first

from leavethemeeting.accounts.models import User  # noqa: E402 -- as above
from leavethemeeting.attendance.models import Credential  # noqa: E402 -- as above
from leavethemeeting.domain.events import SourceKind  # noqa: E402 -- as above
from leavethemeeting.meetings.models import Meeting, Occurrence, Opening  # noqa: E402 -- as above
from leavethemeeting.shared import tickets  # noqa: E402 -- as above
from leavethemeeting.shared.environment import environment  # noqa: E402 -- as above

MANY, FEW = int(os.environ.get("BENCH_SUBSCRIBERS", "1000")), 20
SECONDS, ROUNDS = 3, 3
TOKEN = "ltm_benchmark"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def now_ms() -> int:
    return time.time_ns() // 1_000_000


def open_meeting() -> Occurrence:
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
    meeting = occurrence.meeting
    held = tickets.Ticket(
        tickets.Purpose.DASHBOARD,
        meeting.id,
        occurrence.id,
        now_ms() + 50_000,
        tickets.new_nonce(),
        user=meeting.owner_id,
    )
    return tickets.issue(held, secret_key=environment().secret_key)


def cpu_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def rss_kb(pid: int) -> int:
    found = next(line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmRSS"))
    return int(found.split()[1])


def started(port: int) -> subprocess.Popen[bytes]:
    own = {**os.environ, "LISTEN": f"127.0.0.1:{port}", "PUBLIC_URL": f"http://127.0.0.1:{port}"}
    process = subprocess.Popen([sys.executable, "-m", "benchmarks.server"], env=own)
    for _ in range(300):
        try:
            httpx.get(f"http://127.0.0.1:{port}/api/v1/openapi.json")
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return process
    process.kill()
    raise RuntimeError("the server did not answer")


class Dashboards:
    """``count`` of them, watching."""

    def __init__(self, port: int, occurrence: Occurrence, count: int) -> None:
        pipe = subprocess.PIPE
        command = [sys.executable, "-m", "benchmarks.subscribers", str(port)]
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True)
        self._say(json.dumps([ticket(occurrence) for _ in range(count)]))
        if self._hear() != "ready\n":
            raise RuntimeError("the dashboards did not begin")

    def _say(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()

    def _hear(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()

    def seen(self) -> dict[str, Any]:
        """What came since this was asked last."""
        self._say("")
        found: dict[str, Any] = json.loads(self._hear())
        return found

    def close(self) -> None:
        self._process.kill()
        self._process.wait()


async def submit(port: int, rate: int, batch: int) -> None:
    """``rate`` events a second, ``batch`` to a request, each with the moment it was sent as its name."""
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=10) as client:
        due, headers = time.monotonic(), {"authorization": f"Bearer {TOKEN}"}
        for _ in range(rate * SECONDS // batch):
            due += batch / rate
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            stamps = [time.monotonic_ns() + n for n in range(batch)]
            events = [
                {"type": "enter", "id": f"benchmark-{s}", "at": now_ms(), "connection": f"c{s}", "name": f"t{s}"}
                for s in stamps
            ]
            answer = await client.post("/api/v1/events", json={"sent_at": now_ms(), "events": events}, headers=headers)
            assert {result["status"] for result in answer.json()["results"]} == {"accepted"}, answer.text


def bare_send_s(count: int, size: int, rounds: int) -> float:
    """CPU seconds of one ``send()`` of ``size`` bytes: this thread's alone, while another one reads."""
    listener, readers, over = socket.create_server(("127.0.0.1", 0), backlog=count), selectors.DefaultSelector(), False
    senders = []
    for _ in range(count):
        senders.append(socket.create_connection(listener.getsockname()))
        readers.register(listener.accept()[0], selectors.EVENT_READ)

    def read() -> None:
        while not over:
            for key, _ in readers.select(0.05):
                assert isinstance(key.fileobj, socket.socket)
                key.fileobj.recv(262_144)

    thread = threading.Thread(target=read)
    thread.start()
    data, began = bytes(size), time.thread_time()
    for _ in range(rounds):
        for sender in senders:
            sender.send(data)
    spent = time.thread_time() - began
    over = True
    thread.join()
    for one in [*senders, *(key.fileobj for key in list(readers.get_map().values()))]:
        assert isinstance(one, socket.socket)
        one.close()
    listener.close()
    return spent / (count * rounds)


def cost(port: int, pid: int, rate: int, boards: Dashboards) -> Ratio:
    """Server CPU of one delivery ÷ one bare ``send()`` of as many bytes."""
    ratios = []
    for _ in range(ROUNDS):
        boards.seen()
        before = cpu_s(pid)
        asyncio.run(submit(port, rate, 1))
        time.sleep(0.5)
        spent, seen = cpu_s(pid) - before, boards.seen()
        assert seen["frames"], "no dashboard was told anything"
        each = spent / seen["frames"]
        ratios.append(each / bare_send_s(MANY, seen["bytes"] // seen["frames"], 30))
    return summary(ratios)


def main() -> int:
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    logging.getLogger("httpx").setLevel(logging.WARNING)  # it would print a line for every request
    sheet, port, occurrence = Sheet(), free_port(), open_meeting()
    server = started(port)
    try:
        sheet.head(f"Telling {FEW} dashboards of 1000 events a second (p99 ÷ 50 ms)")
        boards = Dashboards(port, occurrence, FEW)
        late = []
        for _ in range(ROUNDS):
            boards.seen()
            asyncio.run(submit(port, 1000, 10))
            time.sleep(0.5)
            took = sorted(boards.seen()["late"])
            assert len(took) >= FEW * 1000 * SECONDS * 0.99, f"only {len(took)} were told"
            late.append(took[int(len(took) * 0.99)] / 50)
        boards.close()
        sheet.line("event → dashboard", summary(late), gate=1.0, aim="0.07", more_is_better=False)
    finally:
        server.terminate()
        server.wait(20)
    return crowd(sheet)


def crowd(sheet: Sheet) -> int:
    Credential.objects.all().delete()
    port, occurrence = free_port(), open_meeting()
    server = started(port)
    try:
        sheet.head(f"Telling {MANY} dashboards (server CPU per delivery ÷ a bare send() of the same bytes)")
        Dashboards(port, occurrence, FEW).close()  # warm
        before = rss_kb(server.pid)
        boards = Dashboards(port, occurrence, MANY)
        grown = (rss_kb(server.pid) - before) / MANY / 16
        for rate in (10, 50):
            found = cost(port, server.pid, rate, boards)
            sheet.line(f"{rate} events a second", found, gate=3.5, aim="1.5–2.1", more_is_better=False)
        boards.close()
        name = "memory of one more ÷ 16 KB"
        sheet.line(name, Ratio(grown, grown, grown), gate=1.5, aim="0.7", more_is_better=False)
    finally:
        server.terminate()
        server.wait(20)
    return sheet.close()


if __name__ == "__main__":
    sys.exit(main())
