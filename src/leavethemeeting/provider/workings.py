"""How the service goes: what is done by the clock, what waits, how much room is left. About nobody."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.db import connection
from django.db.models import Count, Min, Q
from django.utils.translation import gettext as _

from leavethemeeting.mail.models import Letter, Mailing
from leavethemeeting.room.models import Boot, Checkpoint, Command
from leavethemeeting.shared.duty_runs import duty_runs, is_late
from leavethemeeting.shared.environment import environment
from leavethemeeting.shared.models import DutyRun
from leavethemeeting.shared.moments import to_datetime
from leavethemeeting.website.models import Case

#: What has waited longer than this is shown as stuck.
PATIENCE = {"letters": timedelta(minutes=15), "mailings": timedelta(hours=1), "commands": timedelta(minutes=1)}
LITTLE_ROOM = 10  # per cent of the disk


@dataclass(frozen=True, slots=True)
class DutyLine:
    """A duty in words: ``good``, ``late`` or ``failing``."""

    run: DutyRun
    state: str


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits: how many, since when the oldest, and whether that is too long."""

    title: str
    number: int
    oldest: datetime | None
    stuck: bool


@dataclass(frozen=True, slots=True)
class Room:
    """Bytes of the database and of the disk that the data folder is on."""

    database: int
    free: int
    whole: int

    @property
    def is_scarce(self) -> bool:
        return self.free * 100 < self.whole * LITTLE_ROOM


def duties(now: datetime) -> list[DutyLine]:
    """Those that need somebody first."""
    order = {"failing": 0, "late": 1, "good": 2}
    lines = [
        DutyLine(run, "failing" if run.failure else "late" if is_late(run, now) else "good") for run in duty_runs()
    ]
    return sorted(lines, key=lambda line: (order[line.state], line.run.name))


def _queue(title: str, number: int, oldest: datetime | None, now: datetime, patience: timedelta) -> Queue:
    return Queue(title, number, oldest, oldest is not None and now - oldest > patience)


def queues(now: datetime) -> list[Queue]:
    """Letters (where there is a mail server to take them), mailings, commands to the room, guardians."""
    waiting = Letter.objects.filter(sent_at=None, given_up_at=None).aggregate(n=Count("pk"), at=Min("written_at"))
    writing = Mailing.objects.filter(finished_at=None).aggregate(n=Count("pk"), at=Min("written_at"))
    told = Command.objects.filter(done_at=None).aggregate(n=Count("pk"), at=Min("given_at"))
    open_cases = ~Q(state=Case.State.CLOSED)
    guardians = Case.objects.filter(open_cases, kind=Case.Kind.GUARDIAN).aggregate(n=Count("pk"), at=Min("opened_at"))
    kept = environment().smtp is None  # then letters stay in the outbox by design
    return [
        Queue(_("Letters kept in the outbox, as there is no mail server"), waiting["n"], waiting["at"], False) if kept
        else _queue(_("Letters to be delivered"), waiting["n"], waiting["at"], now, PATIENCE["letters"]),
        _queue(_("Mailings whose letters are being written"), writing["n"], writing["at"], now, PATIENCE["mailings"]),
        _queue(
            _("Commands to a running room"), told["n"], to_datetime(told["at"]) if told["at"] else None, now,
            PATIENCE["commands"],
        ),
        _queue(_("Guardians who wait for you"), guardians["n"], guardians["at"], now, timedelta(days=1)),
    ]  # fmt: skip


def room_service() -> tuple[datetime | None, datetime | None]:
    """Since when the room service runs (None: it does not), and the last proof of life of a room."""
    boot = Boot.objects.filter(stopped_at=None).order_by("-started_at").first()
    if boot is None:
        return None, None
    last = Checkpoint.objects.filter(boot=boot).order_by("-at").values_list("at", flat=True).first()
    return to_datetime(boot.started_at), to_datetime(last) if last else None


def room_left() -> Room:
    """Of the disk, and what the database takes of it."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            database = int(cursor.fetchone()[0])
    else:
        path = Path(str(connection.settings_dict["NAME"]))
        database = sum(one.stat().st_size for one in path.parent.glob(f"{path.name}*")) if path.exists() else 0
    disk = shutil.disk_usage(environment().data_dir)
    return Room(database, disk.free, disk.total)


def troubles(now: datetime) -> int:
    """How many lines of the page need somebody: for the overview."""
    return sum(line.state != "good" for line in duties(now)) + sum(queue.stuck for queue in queues(now))
