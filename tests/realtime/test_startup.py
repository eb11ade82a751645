"""When the realtime app refuses to serve."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from leavethemeeting.realtime.reader import Reader
from leavethemeeting.realtime.sql.connect import NotDurable, PostgresConnection, SqliteConnection, open_connection
from leavethemeeting.realtime.startup import Refused, hold_data_folder, refuse_foreign_schema
from leavethemeeting.realtime.writer import Unavailable
from leavethemeeting.shared.environment import Database, environment
from tests.realtime.logside import database_under_test

on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="a rule of SQLite")
on_postgres = pytest.mark.skipif(connection.vendor != "postgresql", reason="a rule of PostgreSQL")


def look_at_schema() -> None:
    async def story() -> None:
        reader = Reader(database_under_test())
        try:
            await reader.run(refuse_foreign_schema)
        finally:
            await reader.stop()

    asyncio.run(story())


@pytest.mark.django_db(transaction=True)
def test_the_schema_of_this_version_is_served() -> None:
    look_at_schema()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("change", "undo", "words"),
    [
        (
            "UPDATE django_migrations SET name = '0001_other' WHERE app = 'room' AND name = '0001_first'",
            "UPDATE django_migrations SET name = '0001_first' WHERE app = 'room' AND name = '0001_other'",
            "older",
        ),
        (
            "INSERT INTO django_migrations (app, name, applied) VALUES ('room', '0099_later', '2030-01-01')",
            "DELETE FROM django_migrations WHERE name = '0099_later'",
            "newer",
        ),
    ],
)
def test_a_foreign_schema_is_refused(change: str, undo: str, words: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(change)
    try:
        with pytest.raises(Refused, match=words):
            look_at_schema()
    finally:
        with connection.cursor() as cursor:
            cursor.execute(undo)


def test_a_second_server_on_sqlite_is_refused_by_name_of_the_first(tmp_path: Path) -> None:
    here = replace(environment(), data_dir=tmp_path, database=Database("sqlite", str(tmp_path / "x.sqlite3")))
    first = hold_data_folder(here)
    assert first is not None
    with pytest.raises(Refused, match=r"Another server \(process \d+\) uses"):
        hold_data_folder(here)
    first.release()
    second = hold_data_folder(here)
    assert second is not None
    second.release()


def test_on_postgresql_the_data_folder_is_nobodys(tmp_path: Path) -> None:
    here = replace(environment(), data_dir=tmp_path, database=Database("postgresql", "x"))
    assert hold_data_folder(here) is None


@on_sqlite
@pytest.mark.parametrize("weaken", ["PRAGMA synchronous=NORMAL", "PRAGMA journal_mode=MEMORY"])
def test_sqlite_that_would_forget_is_refused(tmp_path: Path, weaken: str) -> None:
    opened = open_connection(Database("sqlite", str(tmp_path / "x.sqlite3")))
    assert isinstance(opened, SqliteConnection)
    opened.assert_durable()
    opened.raw.execute(weaken)
    with pytest.raises(NotDurable):
        opened.assert_durable()
    opened.close()


@on_postgres
@pytest.mark.django_db(transaction=True)
def test_postgresql_that_would_forget_is_refused() -> None:
    opened = open_connection(database_under_test())
    assert isinstance(opened, PostgresConnection)
    opened.assert_durable()
    opened.raw.execute("SET synchronous_commit = off")
    with pytest.raises(NotDurable, match="synchronous_commit=off"):
        opened.assert_durable()
    opened.close()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("statement", ["DELETE FROM attendance_event", "UPDATE attendance_position SET last = 0"])
def test_the_reader_cannot_write(statement: str) -> None:
    async def story(job: Callable[..., int]) -> None:
        reader = Reader(database_under_test())
        try:
            await reader.run(job)
        finally:
            await reader.stop()

    with pytest.raises((psycopg.errors.ReadOnlySqlTransaction, Unavailable), match=r"read-?only"):
        asyncio.run(story(lambda transaction: transaction.execute(statement)))
