"""On SQLite a data folder has one server at a time: each worker of a test run has a folder of its own for its servers."""

from __future__ import annotations

import os
from pathlib import Path

from leavethemeeting.shared.environment import environment


def own_data_dir() -> Path:
    """Of this worker; the server makes it."""
    return environment().data_dir / os.environ.get("PYTEST_XDIST_WORKER", "alone")


def variables_of_child() -> dict[str, str]:
    """The same for a server in a process of its own, which keeps the secret key of the run."""
    return {"DATA_DIR": str(own_data_dir()), "SECRET_KEY": environment().secret_key}
