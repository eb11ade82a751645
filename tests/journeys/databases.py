"""PostgreSQL for a journey: a cluster of its own, thrown away afterwards; and all that it has written to its disk."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from tools.with_postgres import newest


@contextmanager
def postgresql() -> Iterator[str]:
    """Its DATABASE_URL, for the time of the block."""
    keeper = subprocess.Popen(
        [sys.executable, "tools/with_postgres.py", sys.executable, "-c",
         "import os, sys; print(os.environ['DATABASE_URL'], flush=True); sys.stdin.read()"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert keeper.stdout is not None
    assert keeper.stdin is not None
    try:
        yield keeper.stdout.readline().strip()
    finally:
        keeper.stdin.close()
        keeper.stdout.close()
        keeper.wait(timeout=30)


def on_disk(url: str) -> dict[str, bytes]:
    """The pages of every relation of the database, the write-ahead log, and a dump in clear.

    The dump is for long values, which stand compressed in the pages; the pages are for rows that are deleted
    and not vacuumed yet, and the log for what pages hold no more.
    """
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CHECKPOINT")  # what is in the server's memory only is in its pages now
        row = connection.execute(
            "SELECT current_setting('data_directory'), oid FROM pg_database WHERE datname = current_database()"
        ).fetchone()
    assert row is not None
    folder = Path(row[0])
    files = [path for part in (f"base/{row[1]}", "pg_wal") for path in (folder / part).rglob("*") if path.is_file()]
    kept = {f"postgresql/{path.relative_to(folder)}": path.read_bytes().rstrip(b"\0") for path in files}
    dump = subprocess.run([newest("pg_dump"), "--inserts", url], capture_output=True, check=True).stdout
    return {name: held for name, held in kept.items() if held} | {"postgresql/dump": dump}
