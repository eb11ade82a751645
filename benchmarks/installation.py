"""A database of our own for a benchmark: migrated, empty, thrown away by whoever made its folder."""

from __future__ import annotations

import os
import tempfile

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leavethemeeting.project.settings")
os.environ.setdefault("LEAVETHEMEETING_TESTING", "1")
os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="ltm-bench-"))

import django


def prepare() -> str:
    """Migrate; gives the database's vendor."""
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    return connection.vendor
