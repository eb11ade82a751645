"""Telling dashboards: what one more costs, against a bare loop of ``send()`` of the same bytes.

A real server process, and the dashboards in another one; everything stays on loopback and is bounded.

    python -m benchmarks.fanout          # BENCH_SUBSCRIBERS=200 on a small machine
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import subprocess
import sys
import time
from typing import Any

from benchmarks import installation
from benchmarks.pairs import Ratio, Sheet, summary
from benchmarks.sink import bare_send_s

VENDOR = installation.prepare()

import httpx  # noqa: E402 -- Django must be set up first

from benchmarks.served import (  # noqa: E402 -- as above
    TOKEN,
    cpu_s,
    free_port,
    many_files,
    now_ms,
    open_meeting,
    rss_kb,
    serving,
    ticket,
)
from leavethemeeting.meetings.models import Occurrence  # noqa: E402 -- as above

MANY, FEW = int(os.environ.get("BENCH_SUBSCRIBERS", "1000")), 20
SECONDS, ROUNDS = 3, 5
P99_MS = {1000: 50, 4000: 100}  # events a second: milliseconds


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


def cost(port: int, pid: int, rate: int, boards: Dashboards) -> Ratio:
    """Server CPU of one delivery ÷ one bare ``send()`` of as many bytes, to as many, as often."""
    ratios = []
    for _ in range(ROUNDS):
        boards.seen()
        before = cpu_s(pid)
        asyncio.run(submit(port, rate, 1))
        time.sleep(0.5)
        spent, seen = cpu_s(pid) - before, boards.seen()
        assert seen["frames"], "no dashboard was told anything"
        bare = bare_send_s(MANY, seen["bytes"] // seen["frames"], rounds=2 * rate, every_s=1 / rate)
        ratios.append(spent / seen["frames"] / bare)
    return summary(ratios)


def few(sheet: Sheet) -> None:
    """How soon dashboards know."""
    port, occurrence = free_port(), open_meeting()
    with serving(port):
        sheet.head(f"Telling {FEW} dashboards on {VENDOR} (p99 of event → dashboard ÷ what is wanted)")
        boards = Dashboards(port, occurrence, FEW)
        for rate, most_ms in P99_MS.items():
            late = []
            for _ in range(3):
                boards.seen()
                asyncio.run(submit(port, rate, rate // 50))
                time.sleep(0.5)
                took = sorted(boards.seen()["late"])
                assert len(took) >= FEW * rate * SECONDS * 0.99, f"only {len(took)} were told"
                late.append(took[int(len(took) * 0.99)] / most_ms)
            name = f"{rate} events a second ÷ {most_ms} ms"
            sheet.line(name, summary(late), gate=1.0, aim="0.07", more_is_better=False)
        boards.close()


def crowd(sheet: Sheet) -> None:
    """What each of many costs."""
    port, occurrence = free_port(), open_meeting()
    with serving(port) as pid:
        sheet.head(f"Telling {MANY} dashboards on {VENDOR} (server CPU per delivery ÷ a bare send() of the same bytes)")
        Dashboards(port, occurrence, FEW).close()  # warm
        before = rss_kb(pid)
        boards = Dashboards(port, occurrence, MANY)
        grown = (rss_kb(pid) - before) / MANY / 16
        for rate in (10, 50):
            found = cost(port, pid, rate, boards)
            sheet.line(f"{rate} events a second", found, gate=3.5, aim="1.5–2.1", more_is_better=False)
        boards.close()
        name = "memory of one more ÷ 16 KB"
        sheet.line(name, Ratio(grown, grown, grown), gate=1.0, aim="0.7", more_is_better=False)


def main() -> int:
    many_files()
    logging.getLogger("httpx").setLevel(logging.WARNING)  # it would print a line for every request
    sheet = Sheet()
    few(sheet)
    crowd(sheet)
    return sheet.close()


if __name__ == "__main__":
    sys.exit(main())
