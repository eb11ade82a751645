"""Intake over HTTP, end to end: every event committed before its request is answered. PostgreSQL only.

Limit E: the database's own ``INSERT … SELECT`` of the same rows. Peer: ``benchmarks/peer`` (django-ninja and the
ORM) under gunicorn with eight threads. The same requests, from the same client, in the same run.

    python tools/with_postgres.py python -m benchmarks.http
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from functools import partial

from benchmarks import installation
from benchmarks.pairs import Ratio, Sheet, paired, summary

VENDOR = installation.prepare()

from django.db import connection  # noqa: E402 -- Django must be set up first

from benchmarks import direct  # noqa: E402 -- as above
from benchmarks.served import TOKEN, cpu_s, family, free_port, open_meeting, parent, serving  # noqa: E402 -- as above
from leavethemeeting.realtime.scribe import Scribe  # noqa: E402 -- as above
from leavethemeeting.realtime.sql.log import events_of  # noqa: E402 -- as above
from leavethemeeting.shared.environment import environment  # noqa: E402 -- as above

INSIDE = "INSERT INTO attendance_event SELECT * FROM beside ON CONFLICT DO NOTHING"
PEER = ("-m", "gunicorn", "--threads", "8", "--keep-alive", "60", "--log-level", "error", "benchmarks.peer.wsgi")
#: Events to a request: clients, events of ours, events of the peer, and the gates ÷ E, ÷ the peer, µs of CPU an event.
SHAPES = {
    1: (64, 2_000, 300, None, 12.0, 80),
    50: (16, 20_000, 4_000, 0.25, 4.0, 13),
    500: (16, 30_000, 8_000, 0.33, 4.0, 8),
}
SINGLES = 400
AIMS = {1: ("7.1", "28", "54"), 50: ("0.37", "8.1", "8.6"), 500: ("0.46", "6.8", "5.0")}


class Load:
    """``clients`` that send ``events`` in requests of ``size``, each time they are asked."""

    def __init__(self, port: int, token: str, clients: int, size: int, events: int) -> None:
        pipe = subprocess.PIPE
        self._process = subprocess.Popen([sys.executable, "-m", "benchmarks.load"], stdin=pipe, stdout=pipe, text=True)
        self.events = events
        order = {"port": port, "path": "/api/v1/events", "token": token, "clients": clients, "size": size}
        self._say(json.dumps({**order, "events": events}))

    def _say(self, line: str) -> str:
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            raise RuntimeError("the load ended")
        return answer

    def run(self) -> float:
        """Send all of them; seconds per event."""
        return float(self._say("")) / self.events

    def close(self) -> None:
        self._process.kill()
        self._process.wait()


def sql(text: str) -> int:
    """Run one statement; the first number it gives, if any."""
    with connection.cursor() as cursor:
        cursor.execute(text)
        return int(cursor.fetchone()[0]) if cursor.description else 0


def stored(table: str, load: Load) -> None:
    found = sql(f"SELECT count(*) FROM {table}")
    assert found == load.events, f"{found} of {load.events} events are in {table}"


def emptied(table: str) -> None:
    sql(f"TRUNCATE {table}")


def against_the_limit(sheet: Sheet, load: Load, size: int, gate: float) -> None:
    """Events a second ÷ those of E."""
    load.run()
    stored("attendance_event", load)
    sql("CREATE TABLE beside AS SELECT * FROM attendance_event")
    found = paired(partial(sql, INSIDE), load.run, before=partial(emptied, "attendance_event"), repetitions=5)
    sql("DROP TABLE beside")
    sheet.line(f"{size} to a request: rate ÷ E", found, gate=gate, aim=AIMS[size][0], more_is_better=True)


def against_single_inserts(sheet: Sheet, load: Load) -> None:
    """64 clients' events a second ÷ those of one connection with one bare INSERT each."""
    load.run()
    scribe = Scribe(environment().database)
    scribe.connect()
    [[occurrence]] = scribe.run(lambda tx: tx.rows("SELECT occurrence_id FROM attendance_event LIMIT 1"))
    rows = [event for _, event in scribe.run(events_of(occurrence))]
    scribe.close()
    ratios = []
    for repetition in range(6):
        emptied("attendance_event")
        began = time.perf_counter()
        direct.bare(environment().database, rows[:SINGLES])
        one = (time.perf_counter() - began) / SINGLES
        emptied("attendance_event")
        own = load.run()
        if repetition:
            ratios.append(one / own)
    found = summary(ratios)
    sheet.line("1 to a request: rate ÷ single INSERTs", found, gate=4.0, aim=AIMS[1][0], more_is_better=True)


