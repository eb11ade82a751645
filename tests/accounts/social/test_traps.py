"""Ways in which signing in with a network has gone wrong elsewhere (accounts-privacy §2.2)."""

from __future__ import annotations

import time

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from pytest_django.fixtures import Settings

from leavethemeeting.accounts.models import User
from leavethemeeting.mail.models import Letter
from tests.accounts.journeys import everything_stored, is_signed_in, rows_by_table, sign_in, sign_up
from tests.accounts.social.networks import (
    ANSWERS,
    SIGN_UP,
    FacebookSide,
    GoogleSide,
    back,
    finish,
    query,
    sent_to,
    words,
)
from tests.ports import free_port

pytestmark = pytest.mark.django_db
PROVEN = {"email": "dora@example.org", "email_verified": True}


def test_a_stranger_who_signed_the_address_up_first_gets_nothing(client: Client, google: GoogleSide) -> None:
    """Pre-hijacking: the stranger's password waits for the owner to come by Google."""
    stranger = Client()
    sign_up(stranger, email="dora@example.org")
    planted = User.objects.get(email="dora@example.org").pk
    google.come(client, google.knows("dora", **PROVEN))
    finish(client)
    assert is_signed_in(client)
    owner = User.objects.get(email="dora@example.org")
    assert owner.pk != planted
    sign_in(Client(), "dora@example.org")
    other = Client()
    sign_in(other, "dora@example.org")
    assert not is_signed_in(other)
    assert not is_signed_in(stranger)


def test_a_members_address_proven_by_google_opens_nothing_by_itself(
    client: Client, google: GoogleSide, alice: User
) -> None:
    google.knows("imposter", email="alice@example.org", email_verified=True)
    response = google.come(client, "imposter")
    assert "You have an account already" in words(response)
    assert not is_signed_in(client)
    assert not SocialAccount.objects.exists()


def test_an_address_that_google_has_not_checked_opens_nothing_and_its_owner_is_told(
    client: Client, google: GoogleSide, alice: User
) -> None:
    google.knows("imposter", email="alice@example.org", email_verified=False)
    google.come(client, "imposter")
    assert finish(client, email="alice@example.org").headers["Location"] == "/accounts/confirm-email/"
    assert not is_signed_in(client)
    assert not SocialAccount.objects.exists()
    assert list(Letter.objects.values_list("recipient", "kind")) == [("alice@example.org", "account_exists")]


@pytest.mark.parametrize("claimed", ["true", 1, "yes", None])
def test_only_a_plain_yes_counts_as_checked(client: Client, google: GoogleSide, claimed: object) -> None:
    google.knows("dora", email="dora@example.org", email_verified=claimed)
    google.come(client, "dora")
    finish(client, email="dora@example.org")
    assert not is_signed_in(client)
    assert not EmailAddress.objects.get(email="dora@example.org").verified


def test_the_proven_address_cannot_be_swapped_in_the_form(client: Client, google: GoogleSide, alice: User) -> None:
    google.come(client, google.knows("dora", **PROVEN))
    finish(client, email="alice@example.org")
    assert User.objects.get(pk=SocialAccount.objects.get().user_id).email == "dora@example.org"


def test_a_forged_state_is_refused(client: Client, google: GoogleSide) -> None:
    google.knows("dora", **PROVEN)
    location = google.answer(sent_to(client, "google"), "dora")
    forged = location.replace(query(location)["state"], "A" * 16)
    response = back(client, forged)
    assert response.status_code == 401
    assert "does not fit what this browser asked for" in words(response)
    assert not is_signed_in(client)


def test_a_callback_works_once_and_only_in_the_browser_that_was_sent(client: Client, google: GoogleSide) -> None:
    google.knows("dora", **PROVEN)
    location = google.answer(sent_to(client, "google"), "dora")
    victim = Client()
    assert back(victim, location).status_code == 401
    assert back(client, location).status_code == 302
    assert back(client, location).status_code == 401


def test_one_networks_state_is_no_good_at_the_other(client: Client, google: GoogleSide, facebook: FacebookSide) -> None:
    state = query(sent_to(client, "google"))["state"]
    code = query(facebook.answer(sent_to(client, "facebook"), "20000000000001"))["code"]
    assert client.get("/accounts/facebook/login/callback/", {"code": code, "state": state}).status_code == 401


def test_another_address_at_google_changes_no_account(client: Client, google: GoogleSide, alice: User) -> None:
    """They are known by their number; the address is what Google says today."""
    google.come(client, google.knows("dora", **PROVEN))
    finish(client)
    google.knows("dora", email="alice@example.org", email_verified=True)
    other = Client()
    google.come(other, "dora")
    assert "dora@example.org" in other.get("/profile/").content.decode()
    assert User.objects.get(name="Dora Diver").email == "dora@example.org"
    assert SocialAccount.objects.get().extra_data["email"] == "alice@example.org"
    assert EmailAddress.objects.filter(email="alice@example.org").get().user == alice


