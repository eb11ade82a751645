"""A real installation on loopback: ``leavethemeeting serve`` in a process and a folder of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Site:
    """``start``, ``kill`` (SIGKILL), ``stop`` (SIGTERM), and a stage hand who sets scenes in its database."""

    folder: Path
    database_url: str = ""
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def log(self) -> str:
        return (self.folder / "serve.log").read_text(errors="replace")

    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_URL", "EMAIL_"))}
        kept.update(
            DATA_DIR=str(self.folder / "data"), LISTEN=f"127.0.0.1:{self.port}", PUBLIC_URL=self.url, LOCAL_RUN="1",
            PYTHONPATH=f"{ROOT / 'src'}:{ROOT}", PYTHONUNBUFFERED="1",
        )  # fmt: skip
        return kept | ({"DATABASE_URL": self.database_url} if self.database_url else {})

    def start(self) -> float:
        """Serve; returns after the first answer with how many seconds that took."""
        began = time.monotonic()
        with (self.folder / "serve.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "leavethemeeting", "serve"],
                cwd=self.folder, env=self.environment(), stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        while time.monotonic() - began < 60:
            if self.process.poll() is not None:
                raise AssertionError(f"serve ended with {self.process.returncode}:\n{self.log}")
            try:
                with urllib.request.urlopen(f"{self.url}/healthz", timeout=1):
                    return time.monotonic() - began
            except (urllib.error.URLError, OSError):
                time.sleep(0.05)
        raise AssertionError(f"serve does not answer:\n{self.log}")

    def kill(self) -> None:
        """As if the power went: SIGKILL."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """As an operator does: SIGTERM, then wait."""
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, how)
            self.process.wait(timeout=20)
        self.process = None

    def scene(self, command: str, **arguments: Any) -> Any:
        """Let the stage hand do ``command`` (a function of tests/journeys/scenes.py); gives its answer."""
        done = subprocess.run(
            [sys.executable, "-m", "tests.journeys.scenes", command, json.dumps(arguments)],
            cwd=ROOT, env=self.environment() | {"LEAVETHEMEETING_TESTING": "1"}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])
