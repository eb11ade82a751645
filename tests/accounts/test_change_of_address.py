"""Another e-mail address: asked again, shown by a code, told to the old address."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from leavethemeeting.accounts.models import User
from leavethemeeting.mail.models import Letter
from tests.accounts.journeys import code_for, newest_letter, sign_in
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db
PAGE, CONFIRM, AGAIN = "/accounts/email/", "/accounts/confirm-email/", "/accounts/again/"


@pytest.fixture
def here(client: Client, alice: User) -> Client:
    sign_in(client, "alice@example.org", PASSWORD)
    client.post(AGAIN, {"password": PASSWORD})
    return client


def ask(client: Client, email: str) -> str:
    return client.post(PAGE, {"email": email, "action_add": "1"}).headers["Location"]


def test_the_address_changes_when_the_code_is_typed_and_not_before(here: Client, alice: User) -> None:
    assert ask(here, "Alice@New.example") == CONFIRM
    alice.refresh_from_db()
    assert alice.email == "alice@example.org"
    assert here.post(CONFIRM, {"code": code_for("alice@new.example")}).headers["Location"] == "/profile/"
    alice.refresh_from_db()
    assert alice.email == "alice@new.example"
    assert [(one.email, one.verified, one.primary) for one in EmailAddress.objects.filter(user=alice)] == [
        ("alice@new.example", True, True)
    ]
    assert sign_in(Client(), "alice@new.example", PASSWORD).headers["Location"] == "/meetings/"
    assert sign_in(Client(), "alice@example.org", PASSWORD).status_code == 200


def test_the_old_address_is_told_and_does_not_learn_the_new_one(here: Client) -> None:
    ask(here, "alice@new.example")
    here.post(CONFIRM, {"code": code_for("alice@new.example")})
    letter = newest_letter("alice@example.org")
    assert letter.kind == "address_changed"
    assert "alice@new.example" not in letter.text + letter.html


def test_without_the_password_the_page_stays_shut(client: Client, alice: User) -> None:
    sign_in(client, "alice@example.org", PASSWORD)
    assert client.post(PAGE, {"email": "eve@example.org", "action_add": "1"}).headers["Location"].startswith(AGAIN)
    assert not Letter.objects.filter(recipient="eve@example.org").exists()


def test_a_members_address_is_not_taken_over_even_with_the_code(here: Client, alice: User, bob: User) -> None:
    assert ask(here, "bob@example.org") == CONFIRM
    page = here.post(CONFIRM, {"code": code_for("bob@example.org")})
    assert page.status_code == 200
    assert "This address has an account by now" in page.content.decode()
    alice.refresh_from_db()
    bob.refresh_from_db()
    assert (alice.email, bob.email) == ("alice@example.org", "bob@example.org")


def test_what_allauths_page_could_do_beside_is_not_served(here: Client, alice: User) -> None:
    for action in ("action_remove", "action_primary", "action_send"):
        assert here.post(PAGE, {"email": "alice@example.org", action: "1"}).headers["Location"] == PAGE
    assert EmailAddress.objects.filter(user=alice, verified=True).count() == 1
