"""C46: when we discover that a child has given us data, it goes at once: tables, lists of hosts, letters, log data, files."""

from __future__ import annotations

import time

import pytest
from django.utils import timezone

from leavethemeeting.accounts.models import User
from leavethemeeting.privacy.erasure import erase_attendee, erase_member
from tests.privacy.canaries import WORDS, as_guest, as_member, bytes_of_database, tables_with

pytestmark = pytest.mark.django_db(transaction=True)


def gone() -> bool:
    return not tables_with(*WORDS) and b"zyxcanary" not in bytes_of_database().lower()


def test_a_child_without_an_account_is_gone_within_a_minute(alice: User, provider: User) -> None:
    _browser, row = as_guest(alice, provider)
    assert not gone()
    begun = time.monotonic()
    erase_attendee(attendee_id=row.id, now=timezone.now())
    assert gone() and time.monotonic() - begun < 60


def test_a_child_with_an_account_is_gone_without_days_of_grace(alice: User, provider: User) -> None:
    child = as_member(alice, provider)
    assert not gone()
    erase_member(user_id=child.pk, now=timezone.now())
    assert gone()
