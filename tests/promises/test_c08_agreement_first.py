"""C8: the policy is shown and accepted before anything is collected, and which version it was is kept."""

from __future__ import annotations

import pytest
from django.test import Client

from leavethemeeting.accounts.models import User
from leavethemeeting.consent.models import Acceptance
from leavethemeeting.consent.queries import current_policy, current_terms
from leavethemeeting.mail.models import Letter
from leavethemeeting.meetings.models import Attendee
from tests.accounts.journeys import sign_up
from tests.consent.stories import SENTENCE, page, post_change, words
from tests.meetings.stories import make_meeting, opened, pass_age

pytestmark = pytest.mark.django_db
GUEST = {"name": "Grace Guest", "email": "Grace@example.org"}


def test_the_sign_up_form_leads_to_the_very_versions_that_are_accepted(client: Client) -> None:
    html = page(client, "/accounts/signup/")
    assert "privacy policy (version 1)" in html and 'href="/privacy/versions/1/"' in html
    assert 'href="/terms/versions/1/"' in html


def test_without_agreement_nobody_is_stored_or_written_to(client: Client) -> None:
    refused = sign_up(client, agree="")
    assert "needs your agreement" in words(refused.content.decode())
    assert not User.objects.exists() and not Letter.objects.exists() and not Acceptance.objects.exists()


def test_who_signs_up_has_accepted_the_version_with_its_hash(client: Client) -> None:
    sign_up(client)
    dora = User.objects.get()
    held = {(row.version.kind, row.version.sha256, row.channel) for row in Acceptance.objects.filter(user=dora)}
    assert held == {("policy", current_policy().sha256, "sign_up"), ("terms", current_terms().sha256, "sign_up")}


def test_a_version_posted_while_the_form_was_open_comes_into_sight_first(client: Client) -> None:
    shown = page(client, "/accounts/signup/").partition('name="versions_shown" value="')[2].partition('"')[0]
    post_change()
    again = sign_up(client, versions_shown=shown)
    assert "privacy policy (version 2)" in again.content.decode()
    assert not User.objects.exists()
    assert 'name="versions_shown" value="2,1"' in again.content.decode()


def test_a_guest_accepts_at_the_door_and_the_address_is_the_proof(client: Client, alice: User) -> None:
    meeting = make_meeting(alice)
    opened(meeting)
    pass_age(client, meeting)
    assert "By entering you agree to the privacy policy (version 1)" in words(page(client, f"/m/{meeting.code}/"))
    assert client.post(f"/m/{meeting.code}/guest/", GUEST).status_code == 302
    rows = Acceptance.objects.filter(user=None)
    assert {(row.email, row.version.kind, row.channel) for row in rows} == {
        ("grace@example.org", "policy", "door"),
        ("grace@example.org", "terms", "door"),
    }


def test_a_guest_is_asked_again_after_a_change_before_the_room_opens(client: Client, alice: User) -> None:
    meeting = make_meeting(alice)
    opened(meeting)
    pass_age(client, meeting)
    client.post(f"/m/{meeting.code}/guest/", GUEST)
    post_change()
    assert client.post(f"/m/{meeting.code}/enter/").headers["Location"] == f"/m/{meeting.code}/"
    door = page(client, f"/m/{meeting.code}/")
    assert "privacy policy (version 2)" in words(door) and 'value="Grace Guest"' in door
    assert client.post(f"/m/{meeting.code}/guest/", GUEST).headers["Location"].endswith("/room/")
    assert Attendee.objects.count() == 1


def test_what_was_agreed_to_can_be_read_afterwards(client: Client) -> None:
    post_change()
    assert SENTENCE in words(page(client, "/privacy/"))
    assert SENTENCE not in words(page(client, "/privacy/versions/1/"))
