"""The list of erasures beside the database: what a restored backup has to lose again before anybody may read it.

One file for each erasure in ``<data folder>/erased``, only ever added to, one JSON value a line:

    {"erasure": "<id>", "why": "child", "at": <ms>}
    {"rows": {"<table>": ["<key>", …]}}                        keys of rows about the person
    {"events": ["<meeting>", "<source>", ["<id>", …]]}         keys of recorded events
    {"done": <ms>}

Keys only, which are random and never used again: no name, no address, and nothing made from one. A line is on the
disk before the rows it speaks of are deleted. A last line that a crash has cut short is not read.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from leavethemeeting.attendance.erasing import Key
from leavethemeeting.shared.environment import environment

FOLDER = "erased"


@dataclass(slots=True)
class Told:
    """What one file says."""

    id: UUID
    why: str
    at: int
    rows: dict[str, set[UUID]] = field(default_factory=lambda: defaultdict(set))
    events: set[Key] = field(default_factory=set)
    done: int | None = None


def folder() -> Path:
    """Where the files are. It may be a symbolic link to a disk of its own."""
    return environment().data_dir / FOLDER


def begin(erasure: UUID, *, why: str, at: int, rows: Mapping[str, Iterable[UUID]]) -> None:
    """The first two lines. A second time adds what is new and harms nothing."""
    keys = {table: sorted(str(key) for key in found) for table, found in rows.items()}
    _add(erasure, [{"erasure": str(erasure), "why": why, "at": at}, {"rows": keys}])


def add_events(erasure: UUID, keys: Iterable[Key]) -> None:
    """Events that are about to be deleted."""
    by_source: dict[tuple[UUID, str], list[str]] = defaultdict(list)
    for meeting, source, key in keys:
        by_source[meeting, source].append(key)
    _add(erasure, [{"events": [str(meeting), source, ids]} for (meeting, source), ids in by_source.items()])


def finish(erasure: UUID, *, at: int) -> None:
    """Nothing is left to do."""
    _add(erasure, [{"done": at}])


def _add(erasure: UUID, lines: Iterable[object]) -> None:
    """Durable when it returns: the file, and its name in the folder."""
    place = folder()
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    text = "".join(f"{json.dumps(line, separators=(',', ':'))}\n" for line in lines)
    path = place / f"{erasure}.jsonl"
    is_new = not path.exists()
    path.touch(mode=0o600)
    with path.open("r+b") as file:
        if _is_cut_short(file):  # by a crash: that line is not read, and must not spoil this one
            text = f"\n{text}"
        file.seek(0, os.SEEK_END)
        file.write(text.encode())
        file.flush()
        os.fsync(file.fileno())
    if is_new:
        _sync_folder(place)


def _is_cut_short(file: BinaryIO) -> bool:
    end = file.seek(0, os.SEEK_END)
    if not end:
        return False
    file.seek(end - 1)
    return file.read(1) != b"\n"


def _sync_folder(place: Path) -> None:
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def listed(place: Path) -> list[UUID]:
    """Every erasure that has a file in this folder."""
    found = []
    for path in sorted(place.glob("*.jsonl")) if place.is_dir() else ():
        with suppress(ValueError):
            found.append(UUID(path.stem))
    return found


def has(erasure: UUID) -> bool:
    """Whether there is a file of this erasure."""
    return (folder() / f"{erasure}.jsonl").exists()


def is_finished(erasure: UUID, place: Path) -> bool:
    """Whether its last line says that nothing is left to do."""
    with (place / f"{erasure}.jsonl").open("rb") as file:
        file.seek(max(0, file.seek(0, os.SEEK_END) - 64))
        return b'{"done":' in file.read()


def read(erasure: UUID) -> Told | None:
    """What the file of an erasure says; None where its first line never came to be."""
    told: Told | None = None
    for line in _lines(folder() / f"{erasure}.jsonl"):
        match line:
            case {"erasure": str(named), "why": str(why), "at": int(at)}:
                told = told or Told(UUID(named), why, at)
            case {"rows": dict(rows)} if told:
                for table, keys in rows.items():
                    told.rows[table] |= {UUID(key) for key in keys}
            case {"events": [str(meeting), str(source), list(ids)]} if told:
                told.events |= {(UUID(meeting), source, str(key)) for key in ids}
            case {"done": int(at)} if told:
                told.done = at
    return told


def _lines(path: Path) -> Iterator[object]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            with suppress(json.JSONDecodeError):
                yield json.loads(line)