def against_the_peer(sheet: Sheet, ours: Load, peer: Load, pids: tuple[int, int], size: int, gate: float) -> None:
    """In processor time of the server and the database, which decides the rate when the machine is full.

    By the clock the peer's eight threads and eight database processes get more of a busy machine than our one writer.
    """
    postmaster = parent(sql("SELECT pg_backend_pid()"))
    clocks, ratios = [], []
    for repetition in range(5):
        costs, seconds = [], []
        for load, table, pid in ((peer, "peer_event", pids[1]), (ours, "attendance_event", pids[0])):
            emptied(table)
            before = cpu_s(*family(pid), *family(postmaster))
            seconds.append(load.run())
            costs.append((cpu_s(*family(pid), *family(postmaster)) - before) / load.events)
            stored(table, load)
        if repetition:
            clocks.append(seconds[0] / seconds[1])
            ratios.append(costs[0] / costs[1])
    name = f"{size} to a request: the peer's CPU ÷ ours"
    sheet.line(name, summary(ratios), gate=gate, aim=AIMS[size][1], more_is_better=True)
    sheet.info(
        f"{size} to a request: rate ÷ the peer's, by the clock",
        summary(clocks),
        wanted=f"≥ {gate:g}",
        aim=AIMS[size][1],
    )


def cpu_of_an_event(load: Load, pid: int) -> Ratio:
    """Microseconds of the server's processor time."""
    spent = []
    for _ in range(4):
        emptied("attendance_event")
        before = cpu_s(pid)
        load.run()
        spent.append((cpu_s(pid) - before) / load.events * 1e6)
    return summary(spent)


def measure(sheet: Sheet, port: int, pid: int, peer_port: int, peer_pid: int, size: int) -> None:
    clients, count, peers, share, times, most_us = SHAPES[size]
    ours = Load(port, TOKEN, clients, size, count)
    peer = Load(peer_port, TOKEN, clients, size, peers)
    try:
        if share is None:
            against_single_inserts(sheet, ours)
        else:
            against_the_limit(sheet, ours, size, share)
        against_the_peer(sheet, ours, peer, (pid, peer_pid), size, times)
        found = cpu_of_an_event(ours, pid)
        sheet.info(f"{size} to a request: µs of CPU an event", found, wanted=f"≤ {most_us}", aim=AIMS[size][2])
    finally:
        ours.close()
        peer.close()


def main() -> int:
    if VENDOR != "postgresql":
        sys.exit("This one needs PostgreSQL: python tools/with_postgres.py python -m benchmarks.http")
    sheet, port, peer_port = Sheet(), free_port(), free_port()
    open_meeting()
    own = {"PEER_TOKEN": TOKEN, "DJANGO_SETTINGS_MODULE": "benchmarks.peer.settings"}
    with serving(port) as pid, serving(peer_port, *PEER, "--bind", f"127.0.0.1:{peer_port}", **own) as peer_pid:
        sheet.head(f"Intake over HTTP on {VENDOR}, every event committed before the answer")
        for size in SHAPES:
            measure(sheet, port, pid, peer_port, peer_pid, size)
    return sheet.close()


if __name__ == "__main__":
    sys.exit(main())
