"""The file of an export: a ZIP with ``index.html`` to read, ``data.json`` (versioned), and a CSV for each table.

Written in one pass and never whole in memory: rows go to temporary files without a name, which vanish with the process, and
from there into the archive, which goes on to ``write`` a part at a time.
"""

from __future__ import annotations

import csv
import io
import json
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import IO, Any

from django.template.loader import render_to_string

from leavethemeeting.consent.words import audiences, kept, purposes
from leavethemeeting.privacy.words import value_words
from leavethemeeting.rights.rows import Told, Values
from leavethemeeting.shared.field_words import field_words
from leavethemeeting.shared.table_words import title_of

SCHEMA = "leavethemeeting-export/1"
SHOWN = 50  # rows of a table that stand on index.html; its CSV has all
COPIED = 1 << 18
BESIDE = "meeting"  # the column of Told.beside


class Sink(io.RawIOBase):
    """What the ZIP is written to: cannot go back, hands on ``size`` bytes at a time."""

    def __init__(self, write: Callable[[bytes], object], size: int) -> None:
        self._write, self._size, self._held = write, size, bytearray()
        self.written = 0

    def writable(self) -> bool:
        return True

    def write(self, some: Any) -> int:
        self._held += some
        self.written += len(some)
        while len(self._held) >= self._size:
            self._write(bytes(self._held[: self._size]))
            del self._held[: self._size]
        return len(some)

    def finish(self) -> None:
        """Hand on what is left."""
        if self._held:
            self._write(bytes(self._held))
            self._held.clear()


@dataclass(slots=True)
class _Shown:
    """A table on index.html."""

    title: str
    note: str
    file: str
    heads: list[str]
    rows: list[list[str]] = field(default_factory=list)
    count: int = 0


@dataclass(frozen=True, slots=True)
class Cover:
    """What stands on top: whose data, from where, as of when."""

    who: str
    service: str
    made_at: datetime


def write_archive(sink: Sink, tables: Iterator[Told], cover: Cover, *, beat: Callable[[int], object]) -> int:
    """Write it; how many rows. ``beat(rows)`` is called after every few of them."""
    shown, rows = [], 0
    with (
        zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive,
        tempfile.TemporaryFile() as plain,
    ):
        out = io.TextIOWrapper(plain, encoding="utf-8", write_through=True)
        about = {"schema": SCHEMA, "about": cover.who, "service": cover.service, "made_at": cover.made_at.isoformat()}
        out.write(json.dumps(about, ensure_ascii=False)[:-1] + ', "tables": {')
        for number, told in enumerate(tables):
            out.write((",\n" if number else "\n") + json.dumps(told.table.name) + ": [")
            page = _table(archive, out, told, beat=partial(_beat_after, beat, rows))
            out.write("]")
            shown.append(page)
            rows += page.count
        out.write("\n}}\n")
        out.detach()
        _copy(archive, plain, "data.json")
        index = {"tables": shown, "cover": cover, "rows": rows, "shown": SHOWN}
        archive.writestr("index.html", str(render_to_string("rights/export_index.html", index)))
    sink.finish()
    return rows


def _beat_after(beat: Callable[[int], object], before: int, more: int) -> None:
    beat(before + more)


def _table(archive: zipfile.ZipFile, out: IO[str], told: Told, *, beat: Callable[[int], object]) -> _Shown:
    """One table: its rows into the JSON, its own CSV, its pictures, and the first few in words."""
    name = told.table.name
    fields = ((BESIDE,) if told.beside else ()) + told.fields
    page = _Shown(title_of(name), _note(told), f"csv/{name}.csv", [*_heads(told)])
    with tempfile.TemporaryFile() as spool:
        lines = io.TextIOWrapper(spool, encoding="utf-8", newline="", write_through=True)
        writer = csv.writer(lines)
        writer.writerow(fields)
        for row in told.rows():
            plain = _without_bytes(archive, name, page.count, fields, row)
            out.write(
                (",\n" if page.count else "\n") + json.dumps(dict(zip(fields, plain, strict=True)), ensure_ascii=False)
            )
            writer.writerow([_cell(value) for value in plain])
            if page.count < SHOWN:
                page.rows.append([value_words(value) for value in _in_words(row, plain)])
            page.count += 1
            if page.count % 500 == 0:
                beat(page.count)
        lines.detach()
        _copy(archive, spool, page.file)
    return page


def _heads(told: Told) -> list[str]:
    heads = [field_words(told.table.name, name) for name in told.fields]
    return [BESIDE, *heads] if told.beside else heads


def _note(told: Told) -> str:
    """Why it is kept, who may read it and how long, as the data map says of the first of these columns."""
    column = told.table.columns[told.fields[0]]
    return " · ".join([purposes(column.purposes), audiences(column.audience), kept(column.retention)])


def _without_bytes(archive: zipfile.ZipFile, table: str, number: int, fields: Sequence[str], row: Values) -> list[Any]:
    """The row as JSON has it; what is no text becomes a file of its own, and its name stands in its place."""
    plain: list[Any] = []
    for name, value in zip(fields, row, strict=True):
        if isinstance(value, bytes | memoryview | bytearray):
            path = f"files/{table}-{number + 1}.{name}"
            archive.writestr(path, bytes(value), zipfile.ZIP_STORED)
            plain.append(path)
        elif isinstance(value, datetime | date):
            plain.append(value.isoformat())
        elif value is None or isinstance(value, str | int | float | bool | list | dict):
            plain.append(value)
        else:
            plain.append(str(value))
    return plain


def _in_words(row: Values, plain: Sequence[Any]) -> Iterator[object]:
    for value, told in zip(row, plain, strict=True):
        yield told if isinstance(value, bytes | memoryview | bytearray) else value


def _cell(value: Any) -> Any:
    """For the CSV: structures as JSON, moments of the log as they are."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value


def _copy(archive: zipfile.ZipFile, spool: IO[bytes], name: str) -> None:
    spool.seek(0)
    with _entry(archive, name) as entry:
        while some := spool.read(COPIED):
            entry.write(some)


@contextmanager
def _entry(archive: zipfile.ZipFile, name: str) -> Iterator[IO[bytes]]:
    with archive.open(name, "w", force_zip64=True) as entry:
        yield entry
