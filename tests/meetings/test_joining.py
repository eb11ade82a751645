"""The join page: says what is recorded, asks no more than it must, and lets in whom it should."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from leavethemeeting.accounts.models import User
from leavethemeeting.meetings.actions.opening import CloseReason, close_occurrence
from leavethemeeting.meetings.models import Attendee, CoHost, Meeting, Occurrence, Removal
from leavethemeeting.shared.moments import now_ms
from tests.meetings.stories import make_attendee, make_meeting, make_scheduled, opened


def page(browser: Client, meeting: Meeting) -> str:
    return browser.get(f"/m/{meeting.code}/").content.decode()


def state(browser: Client, meeting: Meeting) -> str:
    return str(browser.get(f"/m/{meeting.code}/state/").json()["state"])


def remove(occurrence: Occurrence, attendee: Attendee) -> Removal:
    return Removal.objects.create(occurrence=occurrence, attendee=attendee, removed_at=now_ms())


class TestTheNotice:
    def test_comes_before_every_question(self, client: Client, meeting: Meeting, occurrence: Occurrence) -> None:
        shown = page(client, meeting)
        assert shown.index("What is recorded here") < shown.index("Date of birth")

    def test_names_the_hosts_and_how_long_it_is_kept(self, client: Client, alice: User, bob: User) -> None:
        meeting = make_meeting(alice, keeps_days=30)
        CoHost.objects.create(meeting=meeting, user=bob, added_at=timezone.now())
        shown = page(client, meeting)
        assert "Alice Archer (host), Bob Baker (co-host)," in shown
        assert "30 days after the meeting." in shown

    def test_says_whether_the_words_of_the_chat_are_kept(self, client: Client, alice: User) -> None:
        words, counts = make_meeting(alice), make_meeting(alice, keeps_chat_text=False)
        assert "The text of chat messages that you write to everyone." in page(client, words)
        assert "How many chat messages you write, not their text." in page(client, counts)

    def test_of_an_outside_meeting_says_that_only_evidence_counts(self, client: Client, alice: User) -> None:
        meeting = make_meeting(alice, place="link", outside_url="https://meet.example.org/abc")
        assert "That you go there is not recorded by us" in page(client, meeting)


class TestTheDoor:
    def test_is_shut_before_the_host_opens(self, client: Client, meeting: Meeting) -> None:
        assert "Not open yet" in page(client, meeting)
        assert state(client, meeting) == "not_yet"

    def test_says_when_the_next_date_is_in_the_meetings_zone(self, client: Client, alice: User) -> None:
        meeting = make_scheduled(alice, starts_in=timedelta(days=2), time_zone="Asia/Kolkata")
        shown = page(client, meeting)
        assert meeting.starts_at
        assert f'datetime="{timezone.localtime(meeting.starts_at, None).isoformat()}"' not in shown
        assert "Asia/Kolkata" in shown
        assert f"{meeting.starts_at + timedelta(hours=5, minutes=30):%H:%M}</time>" in shown

    def test_opens_with_the_meeting_and_a_waiting_page_hears_of_it(self, client: Client, meeting: Meeting) -> None:
        assert state(client, meeting) == "not_yet"
        opened(meeting)
        assert state(client, meeting) == "open"

    def test_says_that_the_host_closed(
        self, client: Client, meeting: Meeting, occurrence: Occurrence, alice: User
    ) -> None:
        close_occurrence(occurrence=occurrence, actor=alice, reason=CloseReason.HOST, now=now_ms())
        assert "The host has closed this meeting" in page(client, meeting)

    def test_says_that_a_series_is_closed_only_for_the_date_that_was(self, client: Client, alice: User) -> None:
        meeting = make_scheduled(
            alice, starts_in=-timedelta(minutes=10), repeats="FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;COUNT=3"
        )
        close_occurrence(occurrence=opened(meeting), actor=alice, reason=CloseReason.HOST, now=now_ms())
        assert state(client, meeting) == "closed"
        Occurrence.objects.update(scheduled_start_at=1)  # as if it had been an earlier date
        assert state(client, meeting) == "not_yet"

    def test_says_that_no_date_is_left(self, client: Client, alice: User) -> None:
        assert "This meeting is over" in page(client, make_scheduled(alice, starts_in=-timedelta(days=2)))

    def test_tells_the_removed_kindly_and_nobody_else(
        self, as_bob: Client, client: Client, meeting: Meeting, occurrence: Occurrence, bob: User
    ) -> None:
        removal = remove(occurrence, make_attendee(meeting, user=bob))
        assert "The host has removed you from this meeting" in page(as_bob, meeting)
        assert state(client, meeting) == "open"
        removal.lifted_at = now_ms()
        removal.save()
        assert state(as_bob, meeting) == "open"

    def test_of_a_members_only_meeting_leads_guests_to_sign_in_and_back(self, client: Client, alice: User) -> None:
        meeting = make_meeting(alice, admits="members")
        opened(meeting)
        shown = page(client, meeting)
        assert "This meeting is for members" in shown
        assert f"/accounts/login/?next=/m/{meeting.code}/" in shown
        assert "Date of birth" not in shown

    def test_explains_the_waiting_room_to_attendees_and_not_to_hosts(
        self, as_alice: Client, as_bob: Client, alice: User
    ) -> None:
        meeting = make_meeting(alice, waiting_room=True)
        opened(meeting)
        assert "This meeting has a waiting room" in page(as_bob, meeting)
        assert "This meeting has a waiting room" not in page(as_alice, meeting)

    def test_lets_the_host_open_from_here(self, as_alice: Client, as_bob: Client, meeting: Meeting) -> None:
        assert "You host this meeting." in page(as_alice, meeting)
        assert "You host this meeting." not in page(as_bob, meeting)
        answer = as_alice.post(f"/meetings/{meeting.id}/open/", {"from": "door"})
        assert answer["Location"] == f"/m/{meeting.code}/"
        assert state(as_alice, meeting) == "open"

    def test_is_kept_out_of_caches_and_search_engines(self, client: Client, meeting: Meeting) -> None:
        answer = client.get(f"/m/{meeting.code}/")
        assert "no-store" in answer["Cache-Control"]
        assert '<meta name="robots" content="noindex">' in answer.content.decode()

    def test_sets_no_cookie_before_anything_is_asked(self, client: Client, meeting: Meeting) -> None:
        assert not client.get(f"/m/{meeting.code}/").cookies


class TestMembers:
    def test_enter_with_one_button_and_see_under_which_name(
        self, as_bob: Client, meeting: Meeting, occurrence: Occurrence, bob: User
    ) -> None:
        assert "You enter as <strong>Bob Baker</strong>." in page(as_bob, meeting)
        assert as_bob.post(f"/m/{meeting.code}/enter/")["Location"] == f"/m/{meeting.code}/room/"
        attendee = Attendee.objects.get()
        assert (attendee.user, attendee.name, attendee.email, attendee.email_verified) == (
            bob,
            "Bob Baker",
            bob.email,
            True,
        )

    def test_are_the_same_attendee_on_every_date_with_today_s_name(
        self, as_bob: Client, meeting: Meeting, occurrence: Occurrence, bob: User
    ) -> None:
        as_bob.post(f"/m/{meeting.code}/enter/")
        first = Attendee.objects.get()
        Attendee.objects.update(role="viewer")
        bob.name = "Bob Baker-Stone"
        bob.save()
        as_bob.post(f"/m/{meeting.code}/enter/")
        again = Attendee.objects.get()
        assert (again.id, again.name, again.role, again.first_came_at) == (
            first.id,
            bob.name,
            "viewer",
            first.first_came_at,
        )

    def test_get_the_role_that_newcomers_get(self, as_bob: Client, alice: User) -> None:
        meeting = make_meeting(alice, newcomers_are="viewer")
        opened(meeting)
        as_bob.post(f"/m/{meeting.code}/enter/")
        assert Attendee.objects.get().role == "viewer"

    def test_do_not_enter_a_shut_or_forbidden_door(self, as_bob: Client, meeting: Meeting, bob: User) -> None:
        assert as_bob.post(f"/m/{meeting.code}/enter/")["Location"] == f"/m/{meeting.code}/"
        assert not Attendee.objects.exists()
        remove(opened(meeting), make_attendee(meeting, user=bob))
        assert as_bob.post(f"/m/{meeting.code}/enter/")["Location"] == f"/m/{meeting.code}/"


class TestOutside:
    @pytest.fixture
    def elsewhere(self, alice: User) -> Meeting:
        return make_scheduled(
            alice, starts_in=timedelta(minutes=90), place="link", outside_url="https://meet.example.org/abc?pwd=1"
        )

    def test_the_way_is_open_from_two_hours_before_without_a_host(self, client: Client, elsewhere: Meeting) -> None:
        assert "Go to meet.example.org" in page(client, elsewhere)

    def test_the_address_stands_only_on_the_notice_before_leaving(self, client: Client, elsewhere: Meeting) -> None:
        assert "pwd=1" not in page(client, elsewhere)
        notice = client.get(f"/m/{elsewhere.code}/outside/").content.decode()
        assert "You are leaving for meet.example.org" in notice
        assert 'href="https://meet.example.org/abc?pwd=1" rel="noopener noreferrer external"' in notice

    def test_nothing_is_recorded_of_going_there(self, as_bob: Client, elsewhere: Meeting) -> None:
        as_bob.get(f"/m/{elsewhere.code}/outside/")
        assert not Attendee.objects.exists()

    def test_before_that_time_the_address_is_not_shown(self, client: Client, alice: User) -> None:
        meeting = make_scheduled(
            alice, starts_in=timedelta(hours=3), place="link", outside_url="https://meet.example.org/abc"
        )
        assert client.get(f"/m/{meeting.code}/outside/")["Location"] == f"/m/{meeting.code}/"

    def test_a_guest_never_sees_the_address_of_a_members_only_meeting(
        self, client: Client, as_bob: Client, alice: User
    ) -> None:
        meeting = make_meeting(alice, place="link", outside_url="https://meet.example.org/abc", admits="members")
        assert client.get(f"/m/{meeting.code}/outside/")["Location"] == f"/m/{meeting.code}/"
        assert as_bob.get(f"/m/{meeting.code}/outside/").status_code == 200


def test_an_unknown_join_link_is_not_found(client: Client, db: None) -> None:
    assert client.get("/m/AAAAAAAAAAAAAAAA/").status_code == 404
