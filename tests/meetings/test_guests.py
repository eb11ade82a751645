"""Guests: the age question first, then a name and an address, and the same attendee after a reload."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from leavethemeeting.accounts.models import User
from leavethemeeting.meetings.models import Attendee, Meeting, Occurrence
from tests.meetings.stories import make_meeting, opened, pass_age

GUEST = {"name": "Grace Guest", "email": "Grace@Example.org"}


def page(browser: Client, meeting: Meeting) -> str:
    return browser.get(f"/m/{meeting.code}/").content.decode()


class TestGuests:
    def test_are_asked_the_age_and_nothing_else_first(
        self, client: Client, meeting: Meeting, occurrence: Occurrence
    ) -> None:
        shown = page(client, meeting)
        assert "Date of birth" in shown
        assert 'name="email"' not in shown

    def test_enter_with_name_and_e_mail_after_the_age_question(
        self, client: Client, meeting: Meeting, occurrence: Occurrence
    ) -> None:
        pass_age(client, meeting)
        assert 'name="email"' in page(client, meeting)
        answer = client.post(f"/m/{meeting.code}/guest/", GUEST)
        assert answer["Location"] == f"/m/{meeting.code}/room/"
        attendee = Attendee.objects.get()
        assert (attendee.name, attendee.email, attendee.email_verified, attendee.user) == (
            "Grace Guest", "grace@example.org", False, None,
        )  # fmt: skip

    def test_who_skip_the_age_question_store_nothing(
        self, client: Client, meeting: Meeting, occurrence: Occurrence
    ) -> None:
        assert client.post(f"/m/{meeting.code}/guest/", GUEST)["Location"] == f"/m/{meeting.code}/"
        assert not Attendee.objects.exists()

    def test_who_are_too_young_leave_no_trace_and_cannot_try_again(
        self, client: Client, meeting: Meeting, occurrence: Occurrence
    ) -> None:
        young = {"born_on_day": "1", "born_on_month": "1", "born_on_year": str(timezone.localdate().year - 10)}
        assert client.post(f"/m/{meeting.code}/age/", young).status_code == 403
        assert not Session.objects.exists()
        grown = {**young, "born_on_year": "1980"}
        assert client.post(f"/m/{meeting.code}/age/", grown).status_code == 403
        assert client.get(f"/m/{meeting.code}/").status_code == 403
        client.post(f"/m/{meeting.code}/guest/", GUEST)
        assert not Attendee.objects.exists()

    def test_keep_the_date_of_birth_to_themselves(
        self, client: Client, meeting: Meeting, occurrence: Occurrence
    ) -> None:
        pass_age(client, meeting)
        assert dict(client.session) == {"age_passed": True}

    def test_who_come_back_are_the_same_attendee(
        self, client: Client, meeting: Meeting, occurrence: Occurrence
    ) -> None:
        pass_age(client, meeting)
        client.post(f"/m/{meeting.code}/guest/", GUEST)
        assert "You enter as <strong>Grace Guest</strong>." in page(client, meeting)
        assert client.post(f"/m/{meeting.code}/enter/")["Location"] == f"/m/{meeting.code}/room/"
        client.post(f"/m/{meeting.code}/guest/", {**GUEST, "name": "Grace G."})
        assert [attendee.name for attendee in Attendee.objects.all()] == ["Grace G."]

    def test_who_are_somebody_else_are_asked_anew(
        self, client: Client, meeting: Meeting, occurrence: Occurrence
    ) -> None:
        pass_age(client, meeting)
        client.post(f"/m/{meeting.code}/guest/", GUEST)
        client.post(f"/m/{meeting.code}/forget/")
        assert "Date of birth" in page(client, meeting)
        pass_age(client, meeting)
        client.post(f"/m/{meeting.code}/guest/", {**GUEST, "name": "Gus"})
        assert sorted(attendee.name for attendee in Attendee.objects.all()) == ["Grace Guest", "Gus"]

    def test_of_one_meeting_are_unknown_in_another(
        self, client: Client, meeting: Meeting, occurrence: Occurrence, alice: User
    ) -> None:
        pass_age(client, meeting)
        client.post(f"/m/{meeting.code}/guest/", GUEST)
        other = make_meeting(alice)
        opened(other)
        assert 'name="email"' in page(client, other)

    @pytest.mark.parametrize("name", ["", "   ", "\u202e\u200b", "b" * 121])
    def test_with_a_name_that_nobody_can_read_are_asked_again(
        self, client: Client, meeting: Meeting, occurrence: Occurrence, name: str
    ) -> None:
        pass_age(client, meeting)
        answer = client.post(f"/m/{meeting.code}/guest/", {**GUEST, "name": name})
        assert list(answer.context["form"].errors) == ["name"]
        assert not Attendee.objects.exists()

    def test_have_no_characters_that_turn_text_round(
        self, client: Client, meeting: Meeting, occurrence: Occurrence
    ) -> None:
        pass_age(client, meeting)
        client.post(f"/m/{meeting.code}/guest/", {**GUEST, "name": "Grace\u202e \n tseuG"})
        assert Attendee.objects.get().name == "Grace tseuG"

    def test_do_not_enter_a_members_only_meeting(self, client: Client, meeting: Meeting, alice: User) -> None:
        opened(meeting)
        pass_age(client, meeting)
        Meeting.objects.update(admits="members")
        assert client.post(f"/m/{meeting.code}/guest/", GUEST)["Location"] == f"/m/{meeting.code}/"
        assert client.post(f"/m/{meeting.code}/enter/")["Location"] == f"/accounts/login/?next=/m/{meeting.code}/"
        assert not Attendee.objects.exists()

    def test_do_not_enter_a_shut_door(self, client: Client, meeting: Meeting) -> None:
        pass_age(client, meeting)
        assert client.post(f"/m/{meeting.code}/guest/", GUEST)["Location"] == f"/m/{meeting.code}/"
        assert not Attendee.objects.exists()
