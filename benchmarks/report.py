"""A report of 10 000 attendees and 1 000 000 events, fetched and computed, with its curves.

The evidence of presence is packed by the first who reads it (attendance/packs.py), as the tallies are kept by the
writer; what the first one waits is a line of its own.

Limit: the union of intervals, the concurrency curve and the counts over arrays that are in memory already (NumPy).
Peer: what one writes in an afternoon with pandas (``select *``, group by attendee, walk the rows, a mask per minute).
Beside it the attendance file as CSV; limit: the same cells joined by commas and encoded.
"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Iterator
from functools import partial
from uuid import UUID

from benchmarks import installation
from benchmarks.pairs import Sheet, paired

ATTENDEES = int(os.environ.get("BENCH_ATTENDEES", "10000"))
EVENTS = int(os.environ.get("BENCH_EVENTS", "1000000"))
START = 1_790_000_000_000
LONG_MS = 3_600_000
KINDS = ("chat", "reaction", "hand_up", "hand_down", "mic_on", "mic_off")


def stays(dice: random.Random) -> list[tuple[int, int, int]]:
    """(attendee, entered, exited): two and a half stays each, most of them early to late."""
    made = []
    for attendee in range(ATTENDEES):
        at = START + int(dice.expovariate(1 / 120_000))
        for _stay in range(dice.choice((2, 2, 3, 3))):
            until = min(at + int(dice.uniform(300_000, 1_600_000)), START + LONG_MS)
            if until > at:
                made.append((attendee, at, until))
            at = until + int(dice.uniform(31_000, 200_000))
    return made


def fill(vendor: str) -> tuple[UUID, list[tuple[int, int, int]]]:
    """Write the meeting and its evidence. Presence goes through the writer's hand; the rest is made by the database."""
    from django.db import connection

    from leavethemeeting.accounts.models import User
    from leavethemeeting.meetings.models import Meeting, Occurrence, Opening
    from leavethemeeting.realtime.scribe import Scribe
    from leavethemeeting.shared.environment import environment

    host = User.objects.create_user("host@example.org", None, name="Host")
    meeting = Meeting.objects.create(owner=host, title="Ten thousand")
    occurrence = Occurrence.objects.create(
        meeting=meeting, scheduled_start_at=START, scheduled_end_at=START + LONG_MS, first_opened_at=START
    )
    Opening.objects.create(occurrence=occurrence, opened_at=START, closed_at=START + LONG_MS, close_reason="host")
    connection.close()
    spans = stays(random.Random(7))
    scribe = Scribe(environment().database)
    scribe.connect()
    events = list(presence(meeting.id, occurrence.id, spans))
    for first in range(0, len(events), 1000):
        scribe.insert([events[first : first + 1000]])
    scribe.close()
    interactions(vendor, meeting.id, occurrence.id, EVENTS - len(events))
    return occurrence.id, spans


def presence(meeting: UUID, occurrence: UUID, spans: list[tuple[int, int, int]]):  # type: ignore[no-untyped-def]  # -- a generator of NewEvent, imported late
    """An enter and an exit for every stay, with the attendee's claim on the entrance."""
    from leavethemeeting.attendance.payloads import ClaimFields, Detail, new_event
    from leavethemeeting.domain.events import EventType, SourceKind

    for number, (attendee, at, until) in enumerate(spans):
        told = partial(
            new_event, meeting_id=meeting, occurrence_id=occurrence, source_ref=f"room:{attendee:032x}",
            source_kind=SourceKind.ROOM, connection_ref=f"{number:032x}",
        )  # fmt: skip
        claim = ClaimFields(attendee_id=UUID(int=attendee + 1), name=f"Attendee {attendee}", role="participant")
        yield told(id=f"enter-{number:x}", type=EventType.ENTER, at=at, received_at=at, claim=claim)
        yield told(
            id=f"exit-{number:x}", type=EventType.EXIT, at=until, received_at=until, detail=Detail(reason="left")
        )


def interactions(vendor: str, meeting: UUID, occurrence: UUID, count: int) -> None:
    """``count`` interactions and their tallies, written by the database itself."""
    from django.db import connection

    cast = "uuid" if vendor == "postgresql" else "text"
    ids = (str(meeting), str(occurrence)) if vendor == "postgresql" else (meeting.hex, occurrence.hex)
    numbers = (
        f"SELECT n FROM generate_series(1, {count}) AS s(n)"
        if vendor == "postgresql"
        else f"WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < {count}) SELECT n FROM c"
    )
    kinds = " ".join(f"WHEN {number} THEN '{kind}'" for number, kind in enumerate(KINDS))
    attendee = "substr('room:00000000000000000000000000000000', 1, 37 - length({0})) || {0}".format(
        f"lower({'to_hex' if vendor == 'postgresql' else 'printf'}({'' if vendor == 'postgresql' else chr(39) + '%%x' + chr(39) + ', '}n %% {ATTENDEES}))"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"""INSERT INTO attendance_event (meeting_id, source_ref, id, position, occurrence_id, source_kind, type,
                  connection_ref, at, received_at, detail, digest)
                SELECT CAST(%s AS {cast}), {attendee}, 'i' || n, 10000000 + n, CAST(%s AS {cast}), 'room', 'interact',
                  'c' || (n %% {ATTENDEES}), {START} + (CAST(n AS bigint) * 7919) %% {LONG_MS}, {START} + (CAST(n AS bigint) * 7919) %% {LONG_MS},
                  '{{"interaction":"' || CASE n %% {len(KINDS)} {kinds} END || '"}}', 'd'
                FROM ({numbers}) AS numbers""",
            ids,
        )
        cursor.execute(
            """INSERT INTO attendance_tally (occurrence_id, source_ref, connection_ref, kind, count, milliseconds)
               SELECT occurrence_id, source_ref, connection_ref, substr(detail, 17, length(detail) - 18), count(*), 0
               FROM attendance_event WHERE type = 'interact' GROUP BY 1, 2, 3, 4"""
        )
        cursor.execute("ANALYZE")


