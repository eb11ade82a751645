"""C29: one person may attend and host. Becoming a host opens rights and shows former hosts nothing new."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from leavethemeeting.accounts.models import User
from leavethemeeting.meetings.actions.entering import enter_as_member
from leavethemeeting.meetings.actions.opening import open_occurrence
from leavethemeeting.meetings.actions.planning import Plan, plan_meeting
from leavethemeeting.meetings.models import Meeting
from leavethemeeting.reports.people import people_of
from leavethemeeting.shared.moments import now_ms

pytestmark = pytest.mark.django_db


@pytest.fixture
def shared(alice: User, bob: User) -> Meeting:
    """Bob attends Alice's meeting."""
    meeting = plan_meeting(actor=alice, plan=Plan(title="Alice's meeting"), now=timezone.now())
    open_occurrence(meeting=meeting, actor=alice, now=now_ms())
    enter_as_member(meeting=meeting, user=bob, now=now_ms())
    return meeting


def test_an_attendee_becomes_a_host_by_planning_and_asks_nobody(shared: Meeting, as_bob: Client, bob: User) -> None:
    assert bob.became_host_at is None
    plan_meeting(actor=bob, plan=Plan(title="Bob's own"), now=timezone.now())
    bob.refresh_from_db()
    assert bob.became_host_at is not None
    assert "Bob&#x27;s own" in as_bob.get("/meetings/").content.decode()


def test_the_first_meeting_makes_the_host_and_later_ones_change_nothing(bob: User) -> None:
    first = timezone.now()
    for days in range(2):
        plan_meeting(actor=bob, plan=Plan(title="Bob's own"), now=first + timedelta(days=days))
    bob.refresh_from_db()
    assert bob.became_host_at == first


def test_a_former_host_sees_nothing_of_what_an_attendee_hosts(
    shared: Meeting, as_alice: Client, alice: User, bob: User
) -> None:
    known = people_of(alice, now=now_ms())
    before = as_alice.get(f"/attendees/{known[0].slug}/").content.decode()
    own = plan_meeting(actor=bob, plan=Plan(title="Bob's own"), now=timezone.now())
    assert people_of(alice, now=now_ms()) == known
    after = as_alice.get(f"/attendees/{known[0].slug}/").content.decode()
    assert "Bob&#x27;s own" not in after and len(after) == len(before)
    assert as_alice.get(f"/meetings/{own.id}/").status_code == 404


def test_a_host_goes_on_attending_as_before(shared: Meeting, alice: User, bob: User) -> None:
    plan_meeting(actor=bob, plan=Plan(title="Bob's own"), now=timezone.now())
    again = enter_as_member(meeting=shared, user=bob, now=now_ms())
    assert again.role == "participant"
    assert [one.name for one in people_of(alice, now=now_ms())] == ["Bob Baker"]
    assert people_of(bob, now=now_ms()) == []
