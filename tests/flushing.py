"""Tests with committed rows end with an emptied database, which the registers' own trigger would refuse."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.db import connection

_STAYS = import_module("leavethemeeting.registers.migrations.0002_entries_stay_as_they_are")
_UNDELETED = "registers_entry_undeleted"


def let_suites_flush() -> None:
    """On SQLite a flush deletes rows one table after the other; on PostgreSQL it truncates, which asks no row."""
    if connection.vendor != "sqlite":
        return
    operations: Any = type(connection.ops)
    flush = operations.sql_flush

    def around(self: Any, style: Any, tables: Any, **more: Any) -> list[str]:
        found: list[str] = flush(self, style, tables, **more)
        stays = next(statement for statement in _STAYS.SQLITE if _UNDELETED in statement)
        return [f"DROP TRIGGER IF EXISTS {_UNDELETED}", *found, stays] if found else found

    operations.sql_flush = around
