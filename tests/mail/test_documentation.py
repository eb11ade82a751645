"""What docs/provider/mail.md says is what the code does."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest

from leavethemeeting.mail.bounces import says_dead
from leavethemeeting.mail.delivery import LEASE, LONGEST_WAIT, MAX_ATTEMPTS, wait_after
from leavethemeeting.mail.guard import Because
from leavethemeeting.mail.jobs import DEAD_FOR, KEPT_FOR, LINKS_KEPT_FOR
from leavethemeeting.mail.judging import BURST, BURST_LINKS, INSTANT
from leavethemeeting.mail.lists import MEASURED
from leavethemeeting.shared.mail_services import SERVICES

PAGE = re.sub(r"\s+", " ", (Path(__file__).resolve().parents[2] / "docs/provider/mail.md").read_text())
WORDS = {3: "three", 4: "four", 5: "five", 6: "six", 12: "twelve"}


@pytest.mark.parametrize(
    "said",
    [
        f"kept for {KEPT_FOR.days} days",
        f"After {KEPT_FOR.days} days it becomes numbers",
        f"no news for {DEAD_FOR.days} days",
        f"up to {['', '', '', '', '', '', 'six'][LONGEST_WAIT // timedelta(hours=1)]} hours, {WORDS[MAX_ATTEMPTS]} times in all",
        "after one minute, then two, four",
        f"{'ten' if timedelta(minutes=10) == LEASE else '?'} minutes later",
        f"for one of {WORDS[len(Because)]} reasons",
        f"{WORDS[len(MEASURED)].capitalize()} letters can tell",
        f"within {'five' if timedelta(seconds=5) == INSTANT else '?'} seconds of delivery",
        f"{WORDS[BURST_LINKS]} links of one letter within {'two' if timedelta(seconds=2) == BURST else '?'} seconds",
        f"After {'a year' if timedelta(days=365) == LINKS_KEPT_FOR else '?'} the links end",
    ],
)
def test_a_number_in_the_text_is_the_number_in_the_code(said: str) -> None:
    assert said in PAGE


def test_the_first_waits_are_as_written_and_all_of_them_make_about_twenty_hours() -> None:
    assert [wait_after(attempt) for attempt in (1, 2, 3)] == [timedelta(minutes=minutes) for minutes in (1, 2, 4)]
    total = sum((wait_after(attempt) for attempt in range(1, MAX_ATTEMPTS)), timedelta())
    assert timedelta(hours=18) < total < timedelta(hours=22)


def test_every_service_is_named_and_no_other_is_called_known() -> None:
    known = PAGE.partition("Known are ")[2].partition(":")[0]
    assert set(re.findall(r"`(\w+)`", known)) == set(SERVICES)


def test_every_status_of_the_table_makes_an_address_dead() -> None:
    written = re.findall(r"5\.\d+\.\d+", PAGE.partition("no such mailbox, no such host, disabled")[2].partition(")")[0])
    assert len(written) == 7
    assert all(says_dead(f"550 {status} no") for status in written)
