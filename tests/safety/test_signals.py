"""Signs of fraud: what stands out is told with its numbers, what is ordinary is not, and nothing happens by itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from leavethemeeting.accounts.models import User
from leavethemeeting.logdata.models import Entry
from leavethemeeting.safety.signals import Sign, Signal, signals

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
HOME, ELSEWHERE = "192.0.2.7", "203.0.113.9"


def tried(user: User | None, *, ago: timedelta, ip: str = HOME, result: str = "refused") -> None:
    Entry.objects.create(user=user, at=NOW - ago, what="sign_in", method="password", result=result, ip=ip)


def found(sign: Sign) -> list[Signal]:
    return [one for one in signals(NOW) if one.sign is sign]


def test_ten_refused_sign_ins_of_one_member_within_a_day_stand_out_nine_do_not(bob: User, charlie: User) -> None:
    for one in range(10):
        tried(bob, ago=one * MINUTE)
    for one in range(9):
        tried(charlie, ago=one * MINUTE)
    tried(charlie, ago=timedelta(days=1, minutes=1))
    assert [(one.user_id, one.number, one.last_at) for one in found(Sign.GUESSED)] == [(bob.pk, 10, NOW)]


def test_one_network_that_tries_many_members_stands_out_and_one_who_forgot_a_password_does_not(
    alice: User, bob: User, charlie: User
) -> None:
    for one in range(7):
        for user in (alice, bob, charlie):
            tried(user, ago=one * MINUTE, ip=f"203.0.113.{one}")
    assert [(one.network, one.number) for one in found(Sign.SPRAYED)] == [("203.0.113.0/24", 21)]
    for one in range(30):
        tried(bob, ago=one * MINUTE, ip=HOME)
    assert [one.network for one in found(Sign.SPRAYED)] == ["203.0.113.0/24"]


def test_addresses_that_belong_to_nobody_count_as_well() -> None:
    for one in range(20):
        tried(None, ago=one * MINUTE, ip=ELSEWHERE)
    assert [one.number for one in found(Sign.SPRAYED)] == [20]


def test_refused_and_refused_and_then_in_from_somewhere_new(bob: User, charlie: User) -> None:
    tried(charlie, ago=timedelta(days=3), ip=ELSEWHERE, result="done")  # Charlie has been there before
    for user in (bob, charlie):
        for one in range(6):
            tried(user, ago=(one + 2) * MINUTE, ip=ELSEWHERE)
        tried(user, ago=MINUTE, ip=ELSEWHERE, result="done")
    assert [(one.user_id, one.number, one.network) for one in found(Sign.TAKEN_OVER)] == [(bob.pk, 6, "203.0.113.0/24")]


def test_at_home_after_many_mistakes_is_no_sign(bob: User) -> None:
    tried(bob, ago=timedelta(hours=20), result="done")
    for one in range(6):
        tried(bob, ago=(one + 2) * MINUTE)
    tried(bob, ago=MINUTE, result="done")
    assert found(Sign.TAKEN_OVER) == []


def test_four_networks_within_an_hour(bob: User, charlie: User) -> None:
    for one in range(4):
        tried(bob, ago=one * 10 * MINUTE, ip=f"198.51.{one}.1", result="done")
        tried(charlie, ago=one * 30 * MINUTE, ip=f"198.51.{one}.1", result="done")
    assert [(one.user_id, one.number) for one in found(Sign.SCATTERED)] == [(bob.pk, 4)]


def test_ten_new_members_from_one_network(bob: User) -> None:
    for one in range(10):
        user = User.objects.create(email=f"new{one}@example.org", name="New")
        User.objects.filter(pk=user.pk).update(date_joined=NOW - one * MINUTE)
        tried(user, ago=one * MINUTE, ip=f"2001:db8:7::{one}", result="done")
    tried(bob, ago=MINUTE, ip="2001:db8:7::99", result="done")
    User.objects.filter(pk=bob.pk).update(date_joined=NOW - timedelta(days=40))
    assert [(one.network, one.number) for one in found(Sign.CROWD)] == [("2001:db8:7::/48", 10)]


def test_an_ordinary_day_has_no_signs(alice: User, bob: User) -> None:
    for user in (alice, bob):
        tried(user, ago=2 * MINUTE)
        tried(user, ago=MINUTE, result="done")
    assert signals(NOW) == []
