"""Members who have only a linked profile are asked by a code to their mailbox before anything that matters."""

from __future__ import annotations

import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.urls import get_resolver, reverse

from leavethemeeting.accounts.mailed_again import ASKED_BEFORE, CODE, LINKING, TRIES
from leavethemeeting.accounts.models import User
from leavethemeeting.mail.models import Letter
from tests.accounts.journeys import code_for
from tests.cast import APP_SECRET, make_member, signed_in
from tests.walls.test_pages import addresses

pytestmark = pytest.mark.django_db
AGAIN, TYPE = "/account/again/", "/account/again/code/"
WRONG = "BBBB-BBBB"


@pytest.fixture
def felix() -> User:
    """Came by Facebook, and has no password."""
    felix = make_member("Felix Field", "felix@example.org")
    felix.set_unusable_password()
    felix.save(update_fields=["password"])
    SocialAccount.objects.create(user=felix, provider="facebook", uid="20000000000001", extra_data={})
    SocialAccount.objects.create(user=felix, provider="google", uid="g-1", extra_data={})
    return felix


@pytest.fixture
def here(felix: User) -> Client:
    """Felix's browser, in which he signed in a while ago."""
    return signed_in(felix)


def answered(client: Client) -> Client:
    assert client.post(AGAIN).headers["Location"].startswith(TYPE)
    assert client.post(TYPE, {"code": code_for("felix@example.org")}).status_code == 302
    return client


def link_of(felix: User) -> str:
    return reverse("accounts:unlink", args=[SocialAccount.objects.filter(user=felix, provider="google").get().pk])


def test_changing_the_address_unlinking_and_deleting_wait_for_the_code(here: Client, felix: User) -> None:
    for page in ("/accounts/email/", link_of(felix), "/account/delete/", "/accounts/password/set/"):
        assert here.get(page).headers["Location"].startswith(f"{AGAIN}?next=%2F"), page
        assert here.post(page, {"email": "eve@example.org", "action_add": "1"}).headers["Location"].startswith(AGAIN)
    assert SocialAccount.objects.count() == 2
    assert not Letter.objects.exists()
    answered(here)
    for page in ("/accounts/email/", link_of(felix), "/account/delete/", "/accounts/password/set/"):
        assert here.get(page).status_code == 200, page
    here.post(link_of(felix))
    assert SocialAccount.objects.get().provider == "facebook"


@pytest.mark.parametrize("network", ["google", "facebook"])
def test_linking_waits_for_it_too_and_signing_in_by_a_network_does_not(here: Client, network: str) -> None:
    begins = reverse(f"{network}_login")
    for told in ({"process": "connect"}, {}):
        url = f"{begins}?process=connect" if not told else begins
        assert here.post(url, told).headers["Location"] == f"{AGAIN}?next=%2Fprofile%2Flinked%2F"
    assert not Client().post(begins).headers.get("Location", "").startswith(AGAIN)


def test_the_code_leads_back_to_what_was_wanted_and_nowhere_else(here: Client) -> None:
    away = here.post(AGAIN, {"next": "/accounts/email/"}).headers["Location"]
    page = here.get(away).content.decode()
    assert 'value="/accounts/email/"' in page
    told = {"code": code_for("felix@example.org"), "next": "/accounts/email/"}
    assert here.post(TYPE, told).headers["Location"] == "/accounts/email/"
    elsewhere = here.post(AGAIN, {"next": "https://evil.example/"}).headers["Location"]
    assert "evil" not in elsewhere


def test_opening_the_page_sends_nothing(here: Client) -> None:
    assert "felix@example.org" in here.get(AGAIN).content.decode()
    assert not Letter.objects.exists()


def test_a_code_works_once_in_this_browser_for_ten_minutes_and_after_three_tries_no_more(
    here: Client, felix: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.post(AGAIN)
    code = code_for("felix@example.org")
    assert signed_in(felix).post(TYPE, {"code": code}).status_code == 422
    for _each in range(TRIES):
        assert here.post(TYPE, {"code": WRONG}).status_code == 422
    assert here.post(TYPE, {"code": code}).status_code == 422
    here.post(AGAIN)
    session = here.session
    session[CODE] = {**session[CODE], "until": int(time.time())}
    session.save()
    assert here.post(TYPE, {"code": code_for("felix@example.org")}).status_code == 422
    assert here.get("/accounts/email/").status_code == 302
    answered(here)
    assert CODE not in here.session


def test_the_answer_holds_for_five_minutes(here: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    answered(here)
    later = time.time() + 301
    monkeypatch.setattr(time, "time", lambda: later)
    assert here.get("/accounts/email/").headers["Location"].startswith(AGAIN)


def test_neither_code_nor_anything_to_guess_it_from_is_kept(here: Client) -> None:
    here.post(AGAIN)
    code = code_for("felix@example.org")
    assert code not in str(dict(here.session)) and code.replace("-", "") not in str(dict(here.session))


def test_letters_are_few(here: Client) -> None:
    assert [here.post(AGAIN).status_code for _each in range(6)] == [302] * 5 + [429]
    assert Letter.objects.count() == 5


def test_who_has_a_password_or_a_second_factor_is_asked_for_that(felix: User, here: Client, as_alice: Client) -> None:
    assert as_alice.get(AGAIN).headers["Location"] == "/accounts/again/"
    TOTP.activate(felix, APP_SECRET)
    assert here.get("/accounts/email/").headers["Location"].startswith("/accounts/again/code/")
    assert here.get(AGAIN).headers["Location"] == "/accounts/again/"


def test_without_a_confirmed_address_the_way_is_to_sign_in_again(here: Client, felix: User) -> None:
    EmailAddress.objects.filter(user=felix).update(verified=False)
    page = here.post(AGAIN)
    assert page.status_code == 422 and "sign in again" in page.content.decode()
    assert not Letter.objects.exists()


def test_every_page_that_is_named_here_exists() -> None:
    assert set(addresses(get_resolver().url_patterns)) >= ASKED_BEFORE | LINKING
