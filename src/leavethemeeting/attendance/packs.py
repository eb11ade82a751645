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
from leavethemeeting.attendance.reading import Known

#: Rows of presence from which on they are packed; so many after the pack, and it is packed anew.
MANY = 2_000
_SHAPE = 1  # of what is packed: counted up with every change of the kernel's values, so that none is misread

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(tuple[int, Known]).decode


class Packed(NamedTuple):
    """What is packed of an occurrence: everything known at ``position`` in the log, or nothing.

    ``edition``: of the pack that was found; ``None`` if there was none.
    """

    edition: UUID | None
    position: int
    known: Known | None


def find(occurrence_id: UUID) -> Packed:
    """The pack of an occurrence as it is now. To be asked before the log is read (``keep``)."""
    found = Pack.objects.filter(pk=occurrence_id).values_list("edition", "position", "body").first()
    if found is None:
        return Packed(None, 0, None)
    edition, position, body = found
    with suppress(msgspec.DecodeError):  # nothing in it, or packed by another version of the program
        shape, known = _decode(body)
        if shape == _SHAPE:
            return Packed(edition, position, known)
    return Packed(edition, 0, None)


def keep(occurrence_id: UUID, known: Known, *, position: int, found: Packed) -> None:
    """Pack ``known``, read from the log after ``found`` and after the log's end was ``position``.

    Nothing is kept if something was taken out of the log meanwhile, or if the database is busy.
    """
    body = _encode((_SHAPE, known))
    with suppress(OperationalError), transaction.atomic():
        if found.edition is None:
            Pack.objects.bulk_create(
                [Pack(occurrence_id=occurrence_id, position=position, body=body)], ignore_conflicts=True
            )
        else:
            Pack.objects.filter(pk=occurrence_id, edition=found.edition).update(position=position, body=body)


def drop(occurrence_ids: Iterable[UUID]) -> None:
    """Empty the packs of these occurrences, there or yet to be kept, in the transaction that changes their evidence."""
    if not connection.in_atomic_block:
        raise RuntimeError("packs are dropped inside the transaction that changes the evidence")
    Pack.objects.bulk_create(
        [Pack(occurrence_id=one, edition=uuid4()) for one in sorted(set(occurrence_ids))],
        batch_size=100, update_conflicts=True, unique_fields=["occurrence_id"],
        update_fields=["edition", "position", "body"],
    )  # fmt: skip
