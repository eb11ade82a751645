"""A process of its own that delivers what is due until it is killed: ``python -m tests.mail.postman``.

The database and the mail server come from the environment, as in the product.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from django.db import connection

from leavethemeeting.shared.environment import Smtp

ROOT = Path(__file__).resolve().parents[2]


def _database_url() -> str:
    """The database that the tests run on."""
    told = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{told['NAME']}"
    host = quote(str(told["HOST"]), safe="")
    who = f"{quote(str(told['USER']))}:{quote(str(told['PASSWORD']))}"
    server = f"{told['HOST']}:{told['PORT']}" if told["PORT"] else told["HOST"]
    if str(told["HOST"]).startswith("/"):
        return f"postgres://{who}@/{told['NAME']}?host={host}"
    return f"postgres://{who}@{server}/{told['NAME']}"


@contextmanager
def postman(smtp: Smtp) -> Iterator[subprocess.Popen[bytes]]:
    """Start one; what is left of it at the end is killed."""
    environment = {
        **os.environ, "DATABASE_URL": _database_url(), "EMAIL_URL": f"smtp://{smtp.host}:{smtp.port}", "PYTHONPATH": "src:.",
    }  # fmt: skip
    process = subprocess.Popen([sys.executable, "-m", "tests.mail.postman"], cwd=ROOT, env=environment)
    try:
        yield process
    finally:
        process.kill()
        process.wait(timeout=30)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leavethemeeting.project.settings")
    import django

    django.setup()
    from leavethemeeting.mail.delivery import deliver_due

    while True:
        deliver_due(now=datetime.now(UTC))
        time.sleep(0.05)


if __name__ == "__main__":
    main()
