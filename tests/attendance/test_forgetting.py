"""What the door promises about keeping is kept: to the day, and whole."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from leavethemeeting.accounts.models import User
from leavethemeeting.attendance.forgetting import forget_expired, forget_meeting, named_with_meeting
from leavethemeeting.attendance.models import Claim, Event, Tally
from leavethemeeting.meetings.models import Attendee, Meeting, Occurrence, Opening
from leavethemeeting.shared.moments import from_datetime

ENDED = datetime(2026, 3, 10, 11, tzinfo=UTC)


def held(host: User, *, keeps_days: int = 30, events: int = 450, title: str = "Held") -> tuple[Occurrence, Attendee]:
    """An occurrence that ended at ``ENDED``, with one attendee and ``events`` events of theirs."""
    meeting = Meeting.objects.create(owner=host, title=title, keeps_days=keeps_days)
    end = from_datetime(ENDED)
    occurrence = Occurrence.objects.create(meeting=meeting, first_opened_at=end - 3_600_000)
    Opening.objects.create(occurrence=occurrence, opened_at=end - 3_600_000, closed_at=end)
    attendee = Attendee.objects.create(
        meeting=meeting, name="Bob", email="bob@example.org", first_came_at=end - 3_500_000
    )
    first = Event.objects.count()
    keys = {"meeting_id": meeting.id, "source_ref": "room:x", "occurrence_id": occurrence.id}
    Event.objects.bulk_create(
        Event(
            **keys, id=f"{meeting.id.hex}{number}", position=first + number, source_kind="room", type="interact",
            connection_ref="c", at=end - 1, received_at=end - 1, digest="d",
        )
        for number in range(1, events + 1)
    )  # fmt: skip
    Claim.objects.create(**keys, event_id=uuid4().hex, attendee_id=attendee.id, name="Bob", text="hello")
    Tally.objects.create(
        occurrence_id=occurrence.id, source_ref="room:x", connection_ref="c", kind="chat", count=events
    )
    return occurrence, attendee


@pytest.mark.django_db
def test_evidence_stays_until_its_last_day_and_is_gone_after_it(alice: User) -> None:
    held(alice, keeps_days=30)
    assert forget_expired(now=ENDED + timedelta(days=30) - timedelta(seconds=1)) == 0
    assert (Event.objects.count(), Claim.objects.count(), Attendee.objects.count()) == (450, 1, 1)
    assert forget_expired(now=ENDED + timedelta(days=30)) == 1
    assert (Event.objects.count(), Claim.objects.count(), Tally.objects.count(), Attendee.objects.count()) == (
        0,
        0,
        0,
        0,
    )
    assert Occurrence.objects.count() == 0
    assert Meeting.objects.count() == 1, "the plan is the host's and stays"


@pytest.mark.django_db
def test_another_meeting_with_a_longer_promise_is_left_alone(alice: User) -> None:
    held(alice, keeps_days=30)
    kept, attendee = held(alice, keeps_days=365, title="Kept")
    forget_expired(now=ENDED + timedelta(days=31))
    assert list(Occurrence.objects.values_list("id", flat=True)) == [kept.id]
    assert list(Attendee.objects.values_list("id", flat=True)) == [attendee.id]
    assert Event.objects.count() == 450


@pytest.mark.django_db
def test_a_running_occurrence_is_never_forgotten(alice: User) -> None:
    occurrence, _attendee = held(alice, keeps_days=1)
    Opening.objects.create(occurrence=occurrence, opened_at=from_datetime(ENDED) + 1)
    assert forget_expired(now=ENDED + timedelta(days=400)) == 0


@pytest.mark.django_db
def test_deleting_a_meeting_names_its_evidence_and_takes_it(alice: User) -> None:
    occurrence, _attendee = held(alice)
    other, _other_attendee = held(alice, title="Other")
    assert named_with_meeting(occurrence.meeting_id) == ["450 recorded events"]
    assert forget_meeting(occurrence.meeting_id) == 452
    assert {event.occurrence_id for event in Event.objects.all()} == {other.id}


@pytest.mark.django_db
def test_what_is_written_while_a_meeting_is_deleted_does_not_outlive_it(alice: User) -> None:
    deleted, _bob = held(alice, events=3)
    kept, _other = held(alice, keeps_days=365, title="Kept", events=2)
    Meeting.objects.filter(id=deleted.meeting_id).delete()  # and its exits, names and words come after
    forget_expired(now=ENDED)
    for model in (Event, Claim, Tally):
        assert {*model.objects.values_list("occurrence_id", flat=True)} == {kept.id}


@pytest.mark.django_db
def test_whoever_gave_a_name_at_the_door_and_never_came_in_is_forgotten_in_time(alice: User) -> None:
    meeting = Meeting.objects.create(owner=alice, title="Elsewhere", keeps_days=30)
    Attendee.objects.create(meeting=meeting, name="Bob", email="bob@example.org", first_came_at=from_datetime(ENDED))
    forget_expired(now=ENDED + timedelta(days=30) - timedelta(seconds=1))
    assert Attendee.objects.count() == 1
    forget_expired(now=ENDED + timedelta(days=30))
    assert Attendee.objects.count() == 0


@pytest.mark.django_db
def test_nobody_is_forgotten_on_the_way_into_an_open_meeting(alice: User) -> None:
    occurrence, _bob = held(alice, keeps_days=1)
    Claim.objects.all().delete()  # their last time here is long over; now they stand at the door again
    Opening.objects.create(occurrence=occurrence, opened_at=from_datetime(ENDED) + 1)
    forget_expired(now=ENDED + timedelta(days=400))
    assert Attendee.objects.count() == 1
