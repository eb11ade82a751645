"""Becoming a member."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client

from leavethemeeting.accounts.jobs import delete_expired_sessions, delete_never_verified
from leavethemeeting.accounts.models import User
from leavethemeeting.mail.models import Letter
from leavethemeeting.shared.environment import environment
from tests.accounts.journeys import (
    PASSWORD,
    code_for,
    everything_stored,
    is_signed_in,
    newest_letter,
    rows_by_table,
    sign_in,
    sign_up,
)

pytestmark = pytest.mark.django_db


def time_machine() -> None:
    """Ten seconds later: the limit on letters to one address is not what the test is about."""
    cache.clear()


CONFIRM = "/accounts/confirm-email/"
CHILD = {"born_on_year": str(datetime.now(UTC).year - 10)}


def test_a_new_member_signs_up_reads_the_letter_and_is_in(client: Client) -> None:
    assert sign_up(client).headers["Location"] == CONFIRM
    assert not is_signed_in(client)
    response = client.post(CONFIRM, {"code": code_for("dora@example.org").lower().replace("-", " ")})
    assert response.headers["Location"] == "/meetings/"
    assert is_signed_in(client)
    dora = User.objects.get(email="dora@example.org")
    assert (dora.name, dora.is_provider, dora.is_active) == ("Dora Diver", False, True)
    assert dora.age_ok_at is not None
    assert EmailAddress.objects.get(user=dora).verified


def test_the_password_is_kept_as_argon2_and_stands_nowhere_else(client: Client) -> None:
    sign_up(client)
    client.post(CONFIRM, {"code": code_for("dora@example.org")})
    stored = everything_stored()
    assert "argon2$argon2id$" in stored
    assert PASSWORD not in stored
    assert "1990" not in stored


def test_nobody_comes_in_before_the_address_is_confirmed(client: Client) -> None:
    sign_up(client)
    other_browser = Client()
    time_machine()
    assert sign_in(other_browser, "dora@example.org").headers["Location"] == CONFIRM
    assert not is_signed_in(other_browser)


def test_a_code_works_once(client: Client) -> None:
    sign_up(client)
    code = code_for("dora@example.org")
    client.post(CONFIRM, {"code": code})
    client.post("/accounts/logout/")
    assert client.post(CONFIRM, {"code": code}).headers["Location"] == "/accounts/login/"
    assert not is_signed_in(client)


def test_a_code_is_bound_to_the_browser_that_asked(client: Client) -> None:
    sign_up(client)
    thief = Client()
    assert thief.post(CONFIRM, {"code": code_for("dora@example.org")}).headers["Location"] == "/accounts/login/"
    assert not is_signed_in(thief)


def test_a_code_is_over_after_ten_minutes(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    sign_up(client)
    code, started = code_for("dora@example.org"), time.time()
    monkeypatch.setattr("allauth.account.internal.flows.code_verification.time.time", lambda: started + 599)
    assert client.get(CONFIRM).status_code == 200
    monkeypatch.setattr("allauth.account.internal.flows.code_verification.time.time", lambda: started + 605)
    assert client.post(CONFIRM, {"code": code}).headers["Location"] == "/accounts/login/"
    assert not EmailAddress.objects.get(email="dora@example.org").verified


def test_three_wrong_codes_end_it(client: Client) -> None:
    sign_up(client)
    code = code_for("dora@example.org")
    for _ in range(2):
        assert "not the code we sent" in client.post(CONFIRM, {"code": "BBBB-BBBB"}).content.decode()
    assert client.post(CONFIRM, {"code": "BBBB-BBBB"}).headers["Location"] == "/accounts/login/"
    client.post(CONFIRM, {"code": code})
    assert not is_signed_in(client)


def test_a_new_code_can_be_asked_for_and_replaces_the_old_one(client: Client) -> None:
    sign_up(client)
    old = code_for("dora@example.org")
    time_machine()
    client.post(CONFIRM, {"action": "resend"})
    assert "A new code is on its way" in client.get(CONFIRM).content.decode()
    new = code_for("dora@example.org")
    assert new != old
    assert client.post(CONFIRM, {"code": old}).status_code == 200
    assert client.post(CONFIRM, {"code": new}).headers["Location"] == "/meetings/"


def test_letters_to_one_address_keep_ten_seconds_apart_and_the_code_that_was_sent_stays_good(client: Client) -> None:
    sign_up(client)
    hasty = client.post(CONFIRM, {"action": "resend"})
    assert (hasty.status_code, Letter.objects.count()) == (429, 1)
    assert "Too many tries" in hasty.content.decode()
    client.get(CONFIRM)
    assert client.post(CONFIRM, {"code": code_for("dora@example.org")}).headers["Location"] == "/meetings/"


def told(response: HttpResponse, client: Client) -> tuple[int, str, str]:
    """All that whoever signed up gets to see, without what differs at every request."""
    page = client.get(CONFIRM).content.decode()
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page)
    return response.status_code, response.headers["Location"], page.replace("alice@", "x@").replace("dora@", "x@")


def test_signing_up_says_the_same_for_a_known_address_and_tells_its_owner(alice: User) -> None:
    before = alice.password
    guesser, newcomer = Client(), Client()
    known = told(sign_up(guesser, email="alice@example.org"), guesser)
    unknown = told(sign_up(newcomer, email="dora@example.org"), newcomer)
    assert known == unknown
    for browser in (guesser, newcomer):  # a wrong code says the same, too
        browser.post(CONFIRM, {"code": "BBBB-BBBB"})
    assert told(sign_up(guesser, email="alice@example.org"), guesser)[:2] == known[:2]
    letter = newest_letter("alice@example.org")
    assert (letter.kind, letter.subject) == ("account_exists", "You already have an account")
    alice.refresh_from_db()
    assert (alice.password, alice.name) == (before, "Alice Archer")


def test_the_letter_carries_nothing_that_a_stranger_typed(client: Client) -> None:
    sign_up(client, name="You won! Visit evil.example", email="victim@example.org")
    letter = newest_letter("victim@example.org")
    assert "evil" not in letter.subject + letter.text + letter.html


def test_a_child_leaves_no_trace_and_the_question_is_not_asked_again(client: Client) -> None:
    client.get("/accounts/signup/")
    before = rows_by_table()
    refused = sign_up(client, **CHILD)
    assert refused.status_code == 403
    assert "Nothing you typed was kept" in refused.content.decode()
    assert rows_by_table() == before
    assert sign_up(client).status_code == 403  # another date, same browser
    assert client.get("/accounts/signup/").status_code == 403
    assert rows_by_table() == before
    assert "dora" not in everything_stored()


def test_a_child_is_refused_before_anything_else_is_complained_about(client: Client) -> None:
    page = sign_up(client, email="not an address", password1="short", **CHILD)
    assert page.status_code == 403


@pytest.mark.parametrize(
    ("password", "complaint"),
    [
        ("short-pass1", "at least 12 characters"),
        ("password1234", "too common"),
        ("LeaveTheMeeting2026", "little more than the name of this service"),
        ("dora diver dora", "too similar to the name"),
        ("dora@example.org", "too similar to the"),
        ("x" * 129, "longer than 128 characters"),
    ],
)
def test_a_weak_password_is_refused_and_says_why(client: Client, password: str, complaint: str) -> None:
    assert complaint in sign_up(client, password1=password).content.decode()
    assert not User.objects.exists()


def test_a_form_that_is_sent_back_holds_no_password(client: Client) -> None:
    assert PASSWORD not in sign_up(client, email="nonsense").content.decode()


def test_an_address_is_one_address_in_capitals_too(client: Client) -> None:
    sign_up(client, email="Dora@Example.ORG")
    assert User.objects.get().email == "dora@example.org"
    sign_up(Client(), email="DORA@example.org")
    assert User.objects.count() == 1


def test_sign_up_is_limited_and_the_page_is_ours(client: Client) -> None:
    for number in range(20):
        sign_up(Client(), email=f"robot{number}@example.org", password1="short")
    limited = sign_up(client)
    assert limited.status_code == 429
    assert "Too many tries" in limited.content.decode()
    assert "site-header" in limited.content.decode()


def test_who_never_confirms_is_forgotten_after_a_week(client: Client, alice: User) -> None:
    sign_up(client)
    now = datetime.now(UTC)
    assert delete_never_verified(now=now + timedelta(days=6)) == 0
    assert delete_never_verified(now=now + timedelta(days=8)) == 1
    assert list(User.objects.all()) == [alice]


def test_what_a_browser_left_behind_is_forgotten_with_its_session(client: Client) -> None:
    sign_up(client)
    now = datetime.now(UTC)
    assert delete_expired_sessions(now=now + timedelta(days=13)) == 0
    assert delete_expired_sessions(now=now + timedelta(days=15)) == 1


def test_check_your_mail_leads_to_the_outbox_only_where_anybody_may_open_it(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_up(client)
    link = 'href="/outbox/"'
    assert link not in client.get(CONFIRM).content.decode()
    told = replace(environment(), local_run=True, smtp=None)
    monkeypatch.setattr("leavethemeeting.mail.access.environment", lambda: told)
    assert link in client.get(CONFIRM, headers={"host": "localhost"}).content.decode()
    assert link not in client.get(CONFIRM, headers={"host": "localhost", "x-forwarded-for": "::1"}).content.decode()


@pytest.mark.parametrize("email", ["dora@example.org", "alice@example.org"])
def test_a_mistyped_address_can_be_left_behind(client: Client, alice: User, email: str) -> None:
    sign_up(client, email=email)
    assert client.get("/accounts/signup/").headers.get("Location") == CONFIRM
    left = client.post("/accounts/logout/", {"next": "/accounts/signup/"})
    assert left.headers["Location"] == "/accounts/signup/"
    assert client.get("/accounts/signup/").status_code == 200
    assert sign_up(client, email="dora.diver@example.org").headers["Location"] == CONFIRM
    assert code_for("dora.diver@example.org")


def test_squatting_an_address_gains_nothing(client: Client) -> None:
    """Eve signs up with Dora's address; Dora asks for a new password and the account is hers alone."""
    eve = Client()
    sign_up(eve, password1="the password of eve")
    time_machine()
    client.post("/accounts/password/reset/", {"email": "dora@example.org"})
    client.post("/accounts/password/reset/confirm/", {"code": code_for("dora@example.org")})
    client.post("/accounts/password/reset/complete/", {"password1": PASSWORD, "password2": PASSWORD})
    sign_in(client, "dora@example.org")
    assert is_signed_in(client)
    assert not is_signed_in(eve)
    assert sign_in(Client(), "dora@example.org", "the password of eve").status_code == 200


def test_each_empty_box_says_in_its_own_words_what_is_missing(client: Client) -> None:
    page = client.post("/accounts/signup/", {}).content.decode()
    for told in ("what others in a meeting shall call you", "an e-mail address that you can read", "Choose a password"):
        assert told in page, told
    assert "This field is required" not in page
