"""Plain HTTP over ASGI: as much as two addresses need.

Every answer says that nobody may keep it (``no-store``) or guess its type (``nosniff``). What went
wrong is told as a problem (RFC 9457, ``application/problem+json``).
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from typing import Any

import msgspec

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Header = tuple[bytes, bytes]

BODY_S = 30.0  # for a whole body to arrive
MOST_THROWN_BYTES = 33_554_432  # of a form that is too large anyway
TAKE_S = 60.0  # for the other side to take one more piece of an answer
ALWAYS: tuple[Header, ...] = (
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
_encode = msgspec.json.Encoder().encode


class ClientGone(Exception):
    """The other side hung up: there is nobody to answer."""


class Problem(Exception):
    """An answer that says what went wrong and what to do. ``status`` is HTTP's."""

    def __init__(self, status: int, title: str, detail: str, *headers: Header) -> None:
        self.status, self.title, self.detail, self.headers = status, title, detail, headers
        super().__init__(title)


async def answer(
    send: Send, status: int, body: bytes, content_type: bytes = b"application/json", headers: Sequence[Header] = ()
) -> None:
    """One whole answer."""
    length = (b"content-length", str(len(body)).encode())
    start = [(b"content-type", content_type), length, *ALWAYS, *headers]
    await send({"type": "http.response.start", "status": status, "headers": start})
    await send({"type": "http.response.body", "body": body})


async def answer_problem(send: Send, problem: Problem) -> None:
    body = _encode({"type": "about:blank", "status": problem.status, "title": problem.title, "detail": problem.detail})
    await answer(send, problem.status, body, b"application/problem+json", problem.headers)


async def throw_away(receive: Receive) -> None:
    """Take what is still on its way of a body that is too large, up to MOST_THROWN_BYTES.

    A browser whose upload is cut off shows a broken connection instead of the answer. Raises ClientGone.
    """
    thrown, more = 0, True
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(BODY_S):
            while more and thrown < MOST_THROWN_BYTES:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise ClientGone
                thrown += len(message.get("body", b""))
                more = message.get("more_body", False)


def headers_of(scope: Scope) -> dict[bytes, bytes]:
    """Header names are in lower case; of a repeated one the last counts."""
    return dict(scope["headers"])


def insist_on_json(headers: dict[bytes, bytes]) -> None:
    """Raises Problem 415 unless the body is said to be JSON in UTF-8."""
    kind, _, parameters = headers.get(b"content-type", b"").lower().partition(b";")
    charset = parameters.replace(b" ", b"").replace(b'"', b"").partition(b"charset=")[2]
    if kind.strip() != b"application/json" or charset not in (b"", b"utf-8"):
        raise Problem(415, "Unsupported Media Type", "Send the body as application/json in UTF-8.")


async def read_body(receive: Receive, headers: dict[bytes, bytes], most: int) -> bytes:
    """The whole body. Raises Problem 413 when it is larger than ``most`` bytes, 408 when it is slow, ClientGone."""
    length = headers.get(b"content-length", b"0")
    if length.isdigit() and int(length) > most:
        raise _too_large(most)
    parts: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(BODY_S):
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise ClientGone
                part = message.get("body", b"")
                size += len(part)
                if size > most:
                    raise _too_large(most)
                parts.append(part)
                if not message.get("more_body", False):
                    return parts[0] if len(parts) == 1 else b"".join(parts)
    except TimeoutError as error:
        raise Problem(408, "Request Timeout", f"The body took longer than {BODY_S:.0f} seconds.") from error


def replay(body: bytes, receive: Receive) -> Receive:
    """A ``receive`` that gives the whole ``body``, which was read already, and then what comes after it."""
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


def impatient(send: Send) -> Send:
    """A ``send`` that raises ClientGone when the other side takes nothing for TAKE_S."""

    async def soon(message: Message) -> None:
        try:
            async with asyncio.timeout(TAKE_S):
                await send(message)
        except TimeoutError as error:
            raise ClientGone from error

    return soon


def _too_large(most: int) -> Problem:
    return Problem(
        413,
        "Content Too Large",
        f"A request may hold at most {most} bytes, and this one holds more. Nothing of it was taken.",
    )
