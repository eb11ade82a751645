"""C46: when we discover that a child has given us data, it goes at once: tables, lists of hosts, letters, log data, files.

Turns red when ``behind`` in ``privacy/replaying.py`` answers nobody: the restored child stays; the same over real
servers and both databases stands in tests/privacy/test_restored_backup.py.
"""

from __future__ import annotations

import time

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from leavethemeeting.accounts.models import User
from leavethemeeting.attendance.models import Claim, Event, Tombstone
from leavethemeeting.meetings.models import Attendee, Meeting
from leavethemeeting.privacy import journal, replaying
from leavethemeeting.privacy.erasure import erase_attendee, erase_member
from leavethemeeting.privacy.models import Erasure
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


def test_a_child_that_an_older_backup_brings_back_is_erased_again(alice: User, provider: User) -> None:
    """The rows come back as a restore brings them: all tables as they were, the list of erasures beside them as it is."""
    child = as_member(alice, provider)
    backup = [list(model._default_manager.all()) for model in (User, EmailAddress, Meeting, Attendee, Event, Claim)]
    known = set(replaying.standing().missing)  # of other tests' databases
    erase_member(user_id=child.pk, now=timezone.now())
    assert gone() and set(replaying.standing().missing) == known
    for model in (Erasure, Tombstone):  # as little as the database of then knew of it
        model._default_manager.all().delete()
    for rows in backup:
        type(rows[0])._default_manager.bulk_create(rows, ignore_conflicts=True)
    (ours,) = set(replaying.standing().missing) - known
    assert not gone()
    told = journal.read(ours)
    assert told is not None
    replaying.again(told)
    assert gone() and set(replaying.standing().missing) == known
    assert Tombstone.objects.exists()
