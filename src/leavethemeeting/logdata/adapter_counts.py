"""How many plugins can read what on the pages of meeting platforms: counts only, and small ones are not given out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from leavethemeeting.logdata.kinds import Platform, Readable, Signal
from leavethemeeting.logdata.models import AdapterAlarm, AdapterReading

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FEWEST = 5  # people: a smaller number might point at one of them


@dataclass(frozen=True, slots=True)
class Number:
    """How many plugins, of how many people."""

    plugins: int
    people: int

    @property
    def shown(self) -> int | None:
        """The number of plugins; None where it may not be shown. That there are none may be said."""
        return self.plugins if not self.plugins or self.people >= FEWEST else None


@dataclass(frozen=True, slots=True)
class Count:
    """One signal of one platform. ``since``: when the first of those that cannot read it said so; None where all can."""

    platform: Platform
    signal: Signal
    broken_hour: Number
    seen_hour: Number
    broken_day: Number
    seen_day: Number
    since: datetime | None
    last_at: datetime
    versions: tuple[str, ...]  # of those that cannot read it, else of all; the most frequent first
    browsers: tuple[str, ...]  # likewise, only those that enough people use
    alarm: AdapterAlarm | None = None

    @property
    def broken_version(self) -> str:
        """Of the plugins that cannot read it, the most frequent one."""
        return self.versions[0] if self.versions else ""


def counts(*, now: datetime) -> list[Count]:
    """Everything that plugins told within the day, by platform and signal in the order of their lists."""
    alarms = {(alarm.platform, alarm.signal): alarm for alarm in AdapterAlarm.objects.all()}
    order = {str(word): place for kinds in (Platform, Signal) for place, word in enumerate(kinds)}
    rows = sorted(
        AdapterReading.objects.filter(last_at__gt=now - DAY), key=lambda row: (order[row.platform], order[row.signal])
    )
    return [
        _count(Platform(platform), Signal(signal), list(group), alarms.get((platform, signal)), now)
        for (platform, signal), group in groupby(rows, key=lambda row: (row.platform, row.signal))
    ]


def open_alarms() -> int:
    """How many signals were unreadable on many plugins and have not recovered."""
    return AdapterAlarm.objects.filter(over_at=None).count()


def is_anything_broken(*, now: datetime) -> bool:
    """Whether there is anything to count: cheap, for on most days there is not."""
    broken = AdapterReading.objects.filter(last_at__gt=now - HOUR).exclude(readable=Readable.OK.value)
    return broken.exists() or open_alarms() > 0


def _count(
    platform: Platform, signal: Signal, seen: list[AdapterReading], alarm: AdapterAlarm | None, now: datetime
) -> Count:
    broken = [row for row in seen if row.readable != Readable.OK]
    concerned = broken or seen
    return Count(
        platform, signal, broken_hour=_number(_within(broken, now)), seen_hour=_number(_within(seen, now)),
        broken_day=_number(broken), seen_day=_number(seen), since=min((row.since for row in broken), default=None),
        last_at=max(row.last_at for row in seen), versions=_by_number(row.version for row in concerned if row.version),
        browsers=tuple(_used_by_many(concerned)), alarm=alarm,
    )  # fmt: skip


def _within(rows: Iterable[AdapterReading], now: datetime) -> list[AdapterReading]:
    return [row for row in rows if row.last_at > now - HOUR]


def _number(rows: Iterable[AdapterReading]) -> Number:
    told = list(rows)
    return Number(len({row.plugin_ref for row in told}), len({row.member_ref for row in told}))


def _by_number(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(word for word, _times in Counter(words).most_common())


def _used_by_many(rows: list[AdapterReading]) -> Iterator[str]:
    for browser in _by_number(row.browser for row in rows if row.browser):
        if _number(row for row in rows if row.browser == browser).people >= FEWEST:
            yield browser
