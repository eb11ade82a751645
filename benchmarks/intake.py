"""Writing evidence: batches through the one writer against what the database itself can do with the same rows.

Limit E: ``INSERT … SELECT … ON CONFLICT DO NOTHING`` of the same rows from a table beside it, in one
statement. Peers: the same events one transaction each, as handlers without a queue would write them (``direct``).

    python -m benchmarks.intake                      # SQLite
    python tools/with_postgres.py python -m benchmarks.intake
"""

from __future__ import annotations

import asyncio
import os
import sys
from functools import partial
from uuid import UUID

from benchmarks import installation
from benchmarks.pairs import Sheet, paired

VENDOR = installation.prepare()

from benchmarks import direct  # noqa: E402 -- Django must be set up first
from leavethemeeting.attendance.payloads import Detail, NewEvent, new_event  # noqa: E402 -- as above
from leavethemeeting.domain.events import EventType, SourceKind  # noqa: E402 -- as above
from leavethemeeting.realtime.scribe import Scribe  # noqa: E402 -- as above
from leavethemeeting.realtime.sql.connect import Transaction  # noqa: E402 -- as above
from leavethemeeting.realtime.sql.log import Inserted  # noqa: E402 -- as above
from leavethemeeting.realtime.writer import Writer  # noqa: E402 -- as above
from leavethemeeting.shared.environment import environment  # noqa: E402 -- as above
from leavethemeeting.shared.ids import new_id  # noqa: E402 -- as above

ROWS = int(os.environ.get("BENCH_ROWS", "20000"))
SINGLES = ROWS // 20
T0 = 1_790_000_000_000
INSIDE = "INSERT INTO attendance_event SELECT * FROM beside WHERE true ON CONFLICT DO NOTHING"


def heartbeats() -> list[NewEvent]:
    return [
        new_event(
            meeting_id=UUID(int=1), occurrence_id=UUID(int=2), source_ref="key:benchmark", id=str(new_id()),
            source_kind=SourceKind.WEBHOOK, type=EventType.HEARTBEAT, at=T0 + n, until=T0 + n + 300_000,
            connection_ref=f"c{n % 500}", received_at=T0, sent_at=T0, detail=Detail(count=10),
        )
        for n in range(ROWS)
    ]  # fmt: skip


def statement(scribe: Scribe, text: str) -> None:
    def run(transaction: Transaction) -> None:
        transaction.execute(text)

    scribe.run(run)


def tell_nobody(_inserted: Inserted) -> None:
    """Nobody follows."""


async def through_the_writer(events: list[NewEvent], size: int, clients: int) -> None:
    """``clients`` at once, each sending its next batch when its last one is acknowledged."""
    writer = Writer(environment().database, tell_nobody)
    await writer.start()
    batches = iter([events[first : first + size] for first in range(0, len(events), size)])

    async def client() -> None:
        for batch in batches:
            outcomes = await writer.submit(batch)
            assert all(outcome.status == "accepted" for outcome in outcomes)

    await asyncio.gather(*(client() for _ in range(clients)))
    await writer.stop()


def written(events: list[NewEvent], size: int, clients: int) -> None:
    asyncio.run(through_the_writer(events, size, clients))


def main() -> int:
    scribe, events, sheet = Scribe(environment().database), heartbeats(), Sheet()
    scribe.connect()
    empty = partial(statement, scribe, f"{'TRUNCATE' if VENDOR == 'postgresql' else 'DELETE FROM'} attendance_event")
    for first in range(0, ROWS, 1_000):
        scribe.insert([events[first : first + 1_000]])
    statement(scribe, "CREATE TABLE beside AS SELECT * FROM attendance_event")
    sheet.head(f"Writing evidence on {VENDOR} (time ÷ the database's own INSERT … SELECT of the same rows)")
    for size, gate in ((50, 4.0), (500, 3.0)):
        found = paired(partial(written, events, size, 16), partial(statement, scribe, INSIDE), before=empty)
        sheet.line(f"batches of {size}, 16 clients", found, gate=gate, aim="2", more_is_better=False)
    sheet.head(f"The queue on {VENDOR} (time of the same events written directly ÷ time through the writer)")
    few, database = events[:SINGLES], environment().database
    found = paired(partial(direct.pooled, database, few), partial(written, few, 1, 256), before=empty)
    sheet.line("256 clients ÷ a pool of 16 bare INSERTs", found, gate=4.0, aim="7.7", more_is_better=True)
    found = paired(partial(direct.one_by_one, database, few), partial(written, few, 1, 1), before=empty)
    sheet.line("1 client ÷ the same transaction on one connection", found, gate=0.75, aim="0.95", more_is_better=True)
    statement(scribe, "DROP TABLE beside")
    scribe.close()
    return sheet.close()


if __name__ == "__main__":
    sys.exit(main())
