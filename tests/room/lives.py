"""Lives that can end badly: a browser that freezes, and a server in a process of its own that is killed."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import cast

from django.db import connection
from websockets.client import ClientProtocol
from websockets.frames import Frame
from websockets.typing import Origin
from websockets.uri import parse_uri

from leavethemeeting.shared.environment import environment
from leavethemeeting.shared.moments import now_ms
from tests.data_folders import variables_of_child
from tests.room.story import Run, Running, wait_until

ROOT = Path(__file__).resolve().parents[2]


class Frozen:
    """A browser whose process stops: its socket stays open, and nobody reads it or answers pings."""

    def __init__(self, server: Running, hello: dict[str, str]) -> None:
        self.protocol = ClientProtocol(parse_uri(server.address), origin=Origin(server.environment.public_url))
        self.socket = socket.create_connection(("127.0.0.1", server.environment.listen_port))
        if server.trust is not None:
            self.socket = server.trust.wrap_socket(self.socket, server_hostname="127.0.0.1")
        self.pinged = 0
        self.protocol.send_request(self.protocol.connect())
        self._flush()
        self._read()
        self.protocol.send_text(json.dumps(hello).encode())
        self._flush()

    def _flush(self) -> None:
        for data in self.protocol.data_to_send():
            self.socket.sendall(data)

    def _read(self) -> list[dict[str, object]]:
        self.protocol.receive_data(self.socket.recv(1 << 20))
        self._flush()  # pongs
        frames = [event for event in self.protocol.events_received() if isinstance(event, Frame)]
        self.pinged += sum(frame.opcode.name == "PING" for frame in frames)
        return [json.loads(bytes(frame.data)) for frame in frames if frame.opcode.name == "TEXT"]

    def live_until_welcome(self) -> str:
        while True:
            for message in self._read():
                if message["type"] == "welcome":
                    return cast(str, message["connection"])

    def live_for(self, seconds: float) -> int:
        """Answer pings for a while; the moment of the last answer, milliseconds UTC."""
        until, answered = time.monotonic() + seconds, now_ms()
        self.socket.settimeout(0.1)
        while time.monotonic() < until:
            try:
                self._read()
                answered = now_ms()
            except TimeoutError:
                continue
        return answered


@contextmanager
def server_process(run: Run) -> Iterator[tuple[Running, subprocess.Popen[bytes]]]:
    """The server as a process; killed at the end if it still lives."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = replace(environment(), public_url=f"http://127.0.0.1:{port}", listen_port=port)
    variables = {
        **os.environ, "PUBLIC_URL": settings.public_url, "LISTEN": f"127.0.0.1:{port}", "PYTHONPATH": str(ROOT / "src"),
        "DJANGO_SETTINGS_MODULE": "leavethemeeting.project.settings", **variables_of_child(),
    }  # fmt: skip
    name = str(connection.settings_dict["NAME"])
    process = subprocess.Popen([sys.executable, str(ROOT / "tests/room/server_process.py"), name], env=variables)
    try:
        wait_until(lambda: _answers(port) or process.poll() is not None, seconds=60)
        assert process.poll() is None, "the server did not start"
        yield Running(settings, None, None), process  # type: ignore[arg-type]  # -- they live in the other process
    finally:
        process.kill()
        process.wait()


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
