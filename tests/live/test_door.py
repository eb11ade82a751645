"""Letting people in from the dashboard: Alice decides, Bob asks, Charlie and Bob cannot."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from leavethemeeting.accounts.models import User
from leavethemeeting.domain.events import EventType
from leavethemeeting.meetings.actions.opening import CloseReason, close_occurrence, open_occurrence
from leavethemeeting.meetings.models import Admission, Attendee, Meeting, Occurrence, Removal
from leavethemeeting.room.models import Command
from leavethemeeting.shared.moments import now_ms
from tests.cast import signed_in
from tests.live.test_views import event, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def occurrence(alice: User) -> Occurrence:
    meeting = Meeting.objects.create(owner=alice, title="Weekly", waiting_room=True)
    return open_occurrence(meeting=meeting, actor=alice, now=now_ms())


def asks(occurrence: Occurrence, name: str, **more: Any) -> Attendee:
    email = more.pop("email", f"{name.split(maxsplit=1)[0].lower()}@example.org")
    one = Attendee.objects.create(
        meeting=occurrence.meeting, name=name, email=email, first_came_at=now_ms(), user=more.pop("user", None),
        email_verified=more.pop("verified", False),
    )  # fmt: skip
    Admission.objects.create(occurrence=occurrence, attendee=one, asked_at=now_ms(), name=name, email=email, **more)
    return one


def press(client: Client, occurrence: Occurrence, deed: str, person: Attendee | str = "", **more: str) -> Any:
    key = f"attendee:{person.id}" if isinstance(person, Attendee) else person
    url = f"/live/{occurrence.id}/door/"
    return client.post(url, {"deed": deed, "person": key, **more}, headers={"Accept": "application/json"})


def decided(attendee: Attendee) -> bool | None:
    return Admission.objects.get(attendee=attendee).admitted


def test_alice_admits_and_refuses_and_the_room_is_told(occurrence: Occurrence, alice: User, as_alice: Client) -> None:
    bob, dora = asks(occurrence, "Bob Baker"), asks(occurrence, "Dora Dorn")
    assert press(as_alice, occurrence, "admit", bob).json() == {"said": "Bob Baker is admitted."}
    assert press(as_alice, occurrence, "refuse", dora).json() == {"said": "Dora Dorn is not admitted."}
    assert (decided(bob), decided(dora)) == (True, False)
    told = Command.objects.order_by("id").values_list("kind", "attendee_id", "given_by_id")
    assert list(told) == [("admit", bob.id, alice.id), ("refuse", dora.id, alice.id)]


def test_without_a_script_the_answer_leads_back_and_stands_on_the_page(
    occurrence: Occurrence, as_alice: Client
) -> None:
    bob = asks(occurrence, "Bob Baker")
    answer = as_alice.post(f"/live/{occurrence.id}/door/", {"deed": "admit", "person": f"attendee:{bob.id}"})
    assert answer["Location"] == f"/live/{occurrence.id}/"
    assert "Bob Baker is admitted." in as_alice.get(answer["Location"]).content.decode()


def test_the_page_offers_the_buttons_for_the_key_the_board_shows(occurrence: Occurrence, as_alice: Client) -> None:
    write(occurrence, event(occurrence, "tab", EventType.LOBBY_ENTER, now_ms(), who="Bob Baker"))
    html = as_alice.get(f"/live/{occurrence.id}/").content.decode()
    assert 'name="person" value="attendee:' in html and 'value="refuse">Refuse<span' in html
    assert f'action="/live/{occurrence.id}/door/"' in html and "admit_all" not in html.split("dashboard-words")[0]


def test_all_are_admitted_but_whoever_needs_a_second_look(occurrence: Occurrence, as_alice: Client) -> None:
    plain = [asks(occurrence, name) for name in ("Bob Baker", "Dora Dorn")]
    renamed = asks(occurrence, "Otto New", formerly="Otto Old")
    gone = asks(occurrence, "Eve Evil")
    Removal.objects.create(occurrence=occurrence, attendee=gone, removed_at=now_ms())
    again = asks(occurrence, "eve  evil", email="other@example.org")
    said = press(as_alice, occurrence, "admit_all").json()["said"]
    assert said == "2 people are admitted. 2 wait for a decision of their own."
    assert [decided(one) for one in (*plain, renamed, again, gone)] == [True, True, None, None, None]


def test_who_resembles_somebody_removed_is_let_in_only_by_a_host_who_is_sure(
    occurrence: Occurrence, as_alice: Client
) -> None:
    gone = asks(occurrence, "Eve Evil")
    Removal.objects.create(occurrence=occurrence, attendee=gone, removed_at=now_ms())
    again = asks(occurrence, "Eve Again", email="eve@example.org")
    why = "Same name or e-mail as “Eve Evil”, who was removed."
    assert press(as_alice, occurrence, "admit", again).json() == {"ask": why}
    page = as_alice.post(f"/live/{occurrence.id}/door/", {"deed": "admit", "person": f"attendee:{again.id}"})
    assert why in page.content.decode() and 'name="sure" value="1"' in page.content.decode()
    assert decided(again) is None
    assert press(as_alice, occurrence, "admit", again, sure="1").json() == {"said": "Eve Again is admitted."}
    assert decided(again) is True and decided(gone) is None


def test_one_row_of_two_doors_admits_the_one_that_waits(occurrence: Occurrence, as_alice: Client) -> None:
    asleep = Attendee.objects.create(
        meeting=occurrence.meeting, name="Bob Baker", email="bob@example.org", email_verified=True, first_came_at=1
    )
    waits = asks(occurrence, "Bob at home", email="bob@example.org", verified=True)
    assert press(as_alice, occurrence, "admit", asleep).json() == {"said": "Bob at home is admitted."}
    assert decided(waits) is True


def test_a_decision_made_already_and_a_closed_meeting_change_nothing(
    occurrence: Occurrence, alice: User, as_alice: Client
) -> None:
    bob = asks(occurrence, "Bob Baker")
    press(as_alice, occurrence, "refuse", bob)
    assert press(as_alice, occurrence, "admit", bob).json() == {"said": "Nobody waits under this name any more."}
    dora = asks(occurrence, "Dora Dorn")
    close_occurrence(occurrence=occurrence, actor=alice, reason=CloseReason.HOST, now=now_ms())
    for deed in ("admit", "admit_all"):
        assert "not open any more" in press(as_alice, occurrence, deed, dora).json()["said"]
    assert (decided(bob), decided(dora)) == (False, None)


def test_charlie_and_bob_cannot_let_anybody_in_nor_alice_somebody_of_another_meeting(
    occurrence: Occurrence, alice: User, bob: User, charlie: User, as_alice: Client
) -> None:
    waits = asks(occurrence, "Bob Baker", user=bob)
    for stranger in (bob, charlie):
        for deed in ("admit", "admit_all"):
            assert press(signed_in(stranger), occurrence, deed, waits).status_code == 404
    theirs = open_occurrence(
        meeting=Meeting.objects.create(owner=charlie, title="Charlie's"), actor=charlie, now=now_ms()
    )
    elsewhere = asks(theirs, "Dora Dorn")
    assert press(as_alice, occurrence, "admit", elsewhere).json() == {"said": "Nobody waits under this name any more."}
    assert press(as_alice, occurrence, "admit", "guest:x:y").status_code == 404
    assert press(as_alice, occurrence, "juggle", waits).status_code == 400
    assert (decided(waits), decided(elsewhere)) == (None, None)
