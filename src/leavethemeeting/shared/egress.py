"""Watches every connection that Python code of this process opens, and compares it with the register of recipients (C35).

``outgoing`` is the door; this is the alarm behind it, for a library that talks to somebody by itself. It hears
``socket.getaddrinfo``, ``connect``, ``sendto`` and ``sendmsg`` as audit events, which no code can switch off. Under test an
undeclared one raises; in production it is let through, logged and counted in ``DATA_DIR/undeclared-egress``, which
``doctor`` and the provider's page read: names of machines and how often, nothing about whom.

It does not hear C code (libpq), other programs, or a browser: for those the journeys run in a network of their own with
a log (tools/egress_trap.py), and an installation has its firewall (docs/provider/install.md).
"""

from __future__ import annotations

import contextlib
import ipaddress
import json
import logging
import socket
import sys
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from leavethemeeting.shared.environment import Environment, environment
from leavethemeeting.shared.recipients import recipients

log = logging.getLogger(__name__)

NOTED = "undeclared-egress"
MOST_NAMES = 200
_ADDRESSED = {"socket.connect": 1, "socket.sendto": 1, "socket.sendmsg": 1}

undeclared: Counter[str] = Counter()  # by machine, of this process
_resolved: set[str] = set()  # addresses that names of the register turned out to be
_busy = threading.local()
_lock = threading.Lock()


class UndeclaredEgress(RuntimeError):
    """A connection to a machine that is nobody's in shared/recipients.py. No OSError: nobody shall catch it by mistake."""


def _is_here(host: str) -> bool:
    """This machine itself: loopback, or no address at all."""
    if host in ("", "localhost"):
        return True
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return host.endswith(".localhost")
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback or address.is_unspecified


def declared_hosts(seen: Environment) -> set[str]:
    """Machines of recipients, the database's, and our own name."""
    known = {host for one in recipients(seen) for host in one.hosts}
    return {host.lower() for host in (*known, seen.database.host, seen.public_host, seen.listen_host) if host}


def is_declared(host: str) -> bool:
    """Whether this process may talk to ``host``, a name or an address."""
    return _is_here(host) or host.lower() in declared_hosts(environment()) or host in _resolved


def note(host: str) -> None:
    """Somebody talks to an undeclared machine. Under test raises UndeclaredEgress."""
    with _lock:
        first = host not in undeclared
        undeclared[host] += 1
    if environment().testing:
        raise UndeclaredEgress(f"{host} is nobody's in shared/recipients.py")
    if first:
        log.error(
            "a connection to %s, which is nobody's in the register of recipients; see `leavethemeeting doctor`", host
        )
    with contextlib.suppress(OSError, ValueError):
        _write(environment().data_dir / NOTED, host)


def _write(path: Path, host: str) -> None:
    kept = noted(path.parent)
    if host in kept or len(kept) < MOST_NAMES:
        kept[host] = kept.get(host, 0) + 1
        path.write_text(json.dumps(kept, sort_keys=True), encoding="utf-8")


def noted(data_dir: Path) -> dict[str, int]:
    """Undeclared machines of this installation, and how often; empty is how it should be."""
    try:
        kept = json.loads((data_dir / NOTED).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(host): int(count) for host, count in kept.items()}


def _host_in(event: str, args: tuple[Any, ...]) -> str | None:
    """Which machine an audit event is about; None for sockets of the file system and the like."""
    if event == "socket.getaddrinfo":
        host = args[0]
    elif event in _ADDRESSED:
        address = args[_ADDRESSED[event]]
        if args[0].family not in (socket.AF_INET, socket.AF_INET6) or not isinstance(address, tuple):
            return None
        host = address[0]
    else:
        return None
    return host.decode("ascii", "replace") if isinstance(host, bytes | bytearray) else str(host or "")


def hear(event: str, args: tuple[Any, ...]) -> None:
    """The hook. It runs for every audit event of the process, so it looks at the name first."""
    if not event.startswith("socket.") or getattr(_busy, "on", False):
        return
    _busy.on = True  # what is asked below may itself open a file or a socket
    try:
        host = _host_in(event, args)
        if host is not None and not is_declared(host) and not _only_asks_for_a_route(event, args[0], host):
            note(host)
    finally:
        _busy.on = False


def _only_asks_for_a_route(event: str, line: Any, host: str) -> bool:
    """UDP to an address of documentation (RFC 5737, RFC 3849): ``--lan`` learns its own address so; no packet leaves."""
    if event != "socket.connect" or line.type != socket.SOCK_DGRAM:
        return False
    address = ipaddress.ip_address(host)
    return any(address in ipaddress.ip_network(one) for one in ("192.0.2.0/24", "2001:db8::/32"))


def _remembering(look_up: Callable[..., list[Any]]) -> Callable[..., list[Any]]:
    """``getaddrinfo`` that keeps which addresses a declared name has, so that connecting to them is no news."""

    def getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> list[Any]:
        found = look_up(host, *args, **kwargs)
        name = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host or "")
        if is_declared(name):
            _resolved.update(str(one[4][0]) for one in found)
        return found

    return getaddrinfo


_installed = False


def install() -> None:
    """Once for a process; an audit hook stays until the process ends."""
    global _installed  # noqa: PLW0603 -- a hook cannot be asked whether it is there
    if not _installed:
        _installed = True
        socket.getaddrinfo = _remembering(socket.getaddrinfo)
        sys.addaudithook(hear)
