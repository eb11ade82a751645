"""What all tests share. The cast: Alice hosts, Bob attends, Charlie is a stranger."""

from __future__ import annotations

import os
import tempfile

os.environ.setdefault("LEAVETHEMEETING_TESTING", "1")
if "DATA_DIR" not in os.environ:  # before Django's settings are read
    os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="ltm-test-")
