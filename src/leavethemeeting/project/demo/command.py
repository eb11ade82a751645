"""``leavethemeeting demo`` and ``demo --remove``."""

from __future__ import annotations

import os
import shutil
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from leavethemeeting.project.demo.practice.networks import Practice, practising
from leavethemeeting.shared.environment import Environment, environment

FOLDER = "demo-data"
MARK = "this-folder-is-a-demonstration"
PASSWORD = "a demonstration only"  # noqa: S105 -- printed, for an installation that listens on loopback only
SIMULATED = 14
_NETWORKS = tuple(
    f"{network}_{part}" for network in ("GOOGLE", "FACEBOOK")
    for part in ("CLIENT_ID", "CLIENT_SECRET", "CLIENT_SECRET_FILE", "URL")
)  # fmt: skip


def _folder() -> Path:
    return Path(FOLDER).resolve()


def remove() -> int:
    """Delete the demonstration's folder; nothing else is touched, and only with our mark in it."""
    folder = _folder()
    if not folder.exists():
        sys.stdout.write("There is no demonstration here.\n")
        return 0
    if not (folder / MARK).exists():
        sys.stderr.write(f"{folder} was not made by `demo`; not removing it.\n")
        return 1
    shutil.rmtree(folder)
    sys.stdout.write(f"Removed {folder} and everybody in it.\n")
    return 0


def _own_environment(practice: Practice) -> Environment:
    """SQLite in the demonstration's folder whatever is set: a real database is never filled with invented people, and
    nobody real signs in, because the networks are practice ones.
    """
    for name in ("DATABASE_URL", "DATABASE_URL_FILE", "EMAIL_URL", "EMAIL_URL_FILE", "PUBLIC_URL", *_NETWORKS):
        os.environ.pop(name, None)
    os.environ.update(DATA_DIR=str(_folder()), LOCAL_RUN="1", DEMO="1", **practice.variables())
    environment.cache_clear()
    return environment()


def run(*, fresh: bool = False) -> int:
    """Make the demonstration if there is none (or ``fresh``), then serve it, with practice networks on a port of their own."""
    with practising() as practice:
        return _run(_own_environment(practice), practice, fresh=fresh)


def _run(settings: Environment, practice: Practice, *, fresh: bool) -> int:
    folder = _folder()
    if fresh and (folder / MARK).exists():
        shutil.rmtree(folder)
    made = not (folder / MARK).exists()
    folder.mkdir(mode=0o700, exist_ok=True)
    (folder / MARK).touch()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leavethemeeting.project.settings")
    import django  # noqa: PLC0415 -- after the environment was set

    django.setup()
    from leavethemeeting.project import serving  # noqa: PLC0415 -- needs Django
    from leavethemeeting.project.demo import filling, living  # noqa: PLC0415 -- needs Django

    serving.migrate(settings)
    if made:
        filling.fill(settings, today=datetime.now(UTC) - timedelta(minutes=1))
    people = filling.open_running_meeting(now=datetime.now(UTC), guests=SIMULATED)
    sys.stdout.write(
        f"\nA demonstration: everybody in it is invented. Sign in as the host or as the provider:\n"
        f"  {filling.HOST_EMAIL}      {PASSWORD}\n  {filling.PROVIDER_EMAIL}  {PASSWORD}\n"
        f"Practice Google and practice Facebook, where nobody is real, are at {practice.url}.\n"
        f"`make demo-remove` removes it whole.\n"
    )
    with living.simulated(settings, people):
        return serving.serve(settings)
