"""Compares the data map with the database as it is: both directions, every table, every column.

The live database is asked, not the models, because tables exist that no model describes
(``django_migrations``, or one made by hand).
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db import connection

from leavethemeeting.domain.promises import Table
from leavethemeeting.shared.personal_data import data_map


def stored_columns() -> dict[str, set[str]]:
    """Every table of the live database with its columns."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor, include_views=True)
        return {
            table: {column.name for column in connection.introspection.get_table_description(cursor, table)}
            for table in tables
            if not table.startswith("sqlite_")
        }


def differences(stored: Mapping[str, set[str]], declared: Mapping[str, Table]) -> list[str]:
    """One sentence for each column or table on one side only; empty = no drift."""
    found = [
        f"table {name} is in the database but not in the data map" for name in sorted(stored.keys() - declared.keys())
    ]
    found += [
        f"table {name} is in the data map but not in the database" for name in sorted(declared.keys() - stored.keys())
    ]
    for name in sorted(stored.keys() & declared.keys()):
        columns = set(declared[name].columns)
        found += [f"column {name}.{column} is stored but not declared" for column in sorted(stored[name] - columns)]
        found += [f"column {name}.{column} is declared but not stored" for column in sorted(columns - stored[name])]
    return found


def drift() -> list[str]:
    """What the live database and the data map do not agree on."""
    return differences(stored_columns(), data_map())
