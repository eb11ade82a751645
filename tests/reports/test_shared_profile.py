"""What a host sees of a member who came (decisions A1): everything they filled in, and no secret."""

from __future__ import annotations

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from django.utils import timezone

from leavethemeeting.accounts.actions import change_profile, set_picture
from leavethemeeting.accounts.models import User
from leavethemeeting.accounts.signing_in import Method
from leavethemeeting.meetings.models import Attendee, Meeting
from leavethemeeting.reports.people import people_of
from leavethemeeting.shared.moments import now_ms
from tests.cast import APP_SECRET

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(as_alice: Client, alice: User, bob: User) -> str:
    """Bob in Alice's *My attendees*, with everything filled in."""
    change_profile(
        user=bob, name="Bob Baker", time_zone="Europe/Berlin", pronouns="he/him", organisation="Bakery & Sons"
    )
    set_picture(user=bob, webp=b"RIFF", now=timezone.now())
    User.objects.filter(pk=bob.pk).update(sign_in_method=Method.PASSKEY, ends_at=None)
    TOTP.activate(bob, APP_SECRET)
    meeting = Meeting.objects.create(owner=alice, title="Alice's meeting")
    Attendee.objects.create(
        meeting=meeting, user=bob, name=bob.name, email=bob.email, email_verified=True, first_came_at=1
    )
    slug = people_of(alice, now=now_ms())[0].slug
    return as_alice.get(f"/attendees/{slug}/").content.decode()


def test_a_host_sees_every_filled_field_the_picture_and_the_way_of_signing_in(page: str, bob: User) -> None:
    for told in ("he/him", "Bakery &amp; Sons", "Europe/Berlin", "Last signed in with", "passkey", "verified"):
        assert told in page, told
    assert f'src="/people/{bob.pk}/picture/"' in page


def test_a_host_sees_no_secret_and_no_book_keeping(page: str, bob: User) -> None:
    bob.refresh_from_db()
    for hidden in (bob.password, APP_SECRET, "argon2", "Ends at", "Became host", "totp"):
        assert hidden not in page, hidden
