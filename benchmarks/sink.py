"""Reads whatever comes and throws it away: ``python -m benchmarks.sink COUNT``; says its port, takes COUNT connections.

The other side of a bare ``send()``. A process of its own, like the dashboards: a thread beside the sender
would make each ``send()`` dearer (they take turns) or cheaper (nobody needs to be woken).
"""

from __future__ import annotations

import selectors
import socket
import sys
import time


def bare_send_s(count: int, size: int, *, rounds: int, every_s: float) -> float:
    """CPU seconds of one ``send()`` of ``size`` bytes to each of ``count`` connections, ``every_s`` one round."""
    import subprocess

    sink = subprocess.Popen([sys.executable, "-m", "benchmarks.sink", str(count)], stdout=subprocess.PIPE, text=True)
    assert sink.stdout is not None
    address = ("127.0.0.1", int(sink.stdout.readline()))
    senders = [socket.create_connection(address) for _ in range(count)]
    data, spent = bytes(size), 0.0
    for _ in range(rounds):
        time.sleep(every_s)
        began = time.thread_time()
        for sender in senders:
            sender.send(data)
        spent += time.thread_time() - began
    for sender in senders:
        sender.close()
    sink.wait(10)
    return spent / (count * rounds)


def main(count: int) -> None:
    listener, readers = socket.create_server(("127.0.0.1", 0), backlog=count), selectors.DefaultSelector()
    print(listener.getsockname()[1], flush=True)
    for _ in range(count):
        readers.register(listener.accept()[0], selectors.EVENT_READ)
    while readers.get_map():
        for key, _ in readers.select():
            assert isinstance(key.fileobj, socket.socket)
            if not key.fileobj.recv(262_144):
                readers.unregister(key.fileobj)
                key.fileobj.close()


if __name__ == "__main__":
    main(int(sys.argv[1]))
