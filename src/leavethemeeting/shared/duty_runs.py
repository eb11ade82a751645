"""How the scheduled duties went: written by the schedule, read by the provider's page."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from leavethemeeting.shared.models import DutyRun

#: A good run is written at most once a minute: a duty of every ten seconds must not cost a commit each time.
APART = timedelta(minutes=1)
#: A duty is late after three of its intervals, and never before five minutes.
LATE_TIMES, LATE_LEAST = 3, timedelta(minutes=5)


@dataclass(slots=True)
class Diary:
    """Of one duty in one process. ``write`` is called after each run."""

    name: str
    every_s: float
    _written_at: datetime | None = field(default=None)
    _failure: str = field(default="")

    def write(self, *, began: datetime, ended: datetime, failure: str) -> bool:
        """Whether a row was written: when a minute is over, and when it goes well again or no more."""
        if self._written_at is not None and failure == self._failure and began - self._written_at < APART:
            return False
        took = max(0, round((ended - began).total_seconds() * 1000))
        said = {"every_s": max(1, round(self.every_s)), "began_at": began, "took_ms": took, "failure": failure[:120]}
        said |= {"failed_at": ended} if failure else {"done_at": ended}
        DutyRun.objects.update_or_create(name=self.name, defaults=said)
        self._written_at, self._failure = began, failure
        return True


def is_late(run: DutyRun, now: datetime) -> bool:
    """Whether it should have begun again long ago: its thread is dead or stuck."""
    return now - run.began_at > max(LATE_LEAST, LATE_TIMES * timedelta(seconds=run.every_s))


def duty_runs() -> list[DutyRun]:
    """All duties, by name."""
    return list(DutyRun.objects.order_by("name"))


def forget_others(names: Collection[str]) -> None:
    """Duties that an earlier release had are dropped."""
    DutyRun.objects.exclude(name__in=list(names)).delete()
