"""Sends prepared requests, each client its next one when its last was answered: ``python -m benchmarks.load``.

Reads one line of JSON: ``port``, ``path``, ``token``, ``clients``, ``size`` (events to a request), ``events``.
Prepares every request, says ``ready``; at every further line sends all of them once (the ids are the same
each time) and says the seconds from the first byte sent to the last answer read. A process of its own, on
bare sockets: it must not cost more than what it measures.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Iterator


def prepared(order: dict[str, int | str]) -> list[bytes]:
    """The requests, whole: heartbeats of 500 connections."""
    size, now = int(order["size"]), time.time_ns() // 1_000_000
    head = (
        f"POST {order['path']} HTTP/1.1\r\nhost: 127.0.0.1:{order['port']}\r\nauthorization: Bearer {order['token']}\r\n"
        "content-type: application/json\r\ncontent-length: "
    )
    requests = []
    for first in range(0, int(order["events"]), size):
        events = [
            {"type": "heartbeat", "id": f"0192f0c1-7a2b-7c3d-8e4f-{n:012x}", "at": now - 30_000 + n % 1000,
             "until": now, "count": 10, "connection": f"c{n % 500}"}
            for n in range(first, first + size)
        ]  # fmt: skip
        body = json.dumps({"sent_at": now, "events": events}, separators=(",", ":"))
        requests.append(f"{head}{len(body)}\r\n\r\n{body}".encode())
    return requests


class Client(asyncio.Protocol):
    """One connection. ``done`` when ``requests`` is empty and the last answer was read."""

    def __init__(self, requests: Iterator[bytes], done: asyncio.Future[None]) -> None:
        self._requests, self._done = requests, done
        self._read = b""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # -- a TCP connection's
        self._transport = transport
        self._next()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 -- asyncio's signature
        if not self._done.done():
            self._done.set_exception(RuntimeError(f"the server hung up after {self._read[:300]!r}"))

    def data_received(self, data: bytes) -> None:
        self._read += data
        head, found, rest = self._read.partition(b"\r\n\r\n")
        if not found:
            return
        if not head.startswith(b"HTTP/1.1 200 "):
            self._done.set_exception(RuntimeError(self._read[:600].decode(errors="replace")))
            self._transport.abort()
            return
        length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
        if len(rest) >= length:
            self._read = b""
            self._next()

    def _next(self) -> None:
        request = next(self._requests, None)
        if request is not None:
            self._transport.write(request)
        elif not self._done.done():
            self._done.set_result(None)
            self._transport.close()


async def once(port: int, clients: int, requests: list[bytes]) -> float:
    loop, left = asyncio.get_running_loop(), iter(requests)
    done: list[asyncio.Future[None]] = [loop.create_future() for _ in range(clients)]
    began = time.perf_counter()
    for one in done:
        await loop.create_connection(lambda one=one: Client(left, one), "127.0.0.1", port)  # type: ignore[misc]  # -- binds the loop's variable
    async with asyncio.timeout(60):
        await asyncio.gather(*done)
    return time.perf_counter() - began


def main() -> None:
    import uvloop

    order = json.loads(sys.stdin.readline())
    requests = prepared(order)
    print("ready", flush=True)
    while sys.stdin.readline():
        print(uvloop.run(once(int(order["port"]), int(order["clients"]), requests)), flush=True)


if __name__ == "__main__":
    main()
