"""The writer of errors."""

from __future__ import annotations

from datetime import datetime

from django.db import DatabaseError, transaction
from django.db.models import F

from leavethemeeting.logdata.models import Error
from leavethemeeting.logdata.sightings import Sighting, pending


def write_noted(*, now: datetime | None = None) -> int:  # noqa: ARG001 -- the schedule tells every duty the time
    """Write what was noted in this process; how many. What cannot be written now waits."""
    written = 0
    while pending:
        sighting = pending.popleft()
        try:
            _write(sighting)
        except DatabaseError:
            pending.appendleft(sighting)
            break
        written += 1
    return written


@transaction.atomic
def _write(seen: Sighting) -> None:
    Error.objects.get_or_create(
        fingerprint=seen.fingerprint,
        defaults={
            "source": seen.source.value, "name": seen.name[:120], "page": seen.page[:80], "stack": list(seen.stack),
            "first_at": seen.at, "last_at": seen.at,
        },
    )  # fmt: skip
    Error.objects.filter(fingerprint=seen.fingerprint).update(
        count=F("count") + 1, last_at=seen.at, version=seen.version[:20], browser=seen.browser[:40],
        request_id=seen.request_id[:32],
    )  # fmt: skip
