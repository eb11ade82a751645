"""How long log data stays: addresses in full for 7 days, entries for 90, errors for 30 since they last happened; what plugins can read for one."""

from __future__ import annotations

from datetime import datetime, timedelta

from leavethemeeting.logdata.client import short_network
from leavethemeeting.logdata.models import AdapterAlarm, AdapterReading, Entry, Error

IP_IN_FULL_FOR = timedelta(days=7)
ENTRY_KEPT_FOR = timedelta(days=90)
ERROR_KEPT_FOR = timedelta(days=30)
READING_KEPT_FOR = timedelta(days=1)
CHUNK = 200  # rows a transaction, so that the realtime app's writer never waits long


def shorten_addresses(*, now: datetime) -> int:
    """Cut addresses down to their network after seven days; how many rows."""
    rows = list(Entry.objects.filter(ip_is_short=False, at__lte=now - IP_IN_FULL_FOR)[:CHUNK])
    for row in rows:
        row.ip, row.ip_is_short = short_network(row.ip), True
    Entry.objects.bulk_update(rows, ["ip", "ip_is_short"])
    return len(rows)


def forget_old_entries(*, now: datetime) -> int:
    """Delete entries after ninety days; how many."""
    old = list(Entry.objects.filter(at__lte=now - ENTRY_KEPT_FOR).values_list("pk", flat=True)[:CHUNK])
    return Entry.objects.filter(pk__in=old).delete()[0]


def forget_old_errors(*, now: datetime) -> int:
    """Delete errors that have not happened again for thirty days; how many."""
    old = list(Error.objects.filter(last_at__lte=now - ERROR_KEPT_FOR).values_list("pk", flat=True)[:CHUNK])
    return Error.objects.filter(pk__in=old).delete()[0]


def forget_old_readings(*, now: datetime) -> int:
    """Delete what plugins said of pages a day after they last said it, and alarms as old errors; how many."""
    old = list(AdapterReading.objects.filter(last_at__lte=now - READING_KEPT_FOR).values_list("pk", flat=True)[:CHUNK])
    alarms = list(AdapterAlarm.objects.filter(last_at__lte=now - ERROR_KEPT_FOR).values_list("pk", flat=True)[:CHUNK])
    return (
        AdapterReading.objects.filter(pk__in=old).delete()[0] + AdapterAlarm.objects.filter(pk__in=alarms).delete()[0]
    )
