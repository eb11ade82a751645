"""That a meeting platform has changed its page is noticed within the hour: on enough plugins, once, by one letter."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from leavethemeeting.logdata.adapter_counts import Count, counts, is_anything_broken
from leavethemeeting.logdata.adapters import end_alarm, raise_alarm
from leavethemeeting.logdata.kinds import Source
from leavethemeeting.logdata.sightings import Sighting, note
from leavethemeeting.mail.composing import Because, send
from leavethemeeting.provider import letters
from leavethemeeting.shared.environment import environment


def is_broken(count: Count) -> bool:
    """Unreadable within the hour on as many plugins as ``BROKEN_ADAPTER_AT`` says."""
    return 0 < environment().broken_adapter_at.needed(count.seen_hour.plugins) <= count.broken_hour.plugins


def is_mended(count: Count) -> bool:
    """Read by most within the hour, and far from an alarm. That nobody is in a call is no recovery."""
    broken, seen = count.broken_hour.plugins, count.seen_hour.plugins
    return seen - broken > broken and 2 * broken < environment().broken_adapter_at.needed(seen)


def watch_adapters(*, now: datetime) -> int:
    """Tell the operator what has become unreadable, and note what has recovered; how many signals were told."""
    if not is_anything_broken(now=now):
        return 0
    with transaction.atomic():
        told = [count for count in counts(now=now) if _tells(count, now)]
        if told:
            _write_to_operator(told, now)
    for count in told:
        name = f"AdapterBroken.{count.platform}.{count.signal}"
        note(Sighting(source=Source.PLUGIN, name=name, stack=(), at=now, version=count.broken_version, request_id=""))
    return len(told)


def _tells(count: Count, now: datetime) -> bool:
    if is_broken(count) and count.since is not None:
        return raise_alarm(platform=count.platform, signal=count.signal, since=count.since, now=now)
    if is_mended(count):
        end_alarm(platform=count.platform, signal=count.signal, now=now)
    return False


def _write_to_operator(told: list[Count], now: datetime) -> None:
    """Without ``OPERATOR_EMAIL`` the console and the error log say it."""
    address = environment().operator_email.strip()
    if address:
        content = letters.adapters_broken(told)
        send(content, kind="adapters_broken", recipient=address, now=now, because=Because.OPERATOR)
