"""``leavethemeeting serve``: from nothing to a running service, in the right order."""

from __future__ import annotations

import contextlib
import fcntl
import sys
from collections.abc import Iterator
from datetime import UTC, datetime

from django.core.management import call_command
from django.db import connection

from leavethemeeting.accounts.actions import make_set_up_link
from leavethemeeting.accounts.models import User
from leavethemeeting.logdata.lines import let_nothing_else_speak
from leavethemeeting.privacy import replaying, verify
from leavethemeeting.project import schedule
from leavethemeeting.realtime import server
from leavethemeeting.shared.environment import Environment

MIGRATION_LOCK = 0x4C544D0  # any number, as long as every version uses the same


@contextlib.contextmanager
def _migration_lock(environment: Environment) -> Iterator[None]:
    """One process migrates at a time; the others wait and find nothing left to do."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
            try:
                yield
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATION_LOCK])
        return
    environment.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (environment.data_dir / "migration.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def migrate(environment: Environment) -> None:
    """Bring the database up to date, under a lock."""
    with _migration_lock(environment):
        call_command("migrate", verbosity=0, interactive=False)


def erase_again(environment: Environment) -> None:
    """Whoever was erased and is here again, because an older backup was restored, goes before anybody is answered."""
    with _migration_lock(environment):
        if connection.vendor == "sqlite":  # there is one server process, and it begins: whoever held one is dead
            replaying.let_go()
        count = replaying.replay()
    if count:
        sys.stdout.write(
            f"The database was older than {count} erasure(s); carried out again, before anybody is served.\n"
        )


def set_up_link(environment: Environment) -> str | None:
    """A fresh one-time link for the provider's account; ``None`` when there is a provider."""
    if User.objects.filter(is_provider=True).exists():
        return None
    return environment.public_url + make_set_up_link(now=datetime.now(UTC))


def _say(environment: Environment, link: str | None) -> None:
    """What to open, in as many lines as needed and no more."""
    lines = ["", f"LeaveTheMeeting is on  {environment.public_url}"]
    if link:
        lines += ["", "First start: make the provider's account with this link. It works once.", f"  {link}"]
    if environment.smtp is None:
        lines.append(
            f"No SMTP is set: letters wait in  {environment.public_url}/outbox/"
            + ("" if environment.local_run else "  (for the provider)")
        )
    lines += ["Stop with Ctrl-C.", ""]
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


def serve(environment: Environment) -> int:
    """Migrate, check the data map, erase again what a backup brought back, print what to open, serve until told to stop."""
    let_nothing_else_speak()
    migrate(environment)
    drift = verify.drift()
    if drift:
        sys.stderr.write("The database holds what the data map does not declare; not serving.\n")
        sys.stderr.write("\n".join(f"  {line}" for line in drift) + "\n")
        return 1
    erase_again(environment)
    _say(environment, set_up_link(environment))
    connection.close()
    with schedule.running():
        return server.serve(environment)
