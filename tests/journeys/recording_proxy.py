"""A forward proxy that a browser is told to use for everything: what it was asked for is what left the browser, whoever asked."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from tests.journeys.leaving import is_a_browsers_own

#: Chromium goes past a proxy to this machine unless it is told not to.
ALSO_LOOPBACK = "--proxy-bypass-list=<-loopback>"
_NOT_PASSED_ON = {"proxy-connection", "connection", "keep-alive", "transfer-encoding", "content-length"}


@dataclass
class Asked:
    """Every request from its start on, in order: `GET http://host/path` or, encrypted, `CONNECT host:443`.

    What the browser asks of its own maker, whatever is installed, stands apart.
    """

    port: int
    all: list[str] = field(default_factory=list)
    of_the_browser: list[str] = field(default_factory=list)

    def note(self, request: str, host: str) -> None:
        is_own = "." in host and is_a_browsers_own(host)
        (self.of_the_browser if is_own else self.all).append(request)

    @property
    def flags(self) -> tuple[str, str]:
        return f"--proxy-server=http://127.0.0.1:{self.port}", ALSO_LOOPBACK

    def since(self, mark: int) -> list[str]:
        return self.all[mark:]

    def mark(self) -> int:
        return len(self.all)


class _Handler(BaseHTTPRequestHandler):
    asked: Asked

    def log_message(self, format: str, *args: object) -> None:
        pass

    def refuse(self) -> None:
        self.asked.note(f"CONNECT {self.path}", self.path.partition(":")[0])
        self.send_error(502)  # there is nobody out there

    def pass_on(self) -> None:
        to = urlsplit(self.path)
        self.asked.note(f"{self.command} {self.path}", to.hostname or "")
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name: value for name, value in self.headers.items() if name.lower() not in _NOT_PASSED_ON}
        there = http.client.HTTPConnection("127.0.0.1", to.port or 80, timeout=20)
        try:
            there.request(self.command, f"{to.path}?{to.query}" if to.query else to.path, body or None, headers)
            answer = there.getresponse()
            content = answer.read()
        except OSError:
            self.send_error(502)
            return
        finally:
            there.close()
        self.send_response_only(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in _NOT_PASSED_ON:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)


setattr(_Handler, "do_CONNECT", _Handler.refuse)  # noqa: B010 -- as the library wants it to be called
for _method in ("GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS"):
    setattr(_Handler, f"do_{_method}", _Handler.pass_on)


@contextmanager
def recording_proxy() -> Iterator[Asked]:
    asked = Asked(0)
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"asked": asked}))
    asked.port = server.server_port
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield asked
    finally:
        server.shutdown()
        server.server_close()
