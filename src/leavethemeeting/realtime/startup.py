"""What must be so before the realtime app serves: the schema is this version's, and nobody else serves it."""

from __future__ import annotations

import fcntl
import os
from typing import IO

from django.db.migrations.loader import MigrationLoader

from leavethemeeting.realtime.sql.connect import Transaction
from leavethemeeting.shared.environment import Environment


class Refused(Exception):
    """The process must not serve; ``str()`` says why and what to do."""


class Hold:
    """While it is held no other process serves from this data folder."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def release(self) -> None:
        self._file.close()  # the kernel drops the lock with the handle, also when we are killed


def hold_data_folder(environment: Environment) -> Hold | None:
    """On SQLite: the one server process. Raises Refused when another one runs. None on PostgreSQL."""
    if environment.database.vendor != "sqlite":
        return None
    environment.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = environment.data_dir / "server.lock"
    file = path.open("a+", encoding="ascii")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        file.seek(0)
        other = file.read().strip() or "unknown"
        file.close()
        raise Refused(
            f"Another server (process {other}) uses {environment.data_dir}. On SQLite only one may run: "
            "stop the other one, choose another DATA_DIR, or use PostgreSQL."
        ) from error
    file.truncate(0)
    file.write(str(os.getpid()))
    file.flush()
    return Hold(file)


def refuse_foreign_schema(transaction: Transaction) -> None:
    """Raises Refused unless exactly the migrations that this version ships are applied."""
    loader = MigrationLoader(None, load=False)
    loader.load_disk()
    shipped = set(loader.disk_migrations)
    labels = {app for app, _ in shipped}
    applied = {(app, name) for app, name in transaction.rows("SELECT app, name FROM django_migrations")}
    missing = sorted(shipped - applied)
    foreign = sorted((app, name) for app, name in applied - shipped if app in labels)
    if missing:
        raise Refused(
            f"The database is older than this version ({_first(missing)} is not applied): run `leavethemeeting migrate`."
        )
    if foreign:
        raise Refused(f"The database belongs to a newer version ({_first(foreign)} is unknown here): upgrade this one.")


def _first(migrations: list[tuple[str, str]]) -> str:
    return ".".join(migrations[0]) + (f" and {len(migrations) - 1} more" if len(migrations) > 1 else "")
