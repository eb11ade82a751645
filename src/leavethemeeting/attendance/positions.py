"""Positions: the order of commit of the log, taken under one lock by whoever writes to it.

A follower reads "everything after position n" and may never miss a row, so positions are
handed out in commit order and never twice, not even after the newest rows were erased.
"""

from __future__ import annotations

from django.db import connection

LOCK = 0x4C544D  # PostgreSQL's transaction-level advisory lock of every writer of the log

#: Takes ``count`` positions and returns the last of them. Two parameters: count, count.
TAKE = """
INSERT INTO attendance_position (id, last)
VALUES (1, (SELECT COALESCE(MAX(position), 0) FROM attendance_event) + %s)
ON CONFLICT (id) DO UPDATE SET last = {greatest}(attendance_position.last,
    (SELECT COALESCE(MAX(position), 0) FROM attendance_event)) + %s
RETURNING last"""
TAKE_SQLITE = TAKE.format(greatest="MAX")
TAKE_POSTGRES = TAKE.format(greatest="GREATEST")


def take_positions(count: int) -> range:
    """The next ``count`` positions, for rows written by the ORM in the transaction that is open.

    Must run inside ``transaction.atomic()``: the lock is held until the commit.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("positions are taken inside the transaction that writes the events")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute(TAKE_POSTGRES if connection.vendor == "postgresql" else TAKE_SQLITE, [count, count])
        last: int = cursor.fetchone()[0]
    return range(last - count + 1, last + 1)