def test_a_number_that_was_somebody_elses_address_is_somebody_new(client: Client, google: GoogleSide) -> None:
    google.come(client, google.knows("dora", **PROVEN))
    finish(client)
    newcomer = Client()
    google.knows("another", **PROVEN)
    assert "You have an account already" in words(google.come(newcomer, "another"))
    assert not is_signed_in(newcomer)


def test_who_says_no_is_told_that_nothing_happened(client: Client, google: GoogleSide, facebook: FacebookSide) -> None:
    client.get("/accounts/login/")
    before = rows_by_table() | {"django_session": 0}
    assert google.come(client, None).headers["Location"] == "/accounts/social/denied/"
    assert facebook.come(client, None).headers["Location"] == "/accounts/social/denied/"
    page = client.get("/accounts/social/denied/")
    assert "You said no, and that is fine" in page.content.decode()
    assert rows_by_table() | {"django_session": 0} == before


def test_a_network_that_is_down_is_said_within_seconds(client: Client, google: GoogleSide, settings: Settings) -> None:
    location = google.answer(sent_to(client, "google"), google.knows("dora", **PROVEN))
    settings.SOCIALACCOUNT_PROVIDERS["google"]["ACCESS_TOKEN_URL"] = f"http://localhost:{free_port()}/token"
    response = back(client, location)
    assert response.status_code == 503
    assert "Google does not answer" in words(response)
    assert "Nothing is wrong with your account" in words(response)


def test_a_network_that_never_answers_is_given_five_seconds(
    client: Client, google: GoogleSide, settings: Settings, silent_server: str
) -> None:
    location = google.answer(sent_to(client, "google"), google.knows("dora", **PROVEN))
    settings.SOCIALACCOUNT_PROVIDERS["google"]["ACCESS_TOKEN_URL"] = silent_server
    assert settings.SOCIALACCOUNT_REQUESTS_TIMEOUT == 5
    settings.SOCIALACCOUNT_REQUESTS_TIMEOUT = 0.5  # the same, sooner
    began = time.monotonic()
    assert back(client, location).status_code == 503
    assert time.monotonic() - began < 5


def test_a_child_leaves_no_trace_and_the_network_cannot_be_asked_around_it(client: Client, google: GoogleSide) -> None:
    google.come(client, google.knows("dora", **PROVEN))
    before = rows_by_table()
    stored = everything_stored()
    assert "dora" not in stored.lower(), "nothing of a newcomer is stored before the age question"
    child = {**ANSWERS, "born_on_year": str(time.gmtime().tm_year - 10)}
    assert client.post(SIGN_UP, {"name": "Dora Diver", **child}).status_code == 403
    assert rows_by_table() == before
    assert "dora" not in everything_stored().lower()
    assert finish(client).headers.get("Location", "") != "/meetings/"
    google.come(client, "dora")
    assert client.get(SIGN_UP).status_code == 403
    assert not User.objects.exists()


def test_without_agreement_nobody_becomes_a_member(client: Client, google: GoogleSide) -> None:
    google.come(client, google.knows("dora", **PROVEN))
    assert "Tick the box if you agree" in finish(client, agree="").content.decode()
    assert not User.objects.exists()


def test_what_waits_in_the_browser_is_sealed_and_no_other_browser_can_bring_it(
    client: Client, google: GoogleSide
) -> None:
    google.come(client, google.knows("dora", **PROVEN))
    sealed = client.cookies["newcomer"].value
    assert "dora" not in sealed
    assert client.cookies["newcomer"]["httponly"]
    thief = Client()
    thief.get("/accounts/login/")
    thief.cookies["newcomer"] = sealed
    assert thief.get(SIGN_UP).headers["Location"] == "/accounts/login/"
    finish(client)
    assert client.cookies["newcomer"].value == ""
    client.cookies["newcomer"] = sealed
    client.post("/accounts/logout/")
    assert client.get(SIGN_UP).headers["Location"] == "/accounts/login/"


def test_an_id_token_for_another_client_is_refused(client: Client, google: GoogleSide, settings: Settings) -> None:
    address = sent_to(client, "google")
    location = google.answer(address.replace("our-client", "somebody-elses"), google.knows("dora", **PROVEN))
    response = back(client, location)
    assert response.status_code == 401
    assert not is_signed_in(client)


def test_an_id_token_of_another_issuer_is_refused(client: Client, google: GoogleSide, settings: Settings) -> None:
    location = google.answer(sent_to(client, "google"), google.knows("dora", **PROVEN))
    settings.SOCIALACCOUNT_PROVIDERS["google"]["ID_TOKEN_ISSUER"] = "https://accounts.google.com"
    assert back(client, location).status_code == 401


def test_the_token_pages_of_the_library_are_not_served() -> None:
    for network in ("google", "facebook"):
        assert Client().post(f"/accounts/{network}/login/token/").status_code == 404
