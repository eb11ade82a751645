"""What may be asked only so often: rows that strangers make, and who is a member."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.test import Client

from leavethemeeting.accounts.models import User
from leavethemeeting.meetings.models import Attendee, CoHost, Meeting, Occurrence
from tests.meetings.stories import pass_age

pytestmark = pytest.mark.django_db
ALLOWED = {action: int(re.match(r"\d+", rate)[0]) for action, rate in settings.ACCOUNT_RATE_LIMITS.items()}  # type: ignore[index]  # -- every rate begins with a number


def enter(meeting: Meeting, number: int, address: str = "192.0.2.7") -> int:
    """A guest with a browser of their own, from ``address``. The status of the answer."""
    browser = Client(REMOTE_ADDR=address)
    pass_age(browser, meeting)
    return browser.post(
        f"/m/{meeting.code}/guest/", {"name": f"Guest {number}", "email": f"g{number}@example.org"}
    ).status_code


def test_one_address_fills_a_waiting_room_only_so_far(
    meeting: Meeting, occurrence: Occurrence, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "ACCOUNT_RATE_LIMITS", {"enter_as_guest": "3/5m/ip"})
    assert [enter(meeting, number) for number in range(4)] == [302, 302, 302, 429]
    assert Attendee.objects.count() == 3
    assert enter(meeting, 5, address="192.0.2.8") == 302, "others come in as before"


def test_a_class_behind_one_address_comes_in_at_once() -> None:
    assert ALLOWED["enter_as_guest"] >= 60


def test_a_host_cannot_ask_address_by_address_who_is_a_member(as_alice: Client, bob: User, meeting: Meeting) -> None:
    address = f"/meetings/{meeting.id}/co-hosts/"
    answers = [
        as_alice.post(address, {"email": f"someone{number}@example.org"}).status_code
        for number in range(ALLOWED["add_co_host"])
    ]
    assert 429 not in answers
    answer = as_alice.post(address, {"email": bob.email})
    assert answer.status_code == 429
    assert "Too many tries" in answer.content.decode()
    assert not CoHost.objects.exists()
