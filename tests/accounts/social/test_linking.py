"""Linking, looking at and unlinking profiles; what hosts see of them."""

from __future__ import annotations

import json
import re

import pytest
from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.http import HttpResponse
from django.test import Client, RequestFactory

from leavethemeeting.accounts.models import User
from leavethemeeting.mail.models import Letter
from tests.accounts.journeys import is_signed_in, sign_in
from tests.accounts.social.networks import FacebookSide, GoogleSide, back, finish, words
from tests.cast import PASSWORD, signed_in

pytestmark = pytest.mark.django_db
AGAIN = "/accounts/again/"
LINKED = "/profile/linked/"


def alice_at(client: Client) -> Client:
    sign_in(client, "alice@example.org", PASSWORD)
    assert is_signed_in(client)
    return client


def ask_to_link(client: Client, network: str) -> HttpResponse:
    return client.post(f"/accounts/{network}/login/", {"process": "connect"}, SERVER_NAME="localhost")  # type: ignore[return-value]  # -- the test client's own type


def link(client: Client, google: GoogleSide, sub: str) -> HttpResponse:
    """With the password asked again on the way; gives the answer of the callback."""
    asked = ask_to_link(client, "google")
    if asked.status_code == 302:
        asked = client.post(asked["Location"], {"password": PASSWORD}, SERVER_NAME="localhost")  # type: ignore[assignment]  # -- as above
    return back(client, google.answer(asked.headers["Refresh"].partition("url=")[2], sub))


def test_linking_asks_for_the_password_first_then_links_and_tells(
    client: Client, google: GoogleSide, alice: User
) -> None:
    alice_at(client)
    asked = ask_to_link(client, "google")
    assert asked["Location"].startswith(AGAIN)
    google.knows("a-at-google", name="Alice A.", email="private@example.org", email_verified=True)
    assert link(client, google, "a-at-google")["Location"] == LINKED
    mine = SocialAccount.objects.get()
    assert (mine.user, mine.provider, mine.uid) == (alice, "google", "a-at-google")
    assert "The profile is linked" in client.get(LINKED).content.decode()
    assert Letter.objects.get(kind="profile_linked").recipient == "alice@example.org"
    alice.refresh_from_db()
    assert (alice.name, alice.email) == ("Alice Archer", "alice@example.org"), "what she said herself stays"
    assert EmailAddress.objects.filter(user=alice).count() == 1
    other = Client()
    google.come(other, "a-at-google")
    assert is_signed_in(other)


