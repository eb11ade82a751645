"""A member goes: with the meetings they own and all that was recorded there, and with nothing of others."""

from __future__ import annotations

import pytest
from django.db.models import ProtectedError

from leavethemeeting.accounts.actions import delete_member
from leavethemeeting.accounts.models import User
from leavethemeeting.attendance.models import Claim, Event, Tally
from leavethemeeting.meetings.models import Attendee, Meeting, Occurrence
from leavethemeeting.shared.wakeups import ACCESS, listen
from tests.attendance.test_forgetting import held

pytestmark = pytest.mark.django_db


def test_a_members_meetings_go_with_their_evidence_and_those_of_others_stay(alice: User, charlie: User) -> None:
    held(alice, events=3)
    kept, _bob = held(charlie, events=2, title="Charlie's")
    delete_member(user=alice)
    assert [one.title for one in Meeting.objects.all()] == ["Charlie's"]
    assert {*Event.objects.values_list("occurrence_id", flat=True)} == {kept.id}
    assert {*Claim.objects.values_list("occurrence_id", flat=True)} == {kept.id}
    assert {*Tally.objects.values_list("occurrence_id", flat=True)} == {kept.id}


def test_what_a_member_shared_with_a_host_stays_with_that_host(alice: User, bob: User) -> None:
    occurrence, _guest = held(alice, events=1)
    Attendee.objects.create(
        meeting=occurrence.meeting, user=bob, name=bob.name, email=bob.email, role="participant", first_came_at=1
    )
    delete_member(user=bob)
    left = Attendee.objects.get(meeting=occurrence.meeting, email="bob@example.org", name="Bob Baker")
    assert left.user_id is None


def test_what_a_deleted_member_has_open_closes(
    alice: User, django_capture_on_commit_callbacks: pytest.FixtureRequest
) -> None:
    occurrence, _guest = held(alice, events=1)
    rung: list[str] = []
    stop = listen(ACCESS, rung.append)
    try:
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]  # -- pytest-django types it privately
            meeting, user = occurrence.meeting_id, alice.pk
            delete_member(user=alice)
    finally:
        stop()
    assert set(rung) == {f"user:{user}", f"meeting:{meeting}"}


def test_the_database_does_not_take_meetings_along_and_leave_the_log_behind(alice: User) -> None:
    held(alice, events=1)
    with pytest.raises(ProtectedError):
        alice.delete()
    assert Occurrence.objects.count() == 1
