"""Can a host tell, by the time an answer takes, what is somebody else's from what is not there?

Charlie asks for Alice's things and for things that do not exist, by turns and in shuffled order, through the whole web app
(no network between, which only hides). Two numbers an address: the ratio of the medians, and the probability that one of
Alice's takes longer than one that is not there (the area under the curve; 0.5 = a coin). A guess from one answer is right
that often; the gate is 0.5 ± 0.08 and medians within 10 %.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import time
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from benchmarks import installation

ASKED = int(os.environ.get("BENCH_ASKED", "400"))  # times each
MEDIANS, AREA = 0.1, 0.08

Ask = Callable[[], object]


def timed(there: Ask, nowhere: Ask) -> tuple[list[float], list[float]]:
    """Seconds of each."""
    spent: dict[bool, list[float]] = {True: [], False: []}
    for _warm in range(20):
        there(), nowhere()
    turns = [True, False] * ASKED
    random.shuffle(turns)
    for turn in turns:
        began = time.perf_counter()
        (there if turn else nowhere)()
        spent[turn].append(time.perf_counter() - began)
    return spent[True], spent[False]


def area(ones: list[float], others: list[float]) -> float:
    """The probability that one of ``ones`` is larger than one of ``others``, ties as halves (Mann and Whitney)."""
    ordered = sorted(others)
    pairs = sum((bisect_left(ordered, one) + bisect_right(ordered, one)) / 2 for one in ones)
    return pairs / (len(ones) * len(others))


def fill() -> tuple[Any, dict[str, Any]]:
    from django.utils import timezone

    from leavethemeeting.accounts.models import User
    from leavethemeeting.consent.actions import accept_current
    from leavethemeeting.consent.kinds import Channel
    from leavethemeeting.meetings.models import Attendee, Meeting, Occurrence
    from leavethemeeting.shared.moments import now_ms

    alice, charlie = (
        User.objects.create_user(f"{name}@example.org", None, name=name, age_ok_at=timezone.now()) for name in ("alice", "charlie")
    )  # fmt: skip
    accept_current(user_id=charlie.pk, channel=Channel.SIGN_UP, now=timezone.now())
    for owner in (alice, charlie):
        for number in range(200):
            meeting = Meeting.objects.create(owner=owner, title=f"Meeting {number}")
            occurrence = Occurrence.objects.create(meeting=meeting, first_opened_at=now_ms())
            attendee = Attendee.objects.create(meeting=meeting, name="Guest", first_came_at=now_ms())
            if owner is alice and number == 100:
                kept = {"meeting": meeting.pk, "occurrence": occurrence.pk, "attendee": attendee.pk}
    return charlie, kept


def addresses(kept: dict[str, Any]) -> dict[str, tuple[str, str]]:
    """By what is asked: the address of Alice's, and one of nobody's."""
    meeting, occurrence, attendee = kept["meeting"], kept["occurrence"], kept["attendee"]
    forms = {
        "a meeting": "/meetings/{meeting}/", "its dashboard": "/live/{occurrence}/", "its report": "/reports/{occurrence}/",
        "a file of it": "/reports/{occurrence}/stays.csv", "a person of it": "/meetings/{meeting}/people/{attendee}/",
        "the mirror": "/your-data/meetings/{occurrence}/",
    }  # fmt: skip
    return {
        what: (
            form.format(meeting=meeting, occurrence=occurrence, attendee=attendee),
            form.format(meeting=uuid4(), occurrence=uuid4(), attendee=uuid4()),
        )
        for what, form in forms.items()
    }


def main() -> int:
    vendor = installation.prepare()
    from django.conf import settings
    from django.test import Client

    settings.WHITENOISE_AUTOREFRESH = True
    settings.ALLOWED_HOSTS.append("testserver")
    charlie, kept = fill()
    client = Client()
    client.force_login(charlie, backend="allauth.account.auth_backends.AuthenticationBackend")
    failed = 0
    sys.stdout.write(
        f"{vendor}: {ASKED} times each\n{'what':<18}{'theirs':>10}{'nobodys':>10}{'ratio':>8}{'told apart':>12}\n"
    )
    for what, (there, nowhere) in addresses(kept).items():
        assert client.get(there).status_code == client.get(nowhere).status_code == 404, there
        ones, others = timed(lambda url=there: client.get(url), lambda url=nowhere: client.get(url))  # type: ignore[misc]  # -- bound now
        first, second, told = statistics.median(ones), statistics.median(others), area(ones, others)
        bad = abs(first / second - 1) > MEDIANS or abs(told - 0.5) > AREA
        failed += bad
        sys.stdout.write(
            f"{what:<18}{first * 1e3:>8.2f}ms{second * 1e3:>8.2f}ms{first / second:>8.3f}{told:>12.3f}{'  TOO FAR' if bad else ''}\n"
        )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
