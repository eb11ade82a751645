"""Roles, hand-over and removal from the meeting's page: for a host who is not in the room, and without JavaScript."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from leavethemeeting.accounts.models import User
from leavethemeeting.domain.permissions import Relation
from leavethemeeting.meetings.actions.opening import CloseReason, close_occurrence, open_occurrence
from leavethemeeting.meetings.models import Admission, Attendee, CoHost, Handover, Meeting, Occurrence, Removal
from leavethemeeting.meetings.queries import attendee_relation
from leavethemeeting.room.models import Command
from leavethemeeting.shared.moments import now_ms
from tests.cast import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(alice: User) -> Meeting:
    return Meeting.objects.create(owner=alice, title="Weekly")


@pytest.fixture
def occurrence(meeting: Meeting, alice: User) -> Occurrence:
    """The meeting is open."""
    return open_occurrence(meeting=meeting, actor=alice, now=now_ms())


def came(meeting: Meeting, name: str, user: User | None = None) -> Attendee:
    return Attendee.objects.create(
        meeting=meeting,
        user=user,
        name=name,
        email=f"{name.split(maxsplit=1)[0].lower()}@example.org",
        first_came_at=now_ms(),
    )


def page_of(meeting: Meeting, attendee: Attendee) -> str:
    return f"/meetings/{meeting.id}/people/{attendee.id}/"


def press(host: User, meeting: Meeting, attendee: Attendee, deed: str) -> str:
    """Press a button on the person's page; what the next page says."""
    return text(signed_in(host).post(f"{page_of(meeting, attendee)}do/", {"deed": deed}, follow=True))


def text(answer: Any) -> str:
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_the_meetings_page_lists_who_came_with_their_roles_those_who_ask_first(
    alice: User, bob: User, meeting: Meeting, occurrence: Occurrence
) -> None:
    came(meeting, "Bob Baker", bob)
    will, rita = came(meeting, "Will Waiting"), came(meeting, "Rita Removed")
    Admission.objects.create(occurrence=occurrence, attendee=will, asked_at=now_ms(), name=will.name)
    Removal.objects.create(occurrence=occurrence, attendee=rita, removed_at=now_ms())
    shown = text(signed_in(alice).get(f"/meetings/{meeting.id}/"))
    people = shown[shown.index('id="people"') :]
    assert people.index("Will Waiting") < people.index("Bob Baker") < people.index("Rita Removed")
    assert people.count("asks to come in") == 1 and people.count(">removed<") == 1
    assert page_of(meeting, will) in people


def test_a_host_changes_a_role_also_while_the_meeting_is_closed_and_it_stays(
    alice: User, bob: User, meeting: Meeting
) -> None:
    attendee = came(meeting, "Bob Baker", bob)
    assert "Bob Baker is a viewer now" in press(alice, meeting, attendee, "viewer")
    attendee.refresh_from_db()
    assert attendee.role == "viewer"
    assert "Bob Baker is a participant now" in press(alice, meeting, attendee, "participant")


def test_whoever_runs_the_meeting_takes_part_in_it_whatever_is_pressed(
    alice: User, meeting: Meeting, occurrence: Occurrence
) -> None:
    guest = came(meeting, "Gina Guest")
    Handover.objects.create(occurrence=occurrence, attendee=guest, handed_at=now_ms())
    assert "Make a viewer" not in text(signed_in(alice).get(page_of(meeting, guest)))
    assert signed_in(alice).post(f"{page_of(meeting, guest)}do/", {"deed": "viewer"}).status_code == 404
    guest.refresh_from_db()
    assert guest.role == "participant"


def test_only_newcomers_get_the_new_default(alice: User, meeting: Meeting) -> None:
    attendee = came(meeting, "Bob Baker")
    answer = signed_in(alice).post(f"/meetings/{meeting.id}/newcomers/", {"newcomers_are": "viewer"}, follow=True)
    assert "is a viewer from now on" in text(answer)
    meeting.refresh_from_db()
    attendee.refresh_from_db()
    assert (meeting.newcomers_are, attendee.role) == ("viewer", "participant")


def test_handing_over_asks_first_lasts_until_taken_back_and_ends_with_the_occurrence(
    alice: User, bob: User, meeting: Meeting, occurrence: Occurrence
) -> None:
    attendee, host = came(meeting, "Bob Baker", bob), signed_in(alice)
    Attendee.objects.filter(id=attendee.id).update(role="viewer")
    assert "Hand the meeting over to Bob Baker?" in text(host.get(f"{page_of(meeting, attendee)}hand-over/"))
    assert attendee_relation(attendee, occurrence) is not Relation.MODERATOR, "asking is not doing"
    done = host.post(f"{page_of(meeting, attendee)}hand-over/", follow=True)
    assert "Take it back" in text(done)
    attendee.refresh_from_db()
    assert attendee_relation(attendee, occurrence) is Relation.MODERATOR
    assert attendee.role == "participant", "who runs a meeting takes part in it"
    assert "does not run the meeting any more" in press(alice, meeting, attendee, "take_back")
    assert attendee_relation(attendee, occurrence) is Relation.PARTICIPANT


def test_who_was_removed_is_let_back_in_from_the_page(alice: User, meeting: Meeting, occurrence: Occurrence) -> None:
    attendee, host = came(meeting, "Gina Guest"), signed_in(alice)
    asked = text(host.get(f"{page_of(meeting, attendee)}remove/"))
    assert "Remove Gina Guest?" in asked and not Removal.objects.exists()
    assert "Let them back in" in text(host.post(f"{page_of(meeting, attendee)}remove/", follow=True))
    assert Command.objects.get().kind == Command.Kind.REMOVE
    assert "Gina Guest may come back" in press(alice, meeting, attendee, "let_back")
    assert not Removal.objects.filter(lifted_at=None).exists()


