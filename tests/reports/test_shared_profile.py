"""What a host sees of a member who came (decisions A1): the profile as it was at their last meeting, and no secret."""

from __future__ import annotations

import importlib

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.apps import apps
from django.test import Client
from django.utils import timezone

from leavethemeeting.accesslog.actions import look
from leavethemeeting.accesslog.kinds import Role, Subject, What
from leavethemeeting.accesslog.models import Look
from leavethemeeting.accounts.actions import change_profile, delete_member, remove_picture, set_picture
from leavethemeeting.accounts.models import User
from leavethemeeting.accounts.signing_in import Method
from leavethemeeting.meetings.actions.claiming import claim_attendances
from leavethemeeting.meetings.actions.entering import enter_as_guest, enter_as_member
from leavethemeeting.meetings.models import Attendee, Meeting, SharedProfile
from leavethemeeting.reports.people import people_of
from leavethemeeting.shared.moments import now_ms
from tests.cast import APP_SECRET
from tests.meetings.stories import make_meeting, opened
from tests.reports.test_occurrence_page import words

pytestmark = pytest.mark.django_db
PICTURE = b"RIFF the first one"


@pytest.fixture
def meeting(alice: User, bob: User) -> Meeting:
    """Bob, with everything filled in, has entered Alice's meeting."""
    change_profile(
        user=bob, name="Bob Baker", time_zone="Europe/Berlin", pronouns="he/him", organisation="Bakery & Sons"
    )
    set_picture(user=bob, webp=PICTURE, now=timezone.now())
    User.objects.filter(pk=bob.pk).update(sign_in_method=Method.PASSKEY, ends_at=None)
    TOTP.activate(bob, APP_SECRET)
    return enters(make_meeting(alice), bob)


def enters(meeting: Meeting, member: User) -> Meeting:
    member.refresh_from_db()
    opened(meeting)
    enter_as_member(meeting=meeting, user=member, now=now_ms())
    return meeting


def changes_everything(bob: User) -> None:
    change_profile(user=bob, name="Robert", time_zone="Asia/Tokyo", pronouns="they/them", organisation="Elsewhere Ltd")
    set_picture(user=bob, webp=b"RIFF another one", now=timezone.now())
    User.objects.filter(pk=bob.pk).update(sign_in_method=Method.GOOGLE)


def page_of(host: Client, owner: User) -> str:
    slug = people_of(owner, now=now_ms())[0].slug
    return host.get(f"/attendees/{slug}/").content.decode()


def picture_url(meeting: Meeting) -> str:
    return f"/meetings/{meeting.id}/attendees/{Attendee.objects.get(meeting=meeting).id}/picture/"


def test_a_host_sees_every_filled_field_the_picture_and_the_way_of_signing_in(
    meeting: Meeting, as_alice: Client, alice: User
) -> None:
    page = page_of(as_alice, alice)
    for told in ("he/him", "Bakery &amp; Sons", "Europe/Berlin", "Last signed in with", "passkey", "verified"):
        assert told in page, told
    assert f'src="{picture_url(meeting)}"' in page
    assert as_alice.get(picture_url(meeting)).content == PICTURE


def test_a_host_sees_no_secret_and_no_book_keeping(meeting: Meeting, as_alice: Client, alice: User, bob: User) -> None:
    bob.refresh_from_db()
    page = page_of(as_alice, alice)
    for hidden in (bob.password, APP_SECRET, "argon2", "Ends at", "Became host", "totp"):
        assert hidden not in page, hidden


def test_what_a_member_changes_afterwards_is_not_shown_to_the_host_of_before(
    meeting: Meeting, as_alice: Client, alice: User, bob: User
) -> None:
    before = words(page_of(as_alice, alice))
    changes_everything(bob)
    assert words(page_of(as_alice, alice)) == before and "he/him" in before
    assert as_alice.get(picture_url(meeting)).content == PICTURE


