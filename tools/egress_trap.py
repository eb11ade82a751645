"""Runs a command in a network where nothing leaves and everything that tries to is written down.

    python tools/egress_trap.py LOG -- COMMAND…

For ``tools/hermetic.sh``, which has made the network namespace. A TUN device takes the default route, so that every packet to
another machine, of whatever program, arrives here instead of leaving; and a name server of our own answers every
question with "no such name". One line of JSON for each new target: ``{"to": "203.0.113.5", "port": 443, "how": "tcp"}`` or
``{"name": "example.org"}``. The first line says whether the trap stands: ``{"trap": "…"}``.
"""

from __future__ import annotations

import contextlib
import fcntl
import ipaddress
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

DEVICE = "trap"
_TUNSETIFF, _IFF_TUN, _IFF_NO_PI = 0x400454CA, 0x0001, 0x1000
_PROTOCOLS = {1: "icmp", 6: "tcp", 17: "udp", 58: "icmp6"}
_NO_SUCH_NAME = 0x8183


class Log:
    """Each target once, as soon as it is tried."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("a", encoding="utf-8")
        self._seen: set[str] = set()
        self._lock = threading.Lock()

    def write(self, told: dict[str, Any]) -> None:
        line = json.dumps(told, sort_keys=True)
        with self._lock:
            if line not in self._seen:
                self._seen.add(line)
                self._file.write(line + "\n")
                self._file.flush()


def target_of(packet: bytes) -> dict[str, Any] | None:
    """Where an IP packet wants to go; None for what is none, and for multicast (which asks the own network, not a machine)."""
    version = packet[0] >> 4 if packet else 0
    if version == 4 and len(packet) >= 20:
        protocol, start = packet[9], (packet[0] & 15) * 4
        address: ipaddress.IPv4Address | ipaddress.IPv6Address = ipaddress.IPv4Address(packet[16:20])
    elif version == 6 and len(packet) >= 40:
        protocol, start, address = packet[6], 40, ipaddress.IPv6Address(packet[24:40])
    else:
        return None
    if address.is_multicast:
        return None
    has_port = protocol in (6, 17) and len(packet) >= start + 4
    port = struct.unpack("!H", packet[start + 2 : start + 4])[0] if has_port else 0
    return {"to": str(address), "port": port, "how": _PROTOCOLS.get(protocol, str(protocol))}


def name_in(question: bytes) -> str:
    """The name that a DNS question asks for."""
    labels, position = [], 12
    while position < len(question) and (length := question[position]):
        labels.append(question[position + 1 : position + 1 + length].decode("ascii", "replace"))
        position += 1 + length
    return ".".join(labels).lower()


def no_such_name(question: bytes) -> bytes:
    """The answer: the same question, and that there is no such name."""
    end = 12
    while end < len(question) and question[end]:
        end += 1 + question[end]
    return question[:2] + struct.pack("!HHHHH", _NO_SUCH_NAME, 1, 0, 0, 0) + question[12 : end + 5]


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True)


def _device() -> int:
    """The TUN device with the default routes; no address of its own, so WebRTC still finds loopback only. Raises OSError."""
    line = os.open("/dev/net/tun", os.O_RDWR)
    fcntl.ioctl(line, _TUNSETIFF, struct.pack("16sH22x", DEVICE.encode(), _IFF_TUN | _IFF_NO_PI))
    _ip("link", "set", DEVICE, "addrgenmode", "none")
    _ip("link", "set", DEVICE, "up")
    for family in ("-4", "-6"):
        with contextlib.suppress(subprocess.CalledProcessError):  # a machine without IPv6
            _ip(family, "route", "add", "default", "dev", DEVICE)
    return line


def _watch(line: int, log: Log) -> None:
    while True:
        found = target_of(os.read(line, 4096))
        if found:
            log.write(found)


def _name_server() -> socket.socket:
    """On 127.0.0.1, and every program is told to ask it: this namespace has files of its own. Raises OSError."""
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("127.0.0.1", 53))
    with tempfile.NamedTemporaryFile("w", suffix=".resolv", delete=False) as told:
        told.write("nameserver 127.0.0.1\noptions attempts:1 timeout:1\n")
    Path(told.name).chmod(0o644)
    done = subprocess.run(
        ["mount", "--bind", told.name, "/etc/resolv.conf"], check=False, capture_output=True, text=True
    )
    if done.returncode:
        server.close()
        raise OSError(f"mount: {done.stderr.strip()}")
    Path(told.name).unlink()
    return server


def _answer(server: socket.socket, log: Log) -> None:
    while True:
        question, whom = server.recvfrom(4096)
        with contextlib.suppress(OSError, IndexError):
            log.write({"name": name_in(question)})
            server.sendto(no_such_name(question), whom)


def stand(log: Log) -> str:
    """Set the trap; empty, or why it does not stand."""
    threads: list[tuple[Callable[..., None], tuple[Any, ...]]] = []
    try:
        threads = [(_watch, (_device(), log)), (_answer, (_name_server(), log))]
    except (OSError, subprocess.CalledProcessError) as error:
        return f"{type(error).__name__}: {error}"
    for do, given in threads:
        threading.Thread(target=do, args=given, daemon=True).start()
    return ""


def main(words: list[str]) -> int:
    path, dash, *command = words
    if dash != "--" or not command:
        print(__doc__, file=sys.stderr)
        return 2
    log = Log(Path(path))
    missing = stand(log)
    log.write({"trap": missing or "stands"})
    child = subprocess.Popen(command, env=os.environ | {"LEAVETHEMEETING_EGRESS_LOG": path})
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda got, _frame: child.send_signal(got))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the child has it too, and ends by it
    ended = child.wait()
    Path(path).unlink(missing_ok=True)  # whoever wanted to know has read it
    return ended


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
