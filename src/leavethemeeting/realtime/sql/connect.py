"""One connection to SQLite or PostgreSQL, used by one thread at a time.

Statements are written with ``%s``; UUIDs go in as UUIDs on both (SQLite keeps 32 hex digits, as
the ORM does) and are read back with ``uuid_of``. Every commit is durable: ``assert_durable``.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from typing import Any, Literal, Protocol, TypeVar
from uuid import UUID

import psycopg

from leavethemeeting.realtime.sql import arrays
from leavethemeeting.shared.environment import Database

T = TypeVar("T")
Row = tuple[Any, ...]
Vendor = Literal["sqlite", "postgresql"]

#: The data are wrong: whoever sends them again will fail again.
DATA_ERRORS: tuple[type[Exception], ...] = (
    psycopg.DataError, psycopg.IntegrityError,
    sqlite3.DataError, sqlite3.IntegrityError, sqlite3.InterfaceError,
    UnicodeError, OverflowError,
)  # fmt: skip
#: The database could not be asked; the same again may succeed.
LOST_ERRORS: tuple[type[Exception], ...] = (psycopg.OperationalError, psycopg.InterfaceError, sqlite3.OperationalError)


class NotDurable(Exception):
    """The database would confirm what it has not written to the disk; says which setting is wrong."""


class Transaction(Protocol):
    """What a job may do between BEGIN and COMMIT."""

    vendor: Vendor

    def execute(self, statement: str, parameters: Sequence[object] = ()) -> int:
        """Run one statement; how many rows it changed."""
        ...

    def rows(self, statement: str, parameters: Sequence[object] = ()) -> list[Row]:
        """Run one query; all its rows. Columns of UUIDs: ``uuid_of``. Booleans may be 0 and 1."""
        ...


Job = Callable[[Transaction], T]


class Connection(Protocol):
    """One connection. Raises LOST_ERRORS when it is gone: open another."""

    vendor: Vendor

    def transaction(self) -> Any:
        """A context manager that gives a Transaction, commits, and rolls back on an exception."""
        ...

    def assert_durable(self) -> None:
        """Raises NotDurable."""
        ...

    def close(self) -> None: ...


def uuid_of(value: object) -> UUID:
    """A UUID column's value, whichever database it came from."""
    return value if isinstance(value, UUID) else UUID(hex=str(value))


def open_connection(database: Database, *, read_only: bool = False) -> SqliteConnection | PostgresConnection:
    """A fresh connection. Raises LOST_ERRORS when the database cannot be reached."""
    if database.vendor == "sqlite":
        return SqliteConnection(database.name, read_only=read_only)
    return PostgresConnection(database, read_only=read_only)


@lru_cache(maxsize=512)
def _question_marks(statement: str) -> str:
    return statement.replace("%s", "?")


def _for_sqlite(value: object) -> object:
    if isinstance(value, UUID):
        return value.hex
    return value.isoformat() if isinstance(value, date) else value


class SqliteConnection:
    """WAL, synchronous FULL, one IMMEDIATE transaction at a time."""

    vendor: Vendor = "sqlite"

    def __init__(self, path: str, *, read_only: bool) -> None:
        self.raw = sqlite3.connect(path, timeout=10, isolation_level=None, check_same_thread=False)
        self.raw.execute("PRAGMA journal_mode=WAL")
        self.raw.execute("PRAGMA synchronous=FULL")
        self.raw.execute("PRAGMA foreign_keys=ON")
        self.raw.execute("PRAGMA secure_delete=ON")
        if read_only:
            self.raw.execute("PRAGMA query_only=ON")
        self._begin = "BEGIN" if read_only else "BEGIN IMMEDIATE"

    @contextmanager
    def transaction(self) -> Iterator[SqliteConnection]:
        self.raw.execute(self._begin)
        try:
            yield self
        except BaseException:
            if self.raw.in_transaction:
                self.raw.execute("ROLLBACK")
            raise
        try:
            self.raw.execute("COMMIT")
        except BaseException:
            if self.raw.in_transaction:
                self.raw.execute("ROLLBACK")
            raise

    def execute(self, statement: str, parameters: Sequence[object] = ()) -> int:
        return self.raw.execute(_question_marks(statement), [_for_sqlite(value) for value in parameters]).rowcount

    def rows(self, statement: str, parameters: Sequence[object] = ()) -> list[Row]:
        return self.raw.execute(_question_marks(statement), [_for_sqlite(value) for value in parameters]).fetchall()

    def many(self, statement: str, rows: Iterable[Row]) -> None:
        """One statement for many rows, whose values are already SQLite's own."""
        self.raw.executemany(_question_marks(statement), rows)

    def assert_durable(self) -> None:
        synchronous = self.raw.execute("PRAGMA synchronous").fetchone()[0]
        journal = self.raw.execute("PRAGMA journal_mode").fetchone()[0]
        if synchronous < 2 or journal != "wal":  # 2: FULL
            raise NotDurable(f"SQLite runs with synchronous={synchronous}, journal_mode={journal}; wanted 2 and wal")

    def close(self) -> None:
        self.raw.close()


class PostgresConnection:
    """Autocommit outside ``transaction``; statements are prepared by psycopg when they repeat."""

    vendor: Vendor = "postgresql"

    def __init__(self, database: Database, *, read_only: bool) -> None:
        self.raw = psycopg.connect(**connect_arguments(database), autocommit=True)
        self.raw.read_only = read_only
        arrays.register(self.raw)

    @property
    def pid(self) -> int:
        """The server process behind this connection: who rang, in a notification."""
        return self.raw.info.backend_pid

    @contextmanager
    def transaction(self) -> Iterator[PostgresConnection]:
        with self.raw.transaction():
            yield self

    @contextmanager
    def pipelined(self) -> Iterator[PostgresConnection]:
        """As ``transaction``, in few round trips: BEGIN and COMMIT travel with what stands beside them.

        Errors of ``execute`` come with the next ``rows`` or at the end; it cannot say how many rows it changed.
        """
        with self.raw.pipeline(), self.raw.transaction():
            yield self

    def execute(self, statement: str, parameters: Sequence[object] = ()) -> int:
        return self.raw.execute(statement.encode(), parameters).rowcount

    def rows(self, statement: str, parameters: Sequence[object] = ()) -> list[Row]:
        return self.raw.execute(statement.encode(), parameters).fetchall()

    def assert_durable(self) -> None:
        for setting in ("synchronous_commit", "fsync"):
            row = self.raw.execute("SELECT current_setting(%s)", [setting]).fetchone()
            value = row[0] if row else ""
            if value == "off":
                raise NotDurable(f"PostgreSQL runs with {setting}={value}; wanted on")

    def close(self) -> None:
        self.raw.close()


def connect_arguments(database: Database) -> dict[str, Any]:
    """psycopg's arguments for ``database``; what is empty is left to libpq's own defaults."""
    given = {
        "dbname": database.name,
        "host": database.host,
        "port": database.port,
        "user": database.user,
        "password": database.password,
        "sslmode": database.ssl_mode,
        "options": "-c synchronous_commit=on",
        "application_name": "leavethemeeting realtime",
    }
    return {name: value for name, value in given.items() if value}