def test_a_callback_cannot_link_without_the_password_of_the_last_five_minutes(
    client: Client, google: GoogleSide, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice_at(client)
    asked = client.post(ask_to_link(client, "google")["Location"], {"password": PASSWORD}, SERVER_NAME="localhost")
    address = asked.headers["Refresh"].partition("url=")[2]
    session = client.session
    session["account_authentication_methods"] = []
    session.save()
    response = back(client, google.answer(address, google.knows("a-at-google")))
    assert response["Location"] == AGAIN
    assert not SocialAccount.objects.exists()
    assert "access_token" not in json.dumps(dict(client.session))


def test_nobody_links_while_signed_out(client: Client, google: GoogleSide) -> None:
    assert ask_to_link(client, "google")["Location"].startswith("/accounts/login/")


def test_who_signs_out_on_the_way_links_nothing(client: Client, google: GoogleSide, alice: User) -> None:
    alice_at(client)
    asked = client.post(ask_to_link(client, "google")["Location"], {"password": PASSWORD}, SERVER_NAME="localhost")
    location = google.answer(asked.headers["Refresh"].partition("url=")[2], google.knows("a-at-google"))
    states = client.session["socialaccount_states"]
    client.post("/accounts/logout/")
    session = client.session
    session["socialaccount_states"] = states
    session.save()
    client.cookies["sid"] = session.session_key or ""
    assert back(client, location)["Location"].startswith("/accounts/login/")
    assert not SocialAccount.objects.exists()


def test_a_profile_of_somebody_elses_account_is_not_taken_over(
    client: Client, google: GoogleSide, alice: User, bob: User
) -> None:
    SocialAccount.objects.create(user=bob, provider="google", uid="b-at-google", extra_data={})
    alice_at(client)
    link(client, google, google.knows("b-at-google"))
    assert SocialAccount.objects.get().user == bob
    assert "linked to another account here" in client.get(LINKED).content.decode()


def test_who_is_signed_in_is_not_signed_in_as_somebody_else(client: Client, google: GoogleSide, alice: User) -> None:
    alice_at(client)
    response = client.post("/accounts/google/login/")
    assert response["Location"] == LINKED


def test_the_page_shows_every_stored_value_and_no_other_members(
    client: Client, google: GoogleSide, alice: User, bob: User
) -> None:
    SocialAccount.objects.create(
        user=alice, provider="facebook", uid="20000000000042",
        extra_data={
            "name": "Ally", "email": "ally@example.net", "email_verified": False, "picture": "https://pics.example/a.jpg",
            "granted": ["public_profile"], "declined": ["email"],
        },
    )  # fmt: skip
    SocialAccount.objects.create(user=bob, provider="google", uid="bobs-number", extra_data={"name": "Bobby"})
    page = words(alice_at(client).get(LINKED))  # type: ignore[arg-type]  # -- the test client's own type
    row = SocialAccount.objects.get(user=alice)
    for value in (row.uid, "Ally", "ally@example.net", "https://pics.example/a.jpg", "Facebook"):
        assert value in page
    assert re.search(r"You permitted name and picture You declined e-mail address", page)
    assert re.search(r"confirmed by the network no", page)
    assert row.date_joined.strftime("%Y") in page
    assert "bobs-number" not in page
    assert "Bobby" not in page
    assert "pics.example" not in re.sub(r"<bdi>.*?</bdi>", "", client.get(LINKED).content.decode()), "not fetched"


def test_unlinking_asks_first_then_forgets_everything_of_it_and_tells(
    client: Client, google: GoogleSide, alice: User
) -> None:
    alice_at(client)
    link(client, google, google.knows("a-at-google", name="Alice at Google"))
    url = f"/profile/linked/{SocialAccount.objects.get().pk}/unlink/"
    assert "Unlink your Google profile?" in client.get(url).content.decode()
    assert SocialAccount.objects.exists()
    assert client.post(url)["Location"] == LINKED
    assert not SocialAccount.objects.exists()
    assert Letter.objects.get(kind="profile_unlinked").recipient == "alice@example.org"
    assert "No profile is linked" in client.get(LINKED).content.decode()
    other = Client()
    google.come(other, "a-at-google")
    assert not is_signed_in(other)


def test_unlinking_needs_the_password_again(client: Client, alice: User) -> None:
    mine = SocialAccount.objects.create(user=alice, provider="google", uid="x", extra_data={})
    alice_at(client)
    assert client.post(f"/profile/linked/{mine.pk}/unlink/")["Location"].startswith(AGAIN)
    assert SocialAccount.objects.exists()


def test_somebody_elses_link_is_not_there(as_charlie: Client, alice: User) -> None:
    theirs = SocialAccount.objects.create(user=alice, provider="google", uid="x", extra_data={})
    url = f"/profile/linked/{theirs.pk}/unlink/"
    assert as_charlie.get(url).status_code == 404
    assert SocialAccount.objects.exists()


def just_signed_in(user: User) -> Client:
    """By Google, a moment ago: nobody needs to be asked again."""
    client, request = signed_in(user), RequestFactory().get("/")
    request.session = client.session
    record_authentication(request, user, method="socialaccount", provider="google", uid="x")
    request.session.save()
    return client


def only_by_google(alice: User) -> SocialAccount:
    alice.set_unusable_password()
    alice.save()
    EmailAddress.objects.filter(user=alice).update(verified=False)
    return SocialAccount.objects.create(user=alice, provider="google", uid="x", extra_data={})


def test_the_only_way_in_is_not_unlinked_and_the_page_says_what_to_do(alice: User) -> None:
    mine = only_by_google(alice)
    response = just_signed_in(alice).post(f"/profile/linked/{mine.pk}/unlink/")
    assert response.status_code == 422
    assert "Confirm an e-mail address or add a passkey first" in response.content.decode()
    assert SocialAccount.objects.exists()


@pytest.mark.parametrize("way", ["address", "passkey", "profile"])
def test_any_other_way_in_is_enough(alice: User, way: str) -> None:
    mine = only_by_google(alice)
    if way == "address":
        EmailAddress.objects.filter(user=alice).update(verified=True)
    elif way == "passkey":
        Authenticator.objects.create(user=alice, type=Authenticator.Type.WEBAUTHN, data={})
    else:
        SocialAccount.objects.create(user=alice, provider="facebook", uid="y", extra_data={})
    response = just_signed_in(alice).get(f"/profile/linked/{mine.pk}/unlink/")
    assert "Unlink your Google profile?" in response.content.decode()


def test_saying_no_while_linking_leads_back_to_ones_own_page(
    client: Client, facebook: FacebookSide, alice: User
) -> None:
    alice_at(client)
    asked = client.post(ask_to_link(client, "facebook")["Location"], {"password": PASSWORD}, SERVER_NAME="localhost")
    response = back(client, facebook.answer(asked.headers["Refresh"].partition("url=")[2], None))
    assert "You said no at Facebook. Nothing was changed." in words(response)
    assert is_signed_in(client)


def test_a_new_member_by_a_network_sees_it_on_the_page(client: Client, google: GoogleSide) -> None:
    google.come(client, google.knows("dora", email="dora@example.org", email_verified=True))
    finish(client)
    assert "dora@example.org" in words(client.get(LINKED))  # type: ignore[arg-type]  # -- as above
