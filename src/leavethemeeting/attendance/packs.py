"""The evidence of presence of a large occurrence in one piece, beside the log and made from it.

Fifty thousand rows take longer to fetch than to understand. So whoever had to read many keeps
what they amounted to, and up to where the log was read; the next reader takes that and only the
rows after it. A pack is never the truth: without one everything is the same, only later.

What is taken out of the log must not live on here. Whoever erases or changes a claim calls ``drop``
in the same transaction: it empties the pack and gives it another edition, and a reader who has
read the log before that cannot keep what they read, because they know the old edition.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import NamedTuple
from uuid import UUID, uuid4

import msgspec
from django.db import OperationalError, connection, transaction

from leavethemeeting.attendance.models import Pack
from leavethemeeting.attendance.reading import Known, stored

#: Rows of presence from which on they are packed; so many after the pack, and it is packed anew.
MANY = 2_000
_SHAPE = 1  # of what is packed: counted up with every change of the kernel's values, so that none is misread

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(tuple[int, Known]).decode


_FIND = """
SELECT p.edition, p.position, p.body, (SELECT MAX(position) FROM attendance_event WHERE occurrence_id = %s)
FROM (SELECT 1) AS always LEFT JOIN attendance_pack p ON p.occurrence_id = %s"""


class Packed(NamedTuple):
    """What is packed of an occurrence: everything ``known`` at ``position`` in the log, or nothing (``None``).

    ``edition``: of the pack that was found; ``None`` if there was none. ``end``: where the log ended then.
    """

    edition: UUID | None
    position: int
    known: Known | None
    end: int


def find(occurrence_id: UUID) -> Packed:
    """The pack of an occurrence as it is now. To be asked before the log is read (``keep``)."""
    with connection.cursor() as cursor:
        cursor.execute(_FIND, [stored(occurrence_id)] * 2)
        edition, position, body, end = cursor.fetchone()
    known = _opened(body) if body else None
    edition = UUID(edition) if isinstance(edition, str) else edition
    return Packed(edition, position or 0, known, end or 0)


def _opened(body: bytes) -> Known | None:
    """What is in a pack; ``None`` if another version of the program packed it."""
    with suppress(msgspec.DecodeError):
        shape, known = _decode(body)
        return known if shape == _SHAPE else None
    return None


def keep(occurrence_id: UUID, known: Known, *, found: Packed) -> None:
    """Pack ``known``, read from the log after ``found``.

    Nothing is kept if something was taken out of the log meanwhile, or if the database is busy.
    """
    content = {"position": found.end, "body": _encode((_SHAPE, known))}
    with suppress(OperationalError), transaction.atomic():
        if found.edition is None:
            Pack.objects.bulk_create([Pack(occurrence_id=occurrence_id, **content)], ignore_conflicts=True)
        else:
            Pack.objects.filter(pk=occurrence_id, edition=found.edition).update(**content)


def drop(occurrence_ids: Iterable[UUID]) -> None:
    """Empty the packs of these occurrences, there or yet to be kept, in the transaction that changes their evidence."""
    if not connection.in_atomic_block:
        raise RuntimeError("packs are dropped inside the transaction that changes the evidence")
    Pack.objects.bulk_create(
        [Pack(occurrence_id=one, edition=uuid4()) for one in sorted(set(occurrence_ids))],
        batch_size=100, update_conflicts=True, unique_fields=["occurrence_id"],
        update_fields=["edition", "position", "body"],
    )  # fmt: skip