def next_one(meeting: Meeting, occurrence: Occurrence, host: User, *, days: int) -> Occurrence:
    """The occurrence closes, and another one opens some days later."""
    later = now_ms() + days * 86_400_000
    close_occurrence(occurrence=occurrence, actor=host, reason=CloseReason.HOST, now=later - 1000)
    return open_occurrence(meeting=meeting, actor=host, now=later)


def test_who_is_kept_out_for_good_stays_out_of_later_dates_until_let_in_again(
    alice: User, meeting: Meeting, occurrence: Occurrence
) -> None:
    gina, ron, host = came(meeting, "Gina Guest"), came(meeting, "Ron Rude"), signed_in(alice)
    for one in (gina, ron):
        host.post(f"{page_of(meeting, one)}remove/")
    assert "Ron Rude is kept out of every later date, too" in press(alice, meeting, ron, "bar")
    second = next_one(meeting, occurrence, alice, days=1)
    out = Removal.objects.filter(occurrence=second, lifted_at=None)
    assert [removal.attendee_id for removal in out] == [ron.id], "Gina was removed for one day only"
    third = next_one(meeting, second, alice, days=2)
    assert Removal.objects.filter(occurrence=third, attendee=ron, lifted_at=None).exists()
    assert "kept out of every date" in text(host.get(page_of(meeting, ron)))
    assert "Ron Rude may come back" in press(alice, meeting, ron, "unbar")
    assert "That was so already" in press(alice, meeting, ron, "unbar")
    fourth = next_one(meeting, third, alice, days=3)
    assert not Removal.objects.filter(occurrence=fourth).exists()


def test_only_hosts_bar(bob: User, charlie: User, meeting: Meeting, occurrence: Occurrence) -> None:
    gina = came(meeting, "Gina Guest")
    Removal.objects.create(occurrence=occurrence, attendee=gina, removed_at=now_ms())
    for user in (bob, charlie):
        assert signed_in(user).post(f"{page_of(meeting, gina)}do/", {"deed": "bar"}).status_code == 404
    assert not Removal.objects.filter(barred=True).exists()


@pytest.mark.parametrize(("deed", "admitted"), [("admit", True), ("refuse", False)])
def test_who_waits_while_no_host_is_in_the_room_is_answered_from_the_page(
    alice: User, meeting: Meeting, occurrence: Occurrence, deed: str, admitted: bool
) -> None:
    attendee = came(meeting, "Will Waiting")
    Admission.objects.create(occurrence=occurrence, attendee=attendee, asked_at=now_ms(), name=attendee.name)
    assert "At the door" in text(signed_in(alice).get(page_of(meeting, attendee)))
    assert "At the door" not in press(alice, meeting, attendee, deed)
    assert Admission.objects.get().admitted is admitted


def test_a_member_with_a_verified_address_becomes_a_co_host_and_a_guest_cannot(
    alice: User, bob: User, meeting: Meeting
) -> None:
    attendee, guest = came(meeting, "Bob Baker", bob), came(meeting, "Gina Guest")
    assert "Make a co-host" in text(signed_in(alice).get(page_of(meeting, attendee)))
    assert "is a co-host now" in press(alice, meeting, attendee, "co_host")
    assert CoHost.objects.get().user == bob
    assert "Make a co-host" not in text(signed_in(alice).get(page_of(meeting, guest)))
    assert signed_in(alice).post(f"{page_of(meeting, guest)}do/", {"deed": "co_host"}).status_code == 404


def test_a_co_host_is_offered_nothing_against_the_owner_and_gets_nothing(
    alice: User, bob: User, meeting: Meeting, occurrence: Occurrence
) -> None:
    owner = came(meeting, "Alice Archer", alice)
    CoHost.objects.create(meeting=meeting, user=bob, added_at="2026-01-01T00:00:00Z")
    browser = signed_in(bob)
    shown = text(browser.get(page_of(meeting, owner)))
    assert "Remove" not in shown and "Make a viewer" not in shown and "Make a co-host" not in shown
    assert browser.post(f"{page_of(meeting, owner)}remove/").status_code == 404
    assert browser.post(f"{page_of(meeting, owner)}do/", {"deed": "viewer"}).status_code == 404
    assert not Removal.objects.exists()


def test_when_the_meeting_has_closed_meanwhile_the_host_is_told_that_nothing_changed(
    alice: User, meeting: Meeting, occurrence: Occurrence
) -> None:
    attendee = came(meeting, "Gina Guest")
    close_occurrence(occurrence=occurrence, actor=alice, reason=CloseReason.HOST, now=now_ms())
    for way in ("remove/", "hand-over/"):
        answer = signed_in(alice).post(page_of(meeting, attendee) + way, follow=True)
        assert "not open any more, so nothing was changed" in text(answer)
    assert "nothing was changed" in press(alice, meeting, attendee, "admit")
    assert not Removal.objects.exists()


def test_somebody_of_another_meeting_is_not_there(alice: User, meeting: Meeting) -> None:
    other = came(Meeting.objects.create(owner=alice, title="Other"), "Bob Baker")
    assert Client().get(page_of(meeting, other)).status_code == 302  # first of all: who are you
    assert signed_in(alice).get(page_of(meeting, other)).status_code == 404
