"""What travels, field by field: which columns of the data map a message shows, or why it shows none.

A declaration maps ``"Person.name"`` to columns (``"meetings_attendee.name attendance_claim.name"``), or to words that
begin with a dash where nothing that is stored is shown: ``"- relayed and not kept"``. Beside ``realtime`` and ``live`` a
``carried.py`` holds them; ``tests/privacy/test_wire.py`` compares them with the messages as they are, both ways, and asks of
each column whether the data map lets that reader see it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from leavethemeeting.domain.promises import Audience, Category
from leavethemeeting.shared.personal_data import data_map

Carried = Mapping[str, str]


def columns_of(said: str) -> list[tuple[str, str]]:
    """Table and column of each that is named; none where nothing stored is shown."""
    if said.startswith("- "):
        return []
    return [(table, column) for table, _dot, column in (one.partition(".") for one in said.split())]


def faults(carried: Carried, fields: set[str], readers: frozenset[Audience]) -> Iterator[str]:
    """What is not as it should be: fields on one side only, columns that are not there, readers who may not see them.

    A key says nothing by itself and may go to whoever sees its row. With no ``readers`` the message goes in, not out.
    """
    yield from (f"{field} travels and is not declared" for field in sorted(fields - carried.keys()))
    yield from (f"{field} is declared and does not travel" for field in sorted(carried.keys() - fields))
    for field, said in carried.items():
        if said.startswith("- ") and len(said) < 6:
            yield f"{field} says nothing about where it comes from"
        for table, name in columns_of(said):
            column = data_map()[table].columns.get(name) if table in data_map() else None
            if column is None:
                yield f"{field} shows {table}.{name}, which is not in the data map"
            elif column.category is Category.SECRET:
                yield f"{field} shows the secret {table}.{name}"
            elif readers and column.category is not Category.KEY and not readers <= column.audience:
                yield f"{field} shows {table}.{name} to the {', '.join(sorted(readers - column.audience))}"
