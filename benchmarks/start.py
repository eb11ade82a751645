"""The first answer of the realtime app: how soon, and how much memory by then, against what Django needs to stand up.

Reference: ``python -c "import django; django.setup()"`` with the same settings, which every web process pays.

    python -m benchmarks.start
"""

from __future__ import annotations

import os
import subprocess
import sys
import time

from benchmarks import installation
from benchmarks.pairs import Sheet, summary

VENDOR = installation.prepare()

from benchmarks.served import free_port, rss_kb, serving  # noqa: E402 -- Django must be set up first

BARE = "import django; django.setup(); print(flush=True); input()"
REPETITIONS = 7


def bare() -> tuple[float, int]:
    """Seconds until Django stands, and kilobytes then."""
    pipe, began = subprocess.PIPE, time.perf_counter()
    process = subprocess.Popen([sys.executable, "-c", BARE], stdin=pipe, stdout=pipe, env=dict(os.environ))
    assert process.stdout is not None
    process.stdout.readline()
    took, size = time.perf_counter() - began, rss_kb(process.pid)
    process.communicate(b"\n")
    return took, size


def ours() -> tuple[float, int]:
    """Seconds until the first answer (it listens only when it can), and kilobytes then."""
    began = time.perf_counter()
    with serving(free_port()) as pid:
        return time.perf_counter() - began, rss_kb(pid)


def main() -> int:
    sheet, pairs = Sheet(), []
    for repetition in range(REPETITIONS + 1):
        both = ours(), bare()
        if repetition:
            pairs.append(both)
    sheet.head("The first answer (÷ a bare django.setup())")
    times = summary([own[0] / other[0] for own, other in pairs])
    sizes = summary([own[1] / other[1] for own, other in pairs])
    sheet.line("time", times, gate=4.0, aim="2", more_is_better=False)
    sheet.line("memory", sizes, gate=2.5, aim="1.5", more_is_better=False)
    return sheet.close()


if __name__ == "__main__":
    sys.exit(main())