def ours(occurrence_id: UUID) -> int:
    """Total presence in milliseconds, the way a report page gets it: timelines, numbers, curves, counts."""
    from leavethemeeting.attendance import queries
    from leavethemeeting.domain.attendance import attendance
    from leavethemeeting.meetings.models import Occurrence
    from leavethemeeting.shared.memory import collector_paused

    occurrence = Occurrence.objects.get(id=occurrence_id)
    with collector_paused():  # as reports.queries does
        whole = queries.timeline_of(occurrence, as_of=START + 2 * LONG_MS)
        numbers = attendance(whole, meeting=queries.facts_of(occurrence))
        # Curves are made when they are looked at: the two of the page with their marks, and retention.
        assert numbers.concurrency and numbers.peak.count and numbers.leave_curve and numbers.biggest_loss
        assert numbers.retention
        queries.tallies_of(occurrence_id)
    return sum(attendee.present_ms for attendee in whole.attendees)


def unpacked() -> None:
    """As if nobody had read the evidence yet."""
    from leavethemeeting.attendance.models import Pack

    Pack.objects.all().delete()


def pandas_script(occurrence_id: UUID) -> int:
    """The afternoon's script."""
    import pandas
    from django.db import connection

    key = occurrence_id if connection.vendor == "postgresql" else occurrence_id.hex
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT source_ref, connection_ref, type, at, detail FROM attendance_event WHERE occurrence_id = %s", [key]
        )
        frame = pandas.DataFrame(cursor.fetchall(), columns=["who", "connection", "type", "at", "detail"])
    total = 0
    spans = []
    for who, rows in frame[frame.type != "interact"].sort_values("at").groupby("who"):
        entered = None
        for _, row in rows.iterrows():
            if row["type"] == "enter":
                entered = row["at"]
            elif entered is not None:
                total += row["at"] - entered
                spans.append((who, entered, row["at"]))
                entered = None
    frame[frame.type == "interact"].groupby(["who", "detail"]).size()
    table = pandas.DataFrame(spans, columns=["who", "entered", "exited"])
    [((table.entered <= at) & (table.exited > at)).sum() for at in range(START, START + LONG_MS, 60_000)]
    return int(total)


def csv_file(occurrence_id: UUID):  # type: ignore[no-untyped-def]  # -- two functions, as ``paired`` wants them
    """The attendance file as it is downloaded, and its bound: the same cells joined by commas and encoded."""
    import csv

    from leavethemeeting.meetings.models import Occurrence
    from leavethemeeting.reports.files import attendance_file
    from leavethemeeting.reports.queries import report_of

    report = report_of(Occurrence.objects.get(id=occurrence_id), now=START + 2 * LONG_MS)

    def written() -> bytes:
        lines = attendance_file(report, only_table=True).streaming_content
        assert isinstance(lines, Iterator), "served under WSGI"
        return b"".join(lines)

    table = list(csv.reader(written().decode("utf-8-sig").splitlines()))
    assert len(table) == ATTENDEES + 1, "a head and a line for each attendee"

    def joined() -> bytes:
        return "\r\n".join([",".join(line) for line in table]).encode()

    return written, joined


def numpy_bound(spans: list[tuple[int, int, int]]):  # type: ignore[no-untyped-def]  # -- numpy is there for benchmarks only
    """A function over arrays that are in memory already."""
    import numpy

    attendee, entered, exited = (numpy.array(column, dtype=numpy.int64) for column in zip(*spans, strict=True))
    kinds = numpy.arange(EVENTS, dtype=numpy.int64)
    who = kinds % ATTENDEES

    def bound() -> int:
        order = numpy.lexsort((entered, attendee))
        a, e, x = attendee[order], entered[order], exited[order]
        total = int(numpy.bincount(a, weights=(x - e).astype(numpy.float64), minlength=ATTENDEES).sum())
        moments = numpy.concatenate((e, x))
        steps = numpy.concatenate((numpy.ones_like(e), -numpy.ones_like(x)))[numpy.argsort(moments, kind="stable")]
        numpy.cumsum(steps)
        numpy.bincount(who * len(KINDS) + kinds % len(KINDS), minlength=ATTENDEES * len(KINDS))
        return total

    return bound


def main() -> int:
    vendor = installation.prepare()
    occurrence, spans = fill(vendor)
    bound = numpy_bound(spans)
    expected = bound()
    assert ours(occurrence) == pandas_script(occurrence) == expected, "all three must agree to the millisecond"
    sheet = Sheet()
    sheet.head(f"Report, {ATTENDEES} attendees, {EVENTS} events, {vendor}; all agree on {expected} ms of presence")
    limit = paired(lambda: ours(occurrence), bound)
    sheet.line("report ÷ bound in memory (NumPy)", limit, gate=25, aim="10", more_is_better=False)
    first = paired(lambda: ours(occurrence), bound, before=unpacked)
    sheet.info("the first report, which packs, ÷ bound", first, wanted="≤ 40", aim="25")
    peer = paired(lambda: pandas_script(occurrence), lambda: ours(occurrence), repetitions=3)
    sheet.line("pandas script ÷ report", peer, gate=30, aim="75–110", more_is_better=True)
    sheet.line("CSV file ÷ join and encode", paired(*csv_file(occurrence)), gate=35, aim="21", more_is_better=False)
    return sheet.close()


if __name__ == "__main__":
    sys.exit(main())
