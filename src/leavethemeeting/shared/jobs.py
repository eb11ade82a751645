"""What is done by the clock for all slices."""

from __future__ import annotations

from datetime import datetime

from leavethemeeting.shared.models import CacheEntry


def delete_expired_limits(*, now: datetime) -> int:
    """Delete what the cache would not read any more: keys name addresses, and the cache itself sweeps only when full."""
    return CacheEntry.objects.filter(expires__lte=now).delete()[0]
