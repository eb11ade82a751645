"""Guests who turn out to be members (C29): whichever came first, the end is the same."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from leavethemeeting.accounts.models import User
from leavethemeeting.meetings.actions.entering import enter_as_guest, enter_as_member
from leavethemeeting.meetings.actions.opening import open_occurrence
from leavethemeeting.meetings.actions.planning import Plan, plan_meeting
from leavethemeeting.meetings.models import Attendee, CoHost, Meeting
from leavethemeeting.reports.people import people_of
from leavethemeeting.shared.moments import now_ms
from leavethemeeting.shared.wakeups import ACCESS, listen
from tests.accounts.journeys import code_for, sign_in, sign_up

pytestmark = pytest.mark.django_db
DORA = "dora@example.org"


@pytest.fixture
def meeting(alice: User) -> Meeting:
    made = Meeting.objects.create(owner=alice, title="Alice's meeting")
    open_occurrence(meeting=made, actor=alice, now=now_ms())
    return made


def as_guest(meeting: Meeting, email: str = DORA, name: str = "Dora Diver") -> Attendee:
    return enter_as_guest(meeting=meeting, name=name, email=email, known=None, now=now_ms())


def become_member(email: str = DORA) -> User:
    cache.clear()  # letters to one address are ten seconds apart
    browser = Client()
    sign_up(browser, email=email)
    browser.post("/accounts/confirm-email/", {"code": code_for(email)})
    return User.objects.get(email=email)


def state(meeting: Meeting, host: User) -> tuple[list[object], ...]:
    rows = Attendee.objects.filter(meeting=meeting).values_list(
        "user__email", "name", "email", "email_verified", "role"
    )
    known = [(one.name, one.email, one.email_verified, one.standing) for one in people_of(host, now=now_ms())]
    return list(rows), list(known)


def test_guest_first_and_member_first_end_in_the_same_state(alice: User, meeting: Meeting) -> None:
    as_guest(meeting)
    become_member()
    guest_first = state(meeting, alice)
    User.objects.filter(email=DORA).delete()
    Attendee.objects.all().delete()
    enter_as_member(meeting=meeting, user=become_member(), now=now_ms())
    assert state(meeting, alice) == guest_first
    assert guest_first[1] == [("Dora Diver", DORA, True, "member")]


def test_attendee_first_and_host_first_end_in_the_same_state(alice: User, meeting: Meeting) -> None:
    """One person attends Alice's meeting and hosts another; the order of the two changes nothing."""
    ends = []
    for first in ("attends", "hosts"):
        dora = become_member()
        if first == "hosts":
            _plan(dora)
        enter_as_member(meeting=meeting, user=dora, now=now_ms())
        if first == "attends":
            _plan(dora)
        dora.refresh_from_db()
        own = Meeting.objects.get(owner=dora)
        ends.append((state(meeting, alice), dora.became_host_at is not None, own.title))
        assert people_of(alice, now=now_ms())[0].meetings == {meeting.id}  # her own meeting is nothing of Alice's
        Attendee.objects.all().delete()
        own.delete()
        dora.delete()
    assert ends[0] == ends[1]


def _plan(user: User) -> None:
    plan_meeting(actor=user, plan=Plan(title="Dora's own"), now=timezone.now())


def test_an_attendance_under_the_address_of_later_is_not_taken_for_the_members(alice: User, meeting: Meeting) -> None:
    """Anybody can type a member's address at a door; signing in again must not make that theirs."""
    become_member()
    prankster = as_guest(meeting, name="Not Dora")
    sign_in(Client(), DORA)
    prankster.refresh_from_db()
    assert (prankster.user_id, prankster.email_verified) == (None, False)


@pytest.mark.parametrize("as_co_host", [False, True])
def test_nobody_becomes_a_host_by_typing_a_hosts_address(meeting: Meeting, as_co_host: bool) -> None:
    prankster = as_guest(meeting, name="Not Dora")
    browser = Client()
    sign_up(browser, email=DORA)
    dora = User.objects.get(email=DORA)
    if as_co_host:
        CoHost.objects.create(meeting=meeting, user=dora, added_at=timezone.now())
    else:
        Meeting.objects.filter(id=meeting.id).update(owner=dora)
    browser.post("/accounts/confirm-email/", {"code": code_for(DORA)})
    prankster.refresh_from_db()
    assert (prankster.user_id, prankster.email_verified) == (None, False)


def test_of_two_browsers_of_a_guest_one_becomes_the_members_and_both_are_one_person(
    alice: User, meeting: Meeting
) -> None:
    first, second = as_guest(meeting), as_guest(meeting, name="D. Diver")
    dora = become_member()
    for row in (first, second):
        row.refresh_from_db()
    assert (first.user_id, second.user_id) == (dora.pk, None)
    assert first.email_verified and second.email_verified
    assert len(people_of(alice, now=now_ms())) == 1


def test_what_a_claimed_attendance_has_open_closes(
    meeting: Meeting, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    guest = as_guest(meeting)
    rung: list[str] = []
    stop = listen(ACCESS, rung.append)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            become_member()
    finally:
        stop()
    assert f"attendee:{guest.id}" in rung


def test_other_peoples_attendances_stay_theirs(meeting: Meeting) -> None:
    other = as_guest(meeting, email="eve@example.org", name="Eve")
    become_member()
    other.refresh_from_db()
    assert (other.user_id, other.email_verified) == (None, False)
