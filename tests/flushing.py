"""Tests with committed rows end with an emptied database, which the registers' own trigger would refuse."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.db import connection
from django.db.backends.sqlite3.operations import DatabaseOperations

_STAYS = import_module("leavethemeeting.registers.migrations.0002_entries_stay_as_they_are")
_UNDELETED = "registers_entry_undeleted"


def let_suites_flush() -> None:
    """On SQLite a flush deletes rows one table after the other; on PostgreSQL it truncates, which asks no row."""
    flush = DatabaseOperations.sql_flush

    def around(self: DatabaseOperations, style: Any, tables: Any, **more: Any) -> list[str]:
        found = flush(self, style, tables, **more)
        if not found or connection.vendor != "sqlite":
            return found
        stays = next(statement for statement in _STAYS.SQLITE if _UNDELETED in statement)
        return [f"DROP TRIGGER IF EXISTS {_UNDELETED}", *found, stays]

    DatabaseOperations.sql_flush = around  # type: ignore[assignment, method-assign]  # -- for the suite only
