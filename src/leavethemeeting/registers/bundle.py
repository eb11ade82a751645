"""What an authority gets: the fields that were approved, of the persons that were approved, in the days that were.

A ZIP with a page to read, the same as JSON, and a CSV file for each table. The same data gives the same bytes, so that
its hash in the register can be compared later.
"""

from __future__ import annotations

import base64
import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.template.loader import render_to_string

from leavethemeeting.privacy.people import Person, about, model_of
from leavethemeeting.registers.disclosures import Disclosure, Scope
from leavethemeeting.registers.producible import within
from leavethemeeting.reports.cells import csv_lines
from leavethemeeting.shared.environment import environment
from leavethemeeting.shared.field_words import field_words
from leavethemeeting.shared.moments import to_datetime
from leavethemeeting.shared.personal_data import data_map
from leavethemeeting.shared.table_words import title_of

_FIRST_MOMENT = 10**12  # milliseconds: whatever is below is a number, not a time
_WRITTEN = (2020, 1, 1, 0, 0, 0)  # every file of a ZIP has a date; the true one would change the hash


@dataclass(frozen=True, slots=True)
class Bundle:
    """The file, and how many rows of each table are in it."""

    data: bytes
    rows: dict[str, int]

    @property
    def sha256(self) -> str:
        return sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: its fields in the order of the data map, and rows; the first cell says which of the persons."""

    table: str
    fields: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    @property
    def title(self) -> str:
        return title_of(self.table)

    @property
    def heads(self) -> list[str]:
        return [field_words(self.table, name) for name in self.fields]


def _plain(value: object) -> Any:
    """A stored value as JSON: moments in UTC, bytes as base64."""
    match value:
        case datetime():
            return value.isoformat()
        case int() if value >= _FIRST_MOMENT:
            return to_datetime(value).isoformat()
        case bytes() | memoryview():
            return base64.b64encode(bytes(value)).decode()
        case dict() | list():
            return json.loads(json.dumps(value, default=str))
        case None | bool() | str() | int() | float():
            return value
    return str(value)


def sheets(scope: Scope, people: Iterable[Person]) -> Iterator[Sheet]:
    """Table by table, what is held of what may be given; a table without rows is there and empty."""
    wanted = set(scope.fields)
    known = list(people)
    for name, table in data_map().items():
        fields = tuple(field for field in table.columns if f"{name}.{field}" in wanted)
        if fields:
            rows = tuple(
                row for number, person in enumerate(known, 1) for row in _rows(number, person, name, fields, scope)
            )
            yield Sheet(name, fields, rows)


def _rows(number: int, person: Person, table: str, fields: tuple[str, ...], scope: Scope) -> Iterator[tuple[Any, ...]]:
    model, which = model_of(table), about(person, data_map()[table])
    if model is None or which is None:
        return
    kept = model._default_manager.filter(which & within(table, scope.since, scope.until)).order_by("pk").distinct()
    for row in kept.values_list(*fields):
        yield (number, *map(_plain, row))


def bundle_of(found: Disclosure, people: list[Person], *, now: datetime) -> Bundle:
    """Made from the database as it is. ``found.scope`` is there; whoever calls has noted the look."""
    assert found.scope is not None  # noqa: S101 -- disclosing.give asked
    made = list(sheets(found.scope, people))
    about_it = {
        "service": environment().public_url, "reference": found.reference, "authority": found.authority,
        "instrument": found.instrument.value, "file_number": found.file_number, "made_on": now.date().isoformat(),
        "since": found.scope.since.isoformat() if found.scope.since else None,
        "until": found.scope.until.isoformat() if found.scope.until else None, "persons": len(people),
    }  # fmt: skip
    tables = {one.table: [dict(zip(("person", *one.fields), row, strict=True)) for row in one.rows] for one in made}
    files = {
        "data.json": json.dumps({**about_it, "tables": tables}, indent=1, sort_keys=True, ensure_ascii=False).encode(),
        "read-me.html": render_to_string("registers/bundle.html", {"it": about_it, "sheets": made}).encode(),
        **{
            f"{one.table}.csv": b"".join(csv_lines([("person", *one.fields), *(tuple(map(_cell, row)) for row in one.rows)]))
            for one in made
        },
    }  # fmt: skip
    return Bundle(_zipped(files), {one.table: len(one.rows) for one in made})


def _cell(value: object) -> str:
    return "" if value is None else json.dumps(value) if isinstance(value, dict | list) else str(value)


def _zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, _WRITTEN), files[name], zipfile.ZIP_DEFLATED)
    return out.getvalue()
