"""Dashboards in a process of their own: ``python -m benchmarks.subscribers PORT``, tickets on standard input.

Says ``ready`` once every stream has begun. When standard input gives a line, says as JSON what came
since the last one: ``frames``, ``bytes``, and the milliseconds each stamped event took (``late``).
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import time

STAMP = re.compile(rb'"t(\d{9,20})"')  # a name: CLOCK_MONOTONIC in nanoseconds


class Seen:
    def __init__(self) -> None:
        self.frames = self.bytes = 0
        self.late: list[float] = []


async def watch(port: int, ticket: str, seen: Seen, begun: asyncio.Semaphore) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    body = json.dumps({"ticket": ticket}).encode()
    writer.write(
        b"POST /realtime/dashboard HTTP/1.1\r\nhost: 127.0.0.1:%d\r\norigin: http://127.0.0.1:%d\r\n"
        b"content-type: application/json\r\ncontent-length: %d\r\n\r\n" % (port, port, len(body)) + body
    )
    first = await reader.read(65_536)
    if b" 200 " not in first.split(b"\r\n", 1)[0]:
        raise RuntimeError(first.decode(errors="replace"))
    begun.release()
    known: set[bytes] = set()
    while data := await reader.read(262_144):
        now = time.monotonic_ns()
        seen.frames += data.count(b"event: changes") + data.count(b"event:changes")
        seen.bytes += len(data)
        for stamp in STAMP.findall(data):
            if stamp not in known:
                known.add(stamp)
                seen.late.append((now - int(stamp)) / 1e6)


async def main(port: int) -> None:
    loop = asyncio.get_running_loop()
    held = json.loads(await loop.run_in_executor(None, sys.stdin.readline))
    seen, begun, tasks = Seen(), asyncio.Semaphore(0), []
    for ticket in held:
        tasks.append(asyncio.create_task(watch(port, ticket, seen, begun)))
        if len(tasks) % 20 == 0:
            await asyncio.sleep(0.02)
    for _ in held:
        await asyncio.wait_for(begun.acquire(), 30)
    print("ready", flush=True)
    while await loop.run_in_executor(None, sys.stdin.readline):
        print(json.dumps({"frames": seen.frames, "bytes": seen.bytes, "late": seen.late}), flush=True)
        seen.frames, seen.bytes, seen.late = 0, 0, []
    for task in tasks:
        task.cancel()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
