"""The chain of entries: each holds the digest of the one before, so that a row changed, taken out or put in shows.

The database refuses such changes by triggers; whoever owns it can take those away, and then ``broken`` tells. That the
end was cut off shows no chain by itself, so the newest digest is kept in ``DATA_DIR/registers-head`` and published on
the transparency page, where others can keep it.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from leavethemeeting.registers.kinds import Kind, Register
from leavethemeeting.registers.models import Entry
from leavethemeeting.shared.environment import environment

FIRST = "0" * 64
HEAD = "registers-head"
_LOCK = 0x4C545245  # of PostgreSQL: one writer at a time; SQLite's transactions are IMMEDIATE


def canonical(value: object) -> str:
    """JSON with one spelling: keys in order, no spaces."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def digest_of(entry: Entry) -> str:
    """SHA-256 over everything in the row but itself."""
    told = [
        entry.position, entry.register, str(entry.subject_id), entry.kind, entry.body, str(entry.by_id or ""),
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"), entry.previous,
    ]  # fmt: skip
    return sha256(canonical(told).encode()).hexdigest()


def _only_writer() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


@transaction.atomic
def append(
    *, register: Register, subject_id: UUID, kind: Kind, body: Mapping[str, Any], by: UUID | None, now: datetime
) -> Entry:
    """The one writer of entries."""
    _only_writer()
    last = newest()
    entry = Entry(
        position=last.position + 1 if last else 1, register=register.value, subject_id=subject_id, kind=kind.value,
        body=canonical(body), by_id=by, at=now, previous=last.digest if last else FIRST,
    )  # fmt: skip
    entry.digest = digest_of(entry)
    entry.save(force_insert=True)
    transaction.on_commit(partial(_keep_head, entry.position, entry.digest))
    return entry


def newest() -> Entry | None:
    """The end of the chain."""
    return Entry.objects.order_by("-position").first()


def _keep_head(position: int, digest: str) -> None:
    with contextlib.suppress(OSError):  # the register itself is written; the doctor says when this file is behind
        (environment().data_dir / HEAD).write_text(json.dumps({"position": position, "digest": digest}))


def kept_head(data_dir: Path) -> tuple[int, str] | None:
    """Position and digest of the last entry that this machine wrote."""
    try:
        kept = json.loads((data_dir / HEAD).read_text())
        return int(kept["position"]), str(kept["digest"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def broken(head: tuple[int, str] | None = None) -> str:
    """What is wrong with the chain, or empty. ``head`` was once its end, so it must still be in it."""
    previous, position = FIRST, 0
    for entry in Entry.objects.order_by("position").iterator(chunk_size=500):
        position += 1
        if entry.position != position:
            return f"entry {position} is missing"
        if entry.previous != previous:
            return f"entry {position} does not follow the one before it"
        if entry.digest != digest_of(entry):
            return f"entry {position} was changed"
        if head and head[0] == position and head[1] != entry.digest:
            return f"entry {position} is not the one that was written"
        previous = entry.digest
    if head and head[0] > position:
        return f"entries after {position} are missing; {head[0]} were written"
    return ""
