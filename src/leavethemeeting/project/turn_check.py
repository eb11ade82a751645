"""Asks a STUN or TURN server whether it works, with the standard library only.

STUN: RFC 8489 (Binding). TURN: RFC 8656 (Allocate over UDP with long-term credentials derived
from a shared secret, as coturn's ``use-auth-secret`` does). One allocation is made and left to
expire; nothing is relayed.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import socket  # for the type of a line that outgoing opened
import struct

from leavethemeeting.shared.outgoing import line_to
from leavethemeeting.shared.turn import Credentials, credentials

COOKIE = 0x2112A442
BINDING, ALLOCATE = 0x0001, 0x0003
SUCCESS, FAILURE = 0x0100, 0x0110
USERNAME, INTEGRITY, ERROR_CODE, REALM, NONCE, REQUESTED_TRANSPORT = 0x0006, 0x0008, 0x0009, 0x0014, 0x0015, 0x0019
UDP = struct.pack("!B3x", 17)
TIMEOUT_S = 2.0


class TurnTrouble(Exception):
    """The server did not answer, or refused; ``str()`` says which."""


def _attribute(kind: int, value: bytes) -> bytes:
    return struct.pack("!HH", kind, len(value)) + value + bytes(-len(value) % 4)


def _message(kind: int, attributes: bytes, key: bytes | None = None) -> bytes:
    transaction = secrets.token_bytes(12)
    if key is None:
        return struct.pack("!HHI", kind, len(attributes), COOKIE) + transaction + attributes
    signed = struct.pack("!HHI", kind, len(attributes) + 24, COOKIE) + transaction + attributes
    return signed + _attribute(INTEGRITY, hmac.new(key, signed, hashlib.sha1).digest())


def _attributes(answer: bytes) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    position, end = 20, min(len(answer), 20 + struct.unpack("!H", answer[2:4])[0])
    while position + 4 <= end:
        kind, length = struct.unpack("!HH", answer[position : position + 4])
        found.setdefault(kind, answer[position + 4 : position + 4 + length])
        position += 4 + length + -length % 4
    return found


def _ask(line: socket.socket, message: bytes) -> tuple[int, dict[int, bytes]]:
    for _attempt in range(2):
        line.send(message)
        try:
            answer = line.recv(2048)
        except TimeoutError:
            continue
        if len(answer) >= 20 and answer[4:20] == message[4:20]:
            return struct.unpack("!H", answer[:2])[0], _attributes(answer)
    raise TurnTrouble("no answer over UDP")


def _split(url: str) -> tuple[str, int]:
    """Host and port of ``turn:host:port?transport=udp``. Raises TurnTrouble for what UDP cannot check."""
    scheme, _, rest = url.partition(":")
    if scheme in ("turns", "stuns"):
        raise TurnTrouble("TLS is not checked from here; try it in a meeting")
    host, _, port = rest.partition("?")[0].rpartition(":")
    return (host or port).strip("[]"), int(port) if host else 3478


def check_stun(url: str) -> None:
    """Ask for our own address. Raises TurnTrouble."""
    try:
        with line_to(*_split(url), timeout_s=TIMEOUT_S) as line:
            kind, _found = _ask(line, _message(BINDING, b""))
    except OSError as error:
        raise TurnTrouble(str(error)) from error
    if kind != BINDING | SUCCESS:
        raise TurnTrouble("answered, but not with our address")


def check_turn(url: str, secret: str, *, now_s: int) -> None:
    """Ask for a relay address with credentials made from ``secret``. Raises TurnTrouble."""
    allocate(url, credentials(secret, now_s=now_s, life_s=60, label="doctor"))


def allocate(url: str, made: Credentials) -> None:
    """Ask for a relay address as whoever ``made`` says. Raises TurnTrouble."""
    try:
        with line_to(*_split(url), timeout_s=TIMEOUT_S) as line:
            kind, found = _ask(line, _message(ALLOCATE, _attribute(REQUESTED_TRANSPORT, UDP)))
            if kind != ALLOCATE | FAILURE or REALM not in found or NONCE not in found:
                raise TurnTrouble("did not ask for credentials; is it a TURN server?")
            kind, found = _ask(line, _signed_allocation(made, found[REALM], found[NONCE]))
    except OSError as error:
        raise TurnTrouble(str(error)) from error
    if kind != ALLOCATE | SUCCESS:
        code = found.get(ERROR_CODE, b"\0\0\0\0")
        raise TurnTrouble(f"refused with {code[2] * 100 + code[3]} {code[4:].decode(errors='replace')}".strip(" \0"))


def _signed_allocation(made: Credentials, realm: bytes, nonce: bytes) -> bytes:
    long_term = f"{made.username}:{realm.decode()}:{made.password}"
    key = hashlib.md5(long_term.encode()).digest()  # noqa: S324 -- RFC 8489 §9.2.2 says MD5
    attributes = (
        _attribute(REQUESTED_TRANSPORT, UDP)
        + _attribute(USERNAME, made.username.encode())
        + _attribute(REALM, realm)
        + _attribute(NONCE, nonce)
    )
    return _message(ALLOCATE, attributes, key)
