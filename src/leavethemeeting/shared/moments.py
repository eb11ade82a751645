"""Moments: ``int`` milliseconds UTC in every table that the realtime app writes.

Planned times (what a host types) are aware datetimes; observed times are milliseconds.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime


def now_ms() -> int:
    """The wall clock, milliseconds since 1970-01-01T00:00:00Z."""
    return time.time_ns() // 1_000_000


def from_datetime(moment: datetime) -> int:
    """Milliseconds of an aware datetime. Raises ValueError for a naive one."""
    if moment.tzinfo is None:
        raise ValueError("a naive datetime has no place on the time line")
    return round(moment.timestamp() * 1000)


def to_datetime(moment: int) -> datetime:
    """The aware datetime, in UTC, of ``moment`` milliseconds."""
    return datetime.fromtimestamp(moment / 1000, tz=UTC)
