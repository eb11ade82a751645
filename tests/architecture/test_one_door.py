"""Nothing of the package talks to another machine but ``shared/outgoing.py`` (C35, C36)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "src/leavethemeeting"
DOOR = "shared/outgoing.py"
MODULES = sorted(str(path.relative_to(PACKAGE)) for path in PACKAGE.rglob("*.py"))

#: Modules that can open a connection, the names of them that cannot, and who may have them without being the door.
CLIENTS: dict[str, frozenset[str]] = {
    "socket": frozenset(), "smtplib": frozenset({
        "SMTPException", "SMTPNotSupportedError", "SMTPRecipientsRefused", "SMTPResponseException",
    }),
    "http.client": frozenset({"HTTPException"}), "urllib.request": frozenset(), "urllib3": frozenset(), "requests": frozenset(),
    "httpx": frozenset(), "aiohttp": frozenset(), "ftplib": frozenset(), "imaplib": frozenset(), "poplib": frozenset(),
    "telnetlib": frozenset(), "xmlrpc.client": frozenset(), "anyio": frozenset(), "websockets": frozenset({"Frame", "Request", "ConnectionClosed"}), "subprocess": frozenset(),
}  # fmt: skip
HARMLESS_MODULES = frozenset({"requests.exceptions"})
EXCEPTIONS = {
    "shared/egress.py": ("socket", "names families, and wraps getaddrinfo to remember its answers"),
    "realtime/server.py": ("socket", "the type of sockets that listen"),
    "project/local_certificate.py": ("socket", "asks the kernel for a route; no packet leaves"),
    "project/demo/living.py": ("websockets", "invented attendees enter the demonstration's own room, on loopback"),
    "project/turn_check.py": ("socket", "the type of a line that the door opened"),
}
CALLS = frozenset({"open_connection", "create_connection", "create_datagram_endpoint", "sock_connect"})


def clients_in(source: str) -> Iterator[str]:
    """What in the module could open a connection: a client's module, an event loop's call, or a backend loaded by its name."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if _client(alias.name))
        elif isinstance(node, ast.ImportFrom) and node.module and node.module not in HARMLESS_MODULES:
            names = {alias.name for alias in node.names}
            found = _client(node.module) or next(
                (one for name in names if (one := _client(f"{node.module}.{name}"))), ""
            )
            if found and not names <= CLIENTS[found]:
                yield found
        elif isinstance(node, ast.Attribute) and node.attr in CALLS:
            yield node.attr


def _client(module: str) -> str:
    return next((one for one in CLIENTS if module == one or module.startswith(f"{one}.")), "")


@pytest.mark.parametrize("module", MODULES)
def test_only_the_door_opens_connections(module: str) -> None:
    found = set(clients_in((PACKAGE / module).read_text(encoding="utf-8")))
    if module != DOOR:
        assert found <= {EXCEPTIONS.get(module, ("", ""))[0]}, f"{module}: go through {DOOR}"


def test_what_is_excepted_is_still_there() -> None:
    for module, (what, _why) in EXCEPTIONS.items():
        assert what in set(clients_in((PACKAGE / module).read_text(encoding="utf-8"))), f"{module} needs no exception"


def test_whoever_only_names_the_type_of_a_socket_opens_none() -> None:
    for module in ("realtime/server.py", "project/turn_check.py"):
        opened = [
            node.func.attr
            for node in ast.walk(ast.parse((PACKAGE / module).read_text(encoding="utf-8")))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name) and node.func.value.id == "socket"
        ]  # fmt: skip
        assert opened == [], module


def test_mail_services_speak_through_the_door() -> None:
    """anymail opens sessions by itself; who loads it hands its session to the door."""
    loads = [module for module in MODULES if "anymail.backends" in (PACKAGE / module).read_text(encoding="utf-8")]
    assert loads == ["mail/by_api.py"]
    assert "through_the_door(backend.session" in (PACKAGE / loads[0]).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "planted",
    [
        "import requests", "from urllib.request import urlopen", "from urllib import request", "import http.client",
        "from smtplib import SMTP", "import asyncio\n\nasync def f():\n    await asyncio.open_connection('x', 1)", "import httpx as h",
        "from requests import Session", "def f():\n    import socket", "import subprocess",
    ],
)  # fmt: skip
def test_a_planted_client_is_found(planted: str) -> None:
    assert list(clients_in(planted))


@pytest.mark.parametrize("harmless", ["from smtplib import SMTPException", "from requests.exceptions import HTTPError", "from urllib.parse import urlsplit"])  # fmt: skip
def test_names_that_cannot_send_are_no_clients(harmless: str) -> None:
    assert list(clients_in(harmless)) == []
