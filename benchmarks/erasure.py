"""A member with 100 000 recorded events goes, while others go on writing.

Gate: under a minute, nothing left, and whoever writes meanwhile waits a second at the longest.
"""

from __future__ import annotations

import os
import sys
import threading
import time

from benchmarks import installation
from benchmarks.pairs import Ratio, Sheet

EVENTS = int(os.environ.get("BENCH_EVENTS", "100000"))
LONGEST_WAIT_MS = 1_000.0


def write_beside(waits: list[float], stop: threading.Event) -> None:
    """Somebody else changes a row of theirs, twenty times a second, and notes how long it took."""
    from django.db import connection

    from leavethemeeting.accounts.models import User

    while not stop.is_set():
        began = time.perf_counter()
        User.objects.filter(email="alice@example.org").update(organisation=f"{began}")
        waits.append((time.perf_counter() - began) * 1000)
        time.sleep(0.05)
    connection.close()


def main() -> int:
    vendor = installation.prepare()
    from django.utils import timezone
    from tests.cast import make_member
    from tests.meetings.stories import make_meeting
    from tests.privacy.many import much_of

    from leavethemeeting.attendance.models import Claim, Event, Tombstone
    from leavethemeeting.privacy.erasure import erase_member

    host, child = make_member("Alice Archer", "alice@example.org"), make_member("Kim Canary", "kim@example.org")
    stays = much_of(host, make_meeting(host), events=EVENTS // 10)
    much_of(child, make_meeting(host), events=EVENTS)
    much_of(child, make_meeting(child), events=EVENTS // 10)
    kept = Event.objects.filter(occurrence_id=stays.id).count()
    waits: list[float] = []
    stop = threading.Event()
    beside = threading.Thread(target=write_beside, args=(waits, stop))
    beside.start()
    began = time.perf_counter()
    erase_member(user_id=child.pk, now=timezone.now())
    took = time.perf_counter() - began
    stop.set()
    beside.join()
    sheet = Sheet()
    sheet.head(f"Erasure of a member with {EVENTS} events, {vendor}; {Tombstone.objects.count()} tombstones stay")
    left = Event.objects.count() - kept + Claim.objects.filter(email="kim@example.org").count()
    sheet.line("rows left ÷ none", _of(left), gate=0, aim="0", more_is_better=False)
    sheet.line("seconds ÷ a minute", _of(took / 60), gate=1, aim="0.5", more_is_better=False)
    slowest = f"longest wait ÷ {LONGEST_WAIT_MS:g} ms, of {len(waits)} writes beside it"
    sheet.line(slowest, _of(max(waits) / LONGEST_WAIT_MS), gate=1, aim="0.2", more_is_better=False)
    return sheet.close()


def _of(figure: float) -> Ratio:
    """Measured once: it is too long to be repeated, and the gate is far away."""
    return Ratio(figure, figure, figure)


if __name__ == "__main__":
    sys.exit(main())
