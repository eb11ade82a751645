"""What the provider's people do is written with the deed, stays as written, and is read by whom it was done to."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from leavethemeeting.accesslog.actions import ReasonNeeded
from leavethemeeting.accesslog.deeds import audit, lines, note
from leavethemeeting.accesslog.kinds import Done
from leavethemeeting.accesslog.models import Deed, Look
from leavethemeeting.accounts.actions import delete_member
from leavethemeeting.accounts.models import User
from leavethemeeting.shared.departures import forget_address
from tests.meetings.stories import make_meeting

pytestmark = pytest.mark.django_db
WHY = "Bob asked us by mail to correct his name"


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def test_a_deed_without_a_reason_is_none(provider: User) -> None:
    with pytest.raises(ReasonNeeded):
        note(by_id=provider.pk, what=Done.NEWS, reason=" \n", now=timezone.now())
    with pytest.raises(DatabaseError), transaction.atomic():
        Deed.objects.create(by_id=provider.pk, what="news", reason="", done_at=timezone.now())


def test_the_database_refuses_to_change_a_deed(provider: User) -> None:
    row = note(by_id=provider.pk, what=Done.NEWS, reason="a new release", now=timezone.now())
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Deed.objects.filter(pk=row.pk).update(reason="nothing")


def test_whoever_was_written_to_first_reads_why_and_others_do_not(
    as_provider: Client, bob: User, as_bob: Client, as_charlie: Client
) -> None:
    as_provider.post(reverse("provider:write", args=["member", bob.pk]), {"text": "Hello", "reason": WHY})
    assert f"Wrote first {WHY}" in text_of(as_bob.get("/profile/looks/"))
    assert WHY not in text_of(as_charlie.get("/profile/looks/"))


def test_deeds_go_with_the_person_and_with_an_address_they_name(provider: User, bob: User) -> None:
    now = timezone.now()
    note(by_id=provider.pk, what=Done.WROTE, subject_id=bob.pk, reason=WHY, now=now)
    note(by_id=provider.pk, what=Done.NEWS, reason="as vera@example.org asked", now=now)
    delete_member(user=bob)
    assert Deed.objects.count() == 1
    forget_address("Vera@Example.org")
    assert not Deed.objects.exists()


def test_the_audit_log_names_the_staff_and_nobody_they_looked_at(
    as_provider: Client, provider: User, bob: User
) -> None:
    as_provider.post(reverse("provider:person", args=["member", bob.pk]), {"reason": "a support case"})
    as_provider.post(reverse("provider:write", args=["member", bob.pk]), {"text": "Hello", "reason": "his question"})
    told = [(line.is_deed, line.reason) for line in lines(audit())]
    assert told == [(True, "his question"), (False, "his question"), (False, "a support case")]
    page = text_of(as_provider.get(reverse("provider:deeds")))
    assert provider.name in page and "wrote first" in page and "a support case" in page
    assert bob.name not in page and bob.email not in page
    assert "Looks and deeds" in page and re.search(r"[0-9a-f]{12,}", page), "each line has the number of its request"


def test_an_erasure_is_a_deed_to_nobody_and_does_not_repeat_the_reason(as_provider: Client, bob: User) -> None:
    url = reverse("provider:erase", args=["member", bob.pk])
    as_provider.post(url, {"reason": "Bob Baker wrote"})
    as_provider.post(url, {"reason": "Bob Baker wrote", "sure": "on", "step": "sure"})
    assert not User.objects.filter(pk=bob.pk).exists()
    row = Deed.objects.get()
    assert (row.what, row.subject_id, row.reason) == ("erased", None, "person's page")


def test_a_list_of_members_is_shown_after_a_reason_and_each_of_them_reads_it(
    as_provider: Client, alice: User, bob: User, as_bob: Client
) -> None:
    url = reverse("provider:members")
    assert bob.email not in text_of(as_provider.post(url, {"kind": "all", "reason": ""}))
    assert not Look.objects.exists()
    page = text_of(as_provider.post(url, {"kind": "all", "reason": "who is new this week"}))
    assert bob.email in page and alice.email in page
    assert "who is new this week" in text_of(as_bob.get("/profile/looks/"))
    page = text_of(as_provider.post(url, {"kind": "provider", "reason": "who is new this week"}))
    assert "1 member" in page and bob.email not in page


def test_meetings_are_listed_without_their_people_and_hosts_read_it(
    as_provider: Client, alice: User, as_alice: Client, bob: User
) -> None:
    make_meeting(alice)
    url = reverse("provider:meetings")
    page = text_of(as_provider.post(url, {"words": alice.name, "reason": "a meeting does not open"}))
    assert "1 meeting" in page and alice.name in page
    assert "a meeting does not open" in text_of(as_alice.get("/profile/looks/"))
    assert [look.subject_id for look in Look.objects.all()] == [alice.pk]
    assert "No meeting is called so" in text_of(as_provider.post(url, {"words": "zzz", "reason": "x"}))
