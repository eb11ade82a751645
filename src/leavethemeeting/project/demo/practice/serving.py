"""The plumbing under the practice pages: requests in, answers out, on loopback and nowhere else."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_MOST = 65_536  # bytes of a form

_STYLE = """
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif }
body { margin: 0 auto; max-width: 32rem; padding: 0 1rem 3rem }
.practice { background: #7a4b00; color: #fff; margin: 0 -1rem; padding: .6rem 1rem; font-weight: 600 }
form { margin: .75rem 0 } fieldset { border: 1px solid #8a8f98; border-radius: .5rem; margin: 0 0 1rem }
label { display: block; padding: .4rem 0 }
button { font: inherit; padding: .6rem 1rem; border-radius: .5rem; border: 1px solid #8a8f98; width: 100%; text-align: start }
button.deny { background: none; color: inherit }
small { display: block; opacity: .8 } legend { padding: 0 .4rem; font-weight: 600 }
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request. ``values`` are the query's and the form's, the form's winning."""

    method: str
    path: str
    values: Mapping[str, str]
    headers: Mapping[str, str]
    pairs: tuple[tuple[str, str], ...] = ()  # all of them, for fields that come more than once

    @property
    def bearer(self) -> str:
        """The token of the Authorization header, or empty."""
        return self.headers.get("authorization", "").removeprefix("Bearer ").strip()


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer."""

    status: int
    body: bytes = b""
    kind: str = "application/json; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)


Route = Callable[[Asked], Answer]


def as_json(told: Any, status: int = 200) -> Answer:
    return Answer(status, json.dumps(told).encode())


def to(address: str) -> Answer:
    """Send the browser to ``address``."""
    return Answer(302, headers={"Location": address})


def back(redirect_uri: str, told: Mapping[str, str], *, fragment: bool = False) -> Answer:
    """Send the browser back to the service with ``told`` in the query, or in the fragment. Refused off this machine."""
    if urlsplit(redirect_uri).hostname not in LOOPBACK:
        return as_json({"error": "practice identities lead back to this machine only"}, 400)
    return to(f"{redirect_uri}{'#' if fragment else '?'}{urlencode(told)}")


def page(who: str, heading: str, inside: str, *, status: int = 200) -> Answer:
    """A page of the practice network ``who``; ``inside`` is HTML, the rest is escaped here."""
    title = escape(f"Practice {who} – nobody real")
    body = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/practice.css"></head>'
        f'<body><p class="practice">{title}</p><main><h1>{escape(heading)}</h1>{inside}</main></body></html>'
    )
    return Answer(status, body.encode(), "text/html; charset=utf-8", {"Cache-Control": "no-store"})


def _style(_asked: Asked) -> Answer:
    return Answer(200, _STYLE.encode(), "text/css; charset=utf-8")


class _Handler(BaseHTTPRequestHandler):
    routes: Mapping[tuple[str, str], Route]

    def _answer(self) -> None:
        address = urlsplit(self.path)
        size = min(int(self.headers.get("Content-Length") or 0), _MOST)
        pairs = (*parse_qsl(address.query), *parse_qsl(self.rfile.read(size).decode(errors="replace")))
        headers = {name.lower(): value for name, value in self.headers.items()}
        asked = Asked(self.command, address.path, dict(pairs), headers, pairs)
        route = self.routes.get((asked.method, asked.path))
        answer = Answer(204) if asked.method == "OPTIONS" else route(asked) if route else as_json({"error": "no"}, 404)
        self.send_response(answer.status)
        for name, value in {"Content-Type": answer.kind, **answer.headers, **self._cors(asked)}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    do_GET = do_POST = do_DELETE = do_OPTIONS = _answer  # noqa: N815 -- the names that http.server calls

    @staticmethod
    def _cors(asked: Asked) -> dict[str, str]:
        """As the real APIs do: any page may ask, because the token is the key."""
        if "origin" not in asked.headers:
            return {}
        return {
            "Access-Control-Allow-Origin": asked.headers["origin"],
            "Access-Control-Allow-Headers": "authorization, content-type",
            "Access-Control-Allow-Methods": "GET, POST",
            "Vary": "Origin",
        }

    def log_message(self, *_said: object) -> None:
        """Silent: the demonstration's terminal belongs to the service."""


@contextlib.contextmanager
def served(routes: Mapping[tuple[str, str], Route], *, port: int = 0) -> Iterator[str]:
    """Serve ``routes`` by (method, path) on loopback in a thread; gives the address without a trailing slash.

    ``port`` 0 takes any; a taken one raises OSError.
    """
    handler = type("Handler", (_Handler,), {"routes": {("GET", "/practice.css"): _style, **routes}})
    server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.1,), name="practice identities", daemon=True)
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(2)
