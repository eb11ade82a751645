"""Closing for everyone asks first and says how many are in: Alice and her co-hosts only."""

from __future__ import annotations

import pytest
from django.test import Client

from leavethemeeting.accounts.models import User
from leavethemeeting.attendance.payloads import ClaimFields, NewEvent, new_event
from leavethemeeting.domain.events import EventType, SourceKind
from leavethemeeting.meetings.actions.opening import CloseReason, close_occurrence, open_occurrence
from leavethemeeting.meetings.models import Attendee, Meeting, Occurrence
from leavethemeeting.shared.ids import new_id
from leavethemeeting.shared.moments import now_ms
from tests.cast import signed_in
from tests.live.test_views import write

pytestmark = pytest.mark.django_db


@pytest.fixture
def occurrence(alice: User) -> Occurrence:
    return open_occurrence(meeting=Meeting.objects.create(owner=alice, title="Weekly"), actor=alice, now=now_ms())


def url(occurrence: Occurrence) -> str:
    return f"/meetings/{occurrence.meeting_id}/occurrences/{occurrence.id}/close/"


def enters(
    occurrence: Occurrence, name: str, user: User | None = None, *, type: EventType = EventType.ENTER
) -> NewEvent:
    one = Attendee.objects.create(meeting=occurrence.meeting, user=user, name=name, first_came_at=now_ms())
    return new_event(
        meeting_id=occurrence.meeting_id, occurrence_id=occurrence.id, source_ref=f"room:{one.id}",
        source_kind=SourceKind.ROOM, id=f"{type.value}-{new_id()}", type=type, at=now_ms(), received_at=now_ms(),
        connection_ref=str(one.id), claim=ClaimFields(attendee_id=one.id, name=name, role="participant"),
    )  # fmt: skip


def asked(client: Client, occurrence: Occurrence) -> str:
    answer = client.get(url(occurrence))
    assert answer.status_code == 200
    return answer.content.decode()


def test_alice_is_told_how_many_others_are_in_and_wait(occurrence: Occurrence, alice: User, as_alice: Client) -> None:
    assert "Nobody else is here now." in asked(as_alice, occurrence)
    write(occurrence, enters(occurrence, "Alice", alice), enters(occurrence, "Bob"))
    assert "1 other person is here now and is shown out at once." in asked(as_alice, occurrence)
    write(occurrence, enters(occurrence, "Dora"), enters(occurrence, "Otto", type=EventType.LOBBY_ENTER))
    page = asked(as_alice, occurrence)
    assert "2 other people are here now and are shown out at once." in page
    assert "1 person in the waiting room is sent away." in page


def test_asking_closes_nothing_and_answering_does(occurrence: Occurrence, as_alice: Client) -> None:
    asked(as_alice, occurrence)
    assert occurrence.openings.get().closed_at is None
    answer = as_alice.post(url(occurrence))
    assert answer["Location"] == f"/meetings/{occurrence.meeting_id}/"
    assert occurrence.openings.get().close_reason == CloseReason.HOST


def test_a_meeting_that_is_closed_by_now_asks_nothing(occurrence: Occurrence, alice: User, as_alice: Client) -> None:
    close_occurrence(occurrence=occurrence, actor=alice, reason=CloseReason.HOST, now=now_ms())
    answer = as_alice.get(url(occurrence), follow=True)
    assert "The meeting is closed already." in answer.content.decode()


def test_bob_who_is_in_and_charlie_who_is_not_get_nothing(occurrence: Occurrence, bob: User, charlie: User) -> None:
    write(occurrence, enters(occurrence, "Bob", bob))
    for stranger in (bob, charlie):
        for method in ("get", "post"):
            assert getattr(signed_in(stranger), method)(url(occurrence)).status_code == 404
    assert occurrence.openings.get().closed_at is None
