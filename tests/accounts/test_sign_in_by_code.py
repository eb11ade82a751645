"""Coming in without a password: a code by mail, bound to the browser that asked for it."""

from __future__ import annotations

import time

import pytest
from django.test import Client

from leavethemeeting.accounts.models import User
from tests.accounts.journeys import PASSWORD as SQUATTERS
from tests.accounts.journeys import code_for, is_signed_in, newest_letter, sign_in, sign_up
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db
ASK, CONFIRM = "/accounts/code/", "/accounts/code/confirm/"


def test_a_code_signs_in_once_and_the_way_is_noted(client: Client, alice: User) -> None:
    assert client.post(ASK, {"email": "alice@example.org"}).headers["Location"] == CONFIRM
    code = code_for("alice@example.org")
    assert client.post(CONFIRM, {"code": code}).headers["Location"] == "/meetings/"
    assert is_signed_in(client)
    alice.refresh_from_db()
    assert alice.sign_in_method == "code"
    other = Client()
    other.post(ASK, {"email": "alice@example.org"})
    assert other.post(CONFIRM, {"code": code}).status_code == 200
    assert not is_signed_in(other)


def test_a_code_is_good_in_the_browser_that_asked_only(client: Client, alice: User) -> None:
    client.post(ASK, {"email": "alice@example.org"})
    thief = Client()
    assert thief.post(CONFIRM, {"code": code_for("alice@example.org")}).headers["Location"] == ASK
    assert not is_signed_in(thief)


def test_three_wrong_codes_end_it(client: Client, alice: User) -> None:
    client.post(ASK, {"email": "alice@example.org"})
    code = code_for("alice@example.org")
    answers = [client.post(CONFIRM, {"code": "BBBB-BBBB"}).status_code for _ in range(3)]
    assert answers == [200, 200, 302]
    assert client.post(CONFIRM, {"code": code}).headers["Location"] == ASK


def test_a_code_holds_for_ten_minutes(client: Client, alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    client.post(ASK, {"email": "alice@example.org"})
    code = code_for("alice@example.org")
    asked = time.time()
    monkeypatch.setattr("allauth.account.internal.flows.code_verification.time.time", lambda: asked + 601)
    assert client.post(CONFIRM, {"code": code}).headers["Location"] == ASK


def test_asking_tells_nobody_who_has_an_account(alice: User) -> None:
    told = []
    for email in ("alice@example.org", "nobody@example.org"):
        browser = Client()
        first = browser.post(ASK, {"email": email})
        page = browser.get(first.headers["Location"]).content.decode().replace(email, "x")
        told.append((first.status_code, first.headers["Location"], page.count("<")))
    assert told[0] == told[1]
    assert newest_letter("nobody@example.org").kind == "no_account"


def test_letters_with_codes_to_one_address_are_limited(alice: User) -> None:
    pages = [Client().post(ASK, {"email": "alice@example.org"}).status_code for _ in range(4)]
    assert pages == [302, 302, 302, 200]


def test_whoever_signed_a_strangers_address_up_gets_no_way_in_by_their_password(client: Client) -> None:
    """Pre-hijack: the code shows the address to be somebody else's, so the squatter's password goes."""
    sign_up(Client(), email="dora@example.org")
    client.post(ASK, {"email": "dora@example.org"})
    answer = client.post(CONFIRM, {"code": code_for("dora@example.org")})
    assert answer.headers["Location"] == "/meetings/"
    squatter = Client()
    assert sign_in(squatter, "dora@example.org", SQUATTERS).status_code == 200
    assert not is_signed_in(squatter)
    assert "You have none" in client.get("/security/").content.decode()


def test_a_members_own_password_stays_when_they_come_in_by_code(client: Client, alice: User) -> None:
    client.post(ASK, {"email": "alice@example.org"})
    client.post(CONFIRM, {"code": code_for("alice@example.org")})
    assert sign_in(Client(), "alice@example.org", PASSWORD).headers["Location"] == "/meetings/"


def test_a_member_without_a_password_chooses_one(client: Client, alice: User) -> None:
    alice.set_unusable_password()
    alice.save()
    client.post(ASK, {"email": "alice@example.org"})
    client.post(CONFIRM, {"code": code_for("alice@example.org")})
    assert client.get("/accounts/password/change/").headers["Location"] == "/accounts/password/set/"
    new = "nine yellow bicycles"
    assert (
        client.post("/accounts/password/set/", {"password1": new, "password2": new}).headers["Location"] == "/security/"
    )
    assert sign_in(Client(), "alice@example.org", new).headers["Location"] == "/meetings/"
