"""What plugins can read on the pages of meeting platforms. Counts, about nobody: no reason is asked for."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from leavethemeeting.consent.provider_views import for_provider
from leavethemeeting.logdata.adapter_counts import FEWEST, Count, counts
from leavethemeeting.logdata.kinds import PLATFORMS, SIGNALS


def _row(count: Count) -> dict[str, object]:
    alarm = count.alarm
    is_open = alarm is not None and alarm.over_at is None and alarm.told_at is not None
    return {
        "signal": SIGNALS[count.signal], "count": count, "numbers": (count.broken_hour, count.seen_hour, count.broken_day, count.seen_day),
        "state": "read" if count.since is None else "lost" if count.broken_day == count.seen_day else "some",
        "told_at": alarm.told_at if alarm and is_open else None,
    }  # fmt: skip


@require_safe
@never_cache
@for_provider
def plugins(request: HttpRequest) -> HttpResponse:
    """Platform by platform, signal by signal: can it be read, since when not, on how many plugins."""
    found = counts(now=timezone.now())
    platforms = [
        {"name": PLATFORMS[platform], "id": platform.value, "rows": [_row(count) for count in group]}
        for platform, group in groupby(found, key=attrgetter("platform"))
    ]
    is_small = any(
        number.shown is None for count in found
        for number in (count.broken_hour, count.seen_hour, count.broken_day, count.seen_day)
    )  # fmt: skip
    return render(request, "provider/plugins.html", {"platforms": platforms, "is_small": is_small, "fewest": FEWEST})