def test_the_next_meeting_shares_what_is_so_then(meeting: Meeting, as_alice: Client, alice: User, bob: User) -> None:
    changes_everything(bob)
    enters(meeting, bob)
    page = page_of(as_alice, alice)
    for told in ("they/them", "Elsewhere Ltd", "Asia/Tokyo", "Google", "Robert"):
        assert told in page, told
    assert "he/him" not in page
    assert as_alice.get(picture_url(meeting)).content == b"RIFF another one"


def test_of_several_meetings_with_one_host_the_last_one_counts(
    meeting: Meeting, as_alice: Client, alice: User, bob: User
) -> None:
    changes_everything(bob)
    remove_picture(user=bob)
    enters(make_meeting(alice, title="The second"), bob)
    page = page_of(as_alice, alice)
    assert "they/them" in page and "he/him" not in page and "/picture/" not in page


def test_each_host_has_what_was_shared_with_them(
    meeting: Meeting, as_alice: Client, as_charlie: Client, alice: User, bob: User, charlie: User
) -> None:
    changes_everything(bob)
    enters(make_meeting(charlie, title="Charlie's"), bob)
    assert "he/him" in page_of(as_alice, alice)
    charlies = page_of(as_charlie, charlie)
    assert "they/them" in charlies and "he/him" not in charlies
    assert as_charlie.get(picture_url(meeting)).status_code == 404


def test_a_host_who_never_met_a_member_sees_nothing(meeting: Meeting, as_charlie: Client, bob: User) -> None:
    make_meeting(User.objects.get(email="charlie@example.org"))
    assert as_charlie.get(picture_url(meeting)).status_code == 404
    assert as_charlie.get(f"/people/{bob.pk}/picture/").status_code == 404


def test_a_guest_who_turns_out_to_be_a_member_has_shared_no_profile(as_alice: Client, alice: User, bob: User) -> None:
    """They gave a name and an address at the door, and so that is what the host has until they come again."""
    meeting = make_meeting(alice)
    opened(meeting)
    enter_as_guest(meeting=meeting, name="Bobby", email=bob.email, known=None, now=now_ms())
    change_profile(user=bob, name=bob.name, time_zone="UTC", pronouns="he/him")
    claim_attendances(bob.pk, bob.email)
    assert Attendee.objects.get().user_id == bob.pk
    assert "he/him" not in page_of(as_alice, alice)
    enters(meeting, bob)
    assert "he/him" in page_of(as_alice, alice)


def test_the_profile_goes_with_the_account_and_name_and_address_stay(
    meeting: Meeting, as_alice: Client, alice: User, bob: User
) -> None:
    row = Attendee.objects.get()
    look(
        looker_id=alice.pk, role=Role.HOST, subject_kind=Subject.ATTENDEE, subject_id=row.pk, what=What.FILE,
        reason="a test", now=timezone.now(),
    )  # fmt: skip
    delete_member(user=bob)
    assert not SharedProfile.objects.exists() and not Look.objects.exists()
    page = page_of(as_alice, alice)
    assert "Bob Baker" in page and "bob@example.org" in page
    assert "he/him" not in page and "Profile as of" not in page


def test_whoever_came_before_profiles_were_kept_shared_what_hosts_saw_then(meeting: Meeting) -> None:
    """The migration writes the same row as the door does."""
    entered = SharedProfile.objects.values().get()
    SharedProfile.objects.all().delete()
    Attendee.objects.create(meeting=meeting, name="Grace Guest", first_came_at=1)
    importlib.import_module("leavethemeeting.meetings.migrations.0004_share_what_hosts_saw_until_now").share(apps, None)
    moved = SharedProfile.objects.values().get()
    assert {**moved, "webp": bytes(moved["webp"] or b"")} == {
        **entered,
        "webp": PICTURE,
        "shared_at": Attendee.objects.get(user__isnull=False).first_came_at,
    }
