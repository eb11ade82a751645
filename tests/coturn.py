"""A real TURN server for the tests that need one."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.ports import free_port

SECRET = "open sesame"
SETTLES_S = 0.7


@dataclass
class Coturn:
    """coturn on loopback with the shared secret ``SECRET``. A new start knows nothing of the one before."""

    folder: Path
    port: int = field(default_factory=lambda: free_port(socket.SOCK_DGRAM))
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        program = shutil.which("turnserver")
        assert program, "apt-get install coturn"
        self.process = subprocess.Popen(
            [program, "-n", "-L", "127.0.0.1", "-E", "127.0.0.1", "--allow-loopback-peers", "-p", str(self.port),
             "--no-tls", "--no-dtls", "--no-cli", "--use-auth-secret", f"--static-auth-secret={SECRET}", "--realm=ltm",
             f"--userdb={self.folder}/db", f"--pidfile={self.folder}/pid", "--log-file=stdout"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=self.folder,
        )  # fmt: skip
        time.sleep(SETTLES_S)

    def kill(self) -> None:
        """Gone without a word, with every relay it held."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
        self.process = None


@pytest.fixture
def turn_server(tmp_path: Path) -> Iterator[int]:
    """Gives its port."""
    server = Coturn(tmp_path)
    server.start()
    yield server.port
    server.kill()
