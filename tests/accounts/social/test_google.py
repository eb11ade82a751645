"""Signing in with Google, against a real OpenID provider."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.test import Client

from leavethemeeting.accounts.models import User
from tests.accounts.journeys import is_signed_in
from tests.accounts.social.networks import GoogleSide, finish, query, words

pytestmark = pytest.mark.django_db


def test_somebody_new_comes_from_google_answers_the_form_and_is_in(client: Client, google: GoogleSide) -> None:
    google.knows("dora", email="dora@example.org", email_verified=True, picture="https://pictures.example/d.jpg")
    assert google.come(client, "dora").headers["Location"] == "/accounts/social/signup/"
    assert "Google has confirmed that it is yours" in client.get("/accounts/social/signup/").content.decode()
    assert finish(client).headers["Location"] == "/meetings/"
    assert is_signed_in(client)
    dora = User.objects.get(email="dora@example.org")
    assert (dora.name, dora.sign_in_method, dora.has_usable_password()) == ("Dora Diver", "google", False)
    assert dora.age_ok_at is not None
    assert EmailAddress.objects.get(user=dora).verified


def test_the_second_time_they_are_in_at_once_and_land_where_they_wanted(client: Client, google: GoogleSide) -> None:
    google.knows("dora", email="dora@example.org", email_verified=True)
    google.come(client, "dora")
    finish(client)
    other_browser = Client()
    assert google.come(other_browser, "dora", next="/profile/").headers["Location"] == "/profile/"
    assert is_signed_in(other_browser)
    assert User.objects.count() == 1


def test_only_what_is_on_the_list_is_kept(client: Client, google: GoogleSide) -> None:
    google.knows("dora", email="dora@example.org", email_verified=True, picture="https://pictures.example/d.jpg")
    google.come(client, "dora")
    finish(client)
    link = SocialAccount.objects.get()
    assert (link.provider, link.uid) == ("google", "dora")
    assert link.extra_data == {
        "name": "Dora Diver", "email": "dora@example.org", "email_verified": True,
        "picture": "https://pictures.example/d.jpg", "granted": ["email", "openid", "profile"], "declined": [],
    }  # fmt: skip
    assert not SocialToken.objects.exists()


def test_we_ask_for_profile_and_address_only_and_nobody_can_add_to_it(client: Client, google: GoogleSide) -> None:
    """allauth's own view would take ``?scope=`` and ``?auth_params=`` of whoever made the link."""
    widened = client.post(
        "/accounts/google/login/?scope=https://www.googleapis.com/auth/contacts.readonly&auth_params=access_type=offline"
    )
    asked = query(widened.headers["Refresh"].partition("url=")[2])
    assert set(asked["scope"].split()) == {"openid", "profile", "email"}
    assert set(asked) == {
        "client_id", "redirect_uri", "scope", "response_type", "state", "code_challenge", "code_challenge_method",
    }  # fmt: skip
    assert asked["code_challenge_method"] == "S256"


def test_a_link_alone_sends_nobody_to_google(client: Client, google: GoogleSide) -> None:
    page = client.get("/accounts/google/login/")
    assert page.status_code == 200
    assert "Refresh" not in page.headers
    assert "Go to Google" in page.content.decode()
    guarded = Client(enforce_csrf_checks=True)
    assert guarded.post("/accounts/google/login/").status_code == 403


def test_the_way_there_needs_no_change_of_our_policy_for_pages(client: Client, google: GoogleSide) -> None:
    response = client.post("/accounts/google/login/")
    policy = response.headers["Content-Security-Policy"]
    assert "google" not in policy
    assert "form-action 'self'" in policy
    assert response.headers["Refresh"].startswith("0; url=http")
    assert "Go to Google" in response.content.decode()


def test_a_network_that_is_not_set_up_is_not_there(client: Client) -> None:
    assert client.get("/accounts/google/login/").status_code == 404
    assert client.get("/accounts/facebook/login/callback/").status_code == 404
    for page in ("/accounts/login/", "/accounts/signup/"):
        assert "Continue with" not in client.get(page).content.decode()


def test_the_buttons_stand_on_both_pages_once_it_is_set_up(client: Client, google: GoogleSide) -> None:
    for page in ("/accounts/login/", "/accounts/signup/"):
        assert words(client.get(page)).count("Continue with Google") == 1  # type: ignore[arg-type]  # -- as above


def test_where_they_go_afterwards_is_in_this_service(client: Client, google: GoogleSide) -> None:
    google.knows("dora", email="dora@example.org", email_verified=True)
    google.come(client, "dora")
    finish(client)
    assert google.come(Client(), "dora", next="https://evil.example/").headers["Location"] == "/meetings/"
