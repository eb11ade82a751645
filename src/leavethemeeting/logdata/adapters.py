"""The writer of what plugins can read on the pages of meeting platforms, and of the alarms that come of it."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from leavethemeeting.logdata.kinds import Platform, Readable, Signal, Source
from leavethemeeting.logdata.models import AdapterAlarm, AdapterReading
from leavethemeeting.logdata.sightings import Sighting, note
from leavethemeeting.shared.environment import environment

AGAIN_AFTER = timedelta(days=1)  # an alarm that goes on is told again


@dataclass(frozen=True, slots=True)
class Told:
    """What a plugin says about one platform's page: some signals, not always all. ``browser``: the family."""

    platform: Platform
    version: str
    browser: str
    readable: Mapping[Signal, Readable]


def _ref(kind: str, key: object) -> str:
    """By which plugins and members are told apart, and no more."""
    return hmac.new(environment().secret_key.encode(), f"adapter {kind}:{key}".encode(), hashlib.sha256).hexdigest()[
        :32
    ]


@transaction.atomic
def record(*, plugin_id: int, user_id: UUID, told: Told, now: datetime) -> None:
    """Note what a plugin says. What it says for the first time cannot be read stands in the error log as well."""
    plugin, member = _ref("plugin", plugin_id), _ref("member", user_id)
    for signal, readable in told.readable.items():
        if _keep(plugin, member, told, signal, now) and readable is not Readable.OK:
            name = f"Adapter.{told.platform}.{signal}.{readable}"
            note(
                Sighting(source=Source.PLUGIN, name=name, stack=(), at=now, version=told.version, browser=told.browser)
            )


def _keep(plugin: str, member: str, told: Told, signal: Signal, now: datetime) -> bool:
    """Whether this is news: its first word on the signal, or another one than before."""
    about = {"version": told.version[:20], "browser": told.browser[:40], "member_ref": member, "last_at": now}
    readable = told.readable[signal].value
    mine = AdapterReading.objects.filter(plugin_ref=plugin, platform=told.platform.value, signal=signal.value)
    if mine.filter(readable=readable).update(**about):
        return False
    AdapterReading.objects.update_or_create(
        plugin_ref=plugin, platform=told.platform.value, signal=signal.value,
        defaults={"readable": readable, "since": now, **about},
    )  # fmt: skip
    return True


def forget_member(user_id: UUID) -> None:
    """What the member's plugins said; for the deletion's transaction."""
    AdapterReading.objects.filter(member_ref=_ref("member", user_id)).delete()


def raise_alarm(*, platform: Platform, signal: Signal, since: datetime, now: datetime) -> bool:
    """It cannot be read on many plugins. Whether the operator is to be told: at first, after a recovery, and once a day.

    Of two processes that see it at once one is answered with yes.
    """
    alarm, _made = AdapterAlarm.objects.get_or_create(
        platform=platform.value, signal=signal.value, defaults={"since": since, "last_at": now}
    )
    due = Q(told_at=None) | Q(told_at__lte=now - AGAIN_AFTER) | Q(over_at__isnull=False)
    again = AdapterAlarm.objects.filter(due, pk=alarm.pk)
    began = since if alarm.over_at else min(since, alarm.since)
    if again.update(told_at=now, over_at=None, since=began, last_at=now):
        return True
    AdapterAlarm.objects.filter(pk=alarm.pk).update(last_at=now)
    return False


def end_alarm(*, platform: Platform, signal: Signal, now: datetime) -> bool:
    """It can be read again; False where no alarm was open."""
    found = AdapterAlarm.objects.filter(platform=platform.value, signal=signal.value, over_at=None)
    return bool(found.update(over_at=now))
