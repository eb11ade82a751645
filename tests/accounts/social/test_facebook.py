"""Signing in with Facebook, against a faithful fake of its dialog and its Graph API."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.test import Client

from leavethemeeting.accounts.models import User
from leavethemeeting.mail.models import Letter
from tests.accounts.journeys import code_for, is_signed_in
from tests.accounts.social.networks import FacebookSide, finish, query, sent_to

pytestmark = pytest.mark.django_db
FELIX, ODA = "20000000000001", "20000000000002"
CONFIRM = "/accounts/confirm-email/"


def test_an_address_from_facebook_is_confirmed_by_a_code_before_anybody_is_in(
    client: Client, facebook: FacebookSide
) -> None:
    facebook.come(client, FELIX)
    assert finish(client, name="Felix Faber", email="felix@example.org").headers["Location"] == CONFIRM
    assert not is_signed_in(client)
    assert not EmailAddress.objects.get(email="felix@example.org").verified
    client.post(CONFIRM, {"code": code_for("felix@example.org")})
    assert is_signed_in(client)
    assert User.objects.get().sign_in_method == "facebook"


def test_only_what_is_on_the_list_is_kept(client: Client, facebook: FacebookSide) -> None:
    facebook.come(client, FELIX)
    finish(client, email="felix@example.org")
    assert SocialAccount.objects.get().extra_data == {
        "name": "Felix Faber", "email": "felix@example.org", "email_verified": False,
        "granted": ["email", "public_profile"], "declined": [],
    }  # fmt: skip


def test_who_declines_the_address_is_asked_for_one_and_signs_up(client: Client, facebook: FacebookSide) -> None:
    facebook.come(client, FELIX, email=False)
    page = client.get("/accounts/social/signup/").content.decode()
    assert "Facebook told us none" in page
    assert "felix@example.org" not in page
    assert "Type an e-mail address that you can read" in finish(client, email="").content.decode()
    finish(client, email="another@example.org")
    client.post(CONFIRM, {"code": code_for("another@example.org")})
    assert is_signed_in(client)
    kept = SocialAccount.objects.get().extra_data
    assert (kept["granted"], kept["declined"]) == (["public_profile"], ["email"])
    assert "email" not in kept


def test_who_has_no_address_there_signs_up_all_the_same(client: Client, facebook: FacebookSide) -> None:
    facebook.come(client, ODA)
    finish(client, name="Oda Ohm", email="oda@example.org")
    client.post(CONFIRM, {"code": code_for("oda@example.org")})
    assert is_signed_in(client)


def test_we_ask_for_profile_and_address_only(client: Client, facebook: FacebookSide) -> None:
    asked = query(sent_to(client, "facebook"))
    assert set(asked["scope"].split(",")) == {"public_profile", "email"}
    assert set(asked) == {"client_id", "redirect_uri", "scope", "response_type", "state"}


def test_a_permission_that_nobody_asked_for_is_refused_whole(client: Client, facebook: FacebookSide) -> None:
    facebook.own.extra = frozenset({"user_friends"})
    response = facebook.come(client, FELIX)
    assert response.status_code == 403
    assert "Facebook would tell us too much" in response.content.decode()
    assert not SocialAccount.objects.exists()
    assert client.get("/accounts/social/signup/").headers["Location"] == "/accounts/login/"


def test_the_second_time_they_are_in_at_once(client: Client, facebook: FacebookSide) -> None:
    facebook.come(client, FELIX)
    finish(client, email="felix@example.org")
    client.post(CONFIRM, {"code": code_for("felix@example.org")})
    other = Client()
    assert facebook.come(other, FELIX).headers["Location"] == "/meetings/"
    assert is_signed_in(other)


def test_an_address_that_a_member_has_opens_nothing_and_its_owner_is_told(
    client: Client, facebook: FacebookSide, alice: User
) -> None:
    """Facebook says nothing about having checked an address."""
    facebook.come(client, ODA)
    assert finish(client, email="alice@example.org").headers["Location"] == CONFIRM
    assert not is_signed_in(client)
    assert not SocialAccount.objects.exists()
    assert list(Letter.objects.values_list("recipient", "kind")) == [("alice@example.org", "account_exists")]


def test_a_profile_linked_by_a_stranger_does_not_outlive_the_owners_first_proof(
    client: Client, facebook: FacebookSide
) -> None:
    """A stranger signs the victim's address up with their own Facebook profile and waits for the victim to confirm."""
    facebook.come(client, ODA)
    finish(client, email="victim@example.org")
    victim = Client()
    cache.clear()
    victim.post("/accounts/password/reset/", {"email": "victim@example.org"})
    victim.post("/accounts/password/reset/confirm/", {"code": code_for("victim@example.org")})
    new = "nine yellow bicycles"
    victim.post("/accounts/password/reset/complete/", {"password1": new, "password2": new})
    stranger = Client()
    facebook.come(stranger, ODA)
    assert not is_signed_in(stranger)
    assert not SocialAccount.objects.exists()


def test_nor_does_it_outlive_a_sign_in_by_code(client: Client, facebook: FacebookSide) -> None:
    facebook.come(client, ODA)
    finish(client, email="victim@example.org")
    victim = Client()
    cache.clear()
    victim.post("/accounts/code/", {"email": "victim@example.org"})
    victim.post("/accounts/code/confirm/", {"code": code_for("victim@example.org")})
    assert is_signed_in(victim)
    assert not SocialAccount.objects.exists()
