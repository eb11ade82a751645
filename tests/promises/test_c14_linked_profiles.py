"""C14: of a profile that somebody links, what is on the list is stored, shown to them, and gone when it is unlinked."""

from __future__ import annotations

import json
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from leavethemeeting.accounts.models import User
from leavethemeeting.accounts.social.links import unlink
from leavethemeeting.accounts.social.profiles import KEPT, kept
from leavethemeeting.meetings.actions.entering import enter_as_member
from leavethemeeting.meetings.people import shared_by
from leavethemeeting.reports.attendee import shared_profile
from leavethemeeting.shared.moments import now_ms
from tests.accounts.journeys import everything_stored
from tests.accounts.social.conftest import facebook, google, meta, openid_provider
from tests.accounts.social.networks import FacebookSide, GoogleSide, finish
from tests.cast import signed_in
from tests.meetings.stories import make_meeting, opened

__all__ = ["facebook", "google", "meta", "openid_provider"]
pytestmark = pytest.mark.django_db
MARKED = "canary"


def test_whatever_a_network_tells_only_the_list_is_stored(client: Client, google: GoogleSide) -> None:
    told = {
        name: f"{MARKED}-{name}"
        for name in ("locale", "gender", "birthdate", "phone_number", "profile", "hd", "zoneinfo")
    }
    google.knows("dora", email="dora@example.org", email_verified=True, **told)
    google.come(client, "dora")
    finish(client)
    assert set(SocialAccount.objects.get().extra_data) <= set(KEPT)
    assert MARKED not in everything_stored()
    google.come(Client(), "dora")  # allauth writes the answer anew at every sign-in
    assert MARKED not in everything_stored()


@pytest.mark.parametrize("value", [{"a": 1}, ["x"], "x" * 2000, 7, None, ""])
def test_a_value_that_is_no_sensible_text_is_dropped(value: Any) -> None:
    assert kept({"name": value, "email": value, "picture": value}) == {"granted": [], "declined": []}


def test_a_picture_is_an_address_on_the_web_and_nothing_else() -> None:
    assert "picture" not in kept({"picture": "javascript:alert(1)"})
    assert "picture" not in kept({"picture": "http://pictures.example/a.jpg"})
    assert kept({"picture": "https://pictures.example/a.jpg"})["picture"] == "https://pictures.example/a.jpg"


def test_the_list_is_the_one_in_the_policy() -> None:
    """A19: name, e-mail, number, and the picture if permitted; beside them only what was permitted."""
    assert set(KEPT) == {"name", "email", "email_verified", "picture", "granted", "declined"}


def test_unlinking_leaves_nothing_of_it(alice: User) -> None:
    told = {"name": f"{MARKED} name", "email": f"{MARKED}@example.net", "granted": [], "declined": []}
    link = SocialAccount.objects.create(user=alice, provider="facebook", uid=f"{MARKED}-uid", extra_data=told)
    assert MARKED in json.dumps(everything_stored())
    unlink(link=link, now=link.date_joined)
    assert MARKED not in everything_stored()


def test_hosts_see_which_network_is_linked_and_nothing_of_what_it_told(alice: User, bob: User) -> None:
    told = {"name": f"{MARKED} name", "email": f"{MARKED}@example.net"}
    SocialAccount.objects.create(user=bob, provider="facebook", uid=f"{MARKED}-uid", extra_data=told)
    meeting = make_meeting(alice)
    opened(meeting)
    row = enter_as_member(meeting=meeting, user=bob, now=now_ms())
    shared = dict(shared_profile(shared_by([row.id])))
    assert "Facebook" in shared["Signs in with"]
    assert MARKED not in str(shared)


def test_the_member_sees_every_stored_value(client: Client, facebook: FacebookSide) -> None:
    facebook.come(client, "20000000000001")
    finish(client, email="felix@example.org")
    link = SocialAccount.objects.get()
    page = signed_in(link.user).get("/profile/linked/").content.decode()
    for value in (link.uid, link.extra_data["name"], link.extra_data["email"]):
        assert value in page
