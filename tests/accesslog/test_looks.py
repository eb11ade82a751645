"""Whoever looks says why; it is written before anything is shown, stays as written, and the person reads it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from leavethemeeting.accesslog.actions import KEPT_DAYS, ReasonNeeded, forget_old_looks, look
from leavethemeeting.accesslog.kinds import Role, Subject, What
from leavethemeeting.accesslog.models import Look
from leavethemeeting.accesslog.queries import looks_at
from leavethemeeting.accounts.actions import delete_member
from leavethemeeting.accounts.models import User
from leavethemeeting.project.schedule import DUTIES
from leavethemeeting.shared.departures import forget_address


def looked(at: User, by: User, reason: str = "Bob asked us to correct his name") -> Look:
    return look(
        looker_id=by.pk, role=Role.PROVIDER, subject_kind=Subject.MEMBER, subject_id=at.pk, what=What.FILE,
        reason=reason, now=timezone.now(),
    )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("nothing", ["", "   ", "\n\t"])
def test_without_a_reason_nobody_looks(bob: User, provider: User, nothing: str) -> None:
    with pytest.raises(ReasonNeeded):
        looked(bob, provider, nothing)
    assert not Look.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_look_is_refused_inside_a_transaction_that_might_be_undone(bob: User, provider: User) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        looked(bob, provider)
    looked(bob, provider)
    assert not connection.in_atomic_block
    assert looks_at(bob.pk).count() == 1


@pytest.mark.django_db
def test_the_database_refuses_to_change_what_was_written(bob: User, provider: User) -> None:
    row = looked(bob, provider)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Look.objects.filter(pk=row.pk).update(reason="another one")
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        row.save()
    assert looks_at(bob.pk).get().reason == "Bob asked us to correct his name"


@pytest.mark.django_db
def test_the_person_reads_who_looked_when_and_why_and_nobody_else_does(
    bob: User, provider: User, as_bob: Client, as_charlie: Client
) -> None:
    looked(bob, provider)
    page = as_bob.get("/profile/looks/").content.decode()
    assert "Bob asked us to correct his name" in page and "The provider" in page
    assert "Bob asked" not in as_charlie.get("/profile/looks/").content.decode()


@pytest.mark.django_db
def test_a_page_without_looks_says_so(as_bob: Client) -> None:
    assert "Nobody looked" in as_bob.get("/profile/looks/").content.decode()


@pytest.mark.django_db
def test_looks_go_with_the_person_and_reasons_with_the_address_they_name(
    bob: User, charlie: User, provider: User
) -> None:
    looked(bob, provider)
    looked(charlie, provider, "wrote from Dora@example.org")
    delete_member(user=bob)
    assert [row.subject_id for row in Look.objects.all()] == [charlie.pk]
    forget_address("dora@example.org")
    assert not Look.objects.exists()


@pytest.mark.django_db
def test_looks_are_kept_for_three_years_and_not_a_second_longer(bob: User, provider: User) -> None:
    at = looked(bob, provider).looked_at
    duty = next(duty for duty in DUTIES if duty.do is forget_old_looks)
    duty.do(now=at + timedelta(days=KEPT_DAYS) - timedelta(seconds=1))
    assert Look.objects.count() == 1
    for _twice in range(2):
        duty.do(now=at + timedelta(days=KEPT_DAYS))
        assert not Look.objects.exists()
