"""Stands between the browsers and the service, and keeps every byte that a browser sends: no server could see more."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator


class Recorder:
    """Listens on ``port`` of loopback and passes everything on to another; ``sent`` is what came from browsers."""

    def __init__(self, port: int, onward: int) -> None:
        self.sent = bytearray()
        self._onward = onward
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", port))

    def serve(self) -> None:
        """Until ``close``."""
        while True:
            try:
                near, _address = self._listener.accept()
            except OSError:
                return
            try:
                far = socket.create_connection(("127.0.0.1", self._onward), timeout=30)
            except OSError:  # the service is not up yet
                near.close()
                continue
            threading.Thread(target=self._pump, args=(near, far, True), daemon=True).start()
            threading.Thread(target=self._pump, args=(far, near, False), daemon=True).start()

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _pump(self, source: socket.socket, target: socket.socket, keep: bool) -> None:
        with contextlib.suppress(OSError):
            source.settimeout(None)
            while chunk := source.recv(65536):
                if keep:
                    with self._lock:
                        self.sent += chunk
                target.sendall(chunk)
        for end in (source, target):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()


@contextlib.contextmanager
def recording(port: int, onward: int) -> Iterator[Recorder]:
    """A recorder for the time of the block."""
    recorder = Recorder(port, onward)
    thread = threading.Thread(target=recorder.serve, name="recorder", daemon=True)
    thread.start()
    try:
        yield recorder
    finally:
        recorder.close()
        thread.join(2)
