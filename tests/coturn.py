"""A real TURN server for the tests that need one."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ports import free_port

SECRET = "open sesame"


@pytest.fixture
def turn_server(tmp_path: Path) -> Iterator[int]:
    """coturn on loopback with the shared secret ``SECRET``; gives its port."""
    program = shutil.which("turnserver")
    assert program, "apt-get install coturn"
    port = free_port(socket.SOCK_DGRAM)
    process = subprocess.Popen(
        [program, "-n", "-L", "127.0.0.1", "-p", str(port), "--no-tls", "--no-dtls", "--no-cli", "--use-auth-secret",
         f"--static-auth-secret={SECRET}", "--realm=ltm", f"--userdb={tmp_path}/db", f"--pidfile={tmp_path}/pid", "--log-file=stdout"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=tmp_path,
    )  # fmt: skip
    time.sleep(0.7)
    yield port
    process.kill()
    process.wait()
