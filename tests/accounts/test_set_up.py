"""The provider's account: by the one-time link, and by nothing else."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from leavethemeeting.accounts.actions import LinkSpent, ProviderExists, make_set_up_link, open_provider_account
from leavethemeeting.accounts.models import SetUpLink, User
from tests.accounts.journeys import BORN_ON, PASSWORD, everything_stored, is_signed_in, rows_by_table, sign_up

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
ANSWERS = {"agree": "on", "name": "Paula Provider", "email": "Paula@Example.org", "password": PASSWORD, **BORN_ON}


def test_the_link_makes_the_provider_and_signs_in_once(client: Client) -> None:
    link = make_set_up_link(now=NOW)
    assert client.get(link).status_code == 200
    assert client.post(link, ANSWERS).headers["Location"] == "/security/"  # a provider needs more than a password
    paula = User.objects.get()
    assert (paula.email, paula.name, paula.is_provider) == ("paula@example.org", "Paula Provider", True)
    assert EmailAddress.objects.get(user=paula, primary=True).verified
    assert is_signed_in(client)
    again = Client()
    assert [again.get(link).status_code, again.post(link, ANSWERS).status_code] == [410, 410]
    assert User.objects.count() == 1


def test_only_the_hash_of_the_link_is_kept(client: Client) -> None:
    token = make_set_up_link(now=NOW).split("/")[2]
    assert len(token) >= 43  # 256 bits
    assert token not in everything_stored()


def test_a_new_link_replaces_the_unused_one(client: Client) -> None:
    old, new = make_set_up_link(now=NOW), make_set_up_link(now=NOW)
    assert [client.get(old).status_code, client.get(new).status_code] == [404, 200]
    assert SetUpLink.objects.count() == 1


def test_a_made_up_link_leads_nowhere(client: Client) -> None:
    assert client.get("/set-up/made-up/").status_code == 404
    assert client.post("/set-up/made-up/", ANSWERS).status_code == 404


def test_being_first_is_not_enough(client: Client) -> None:
    make_set_up_link(now=NOW)
    sign_up(client)
    assert not User.objects.get().is_provider


def test_with_a_provider_there_is_no_more_link(provider: User) -> None:
    with pytest.raises(ProviderExists):
        make_set_up_link(now=NOW)


def test_two_hands_at_one_link_make_one_provider(client: Client) -> None:
    token = make_set_up_link(now=NOW).split("/")[2]
    first = {"token": token, "name": "Paula", "password": PASSWORD, "now": NOW}
    open_provider_account(email="paula@example.org", **first)  # type: ignore[arg-type]  # -- a dict of mixed values
    with pytest.raises(LinkSpent):
        open_provider_account(email="eve@example.org", **first)  # type: ignore[arg-type]  # -- as above
    assert User.objects.count() == 1


def test_an_address_somebody_merely_claimed_does_not_stand_in_the_way(client: Client) -> None:
    sign_up(Client(), email="paula@example.org", password1="the password of eve")
    assert client.post(make_set_up_link(now=NOW), ANSWERS).status_code == 302
    paula = User.objects.get()
    assert paula.check_password(PASSWORD) and paula.is_provider


def test_a_members_address_is_not_taken_over_and_the_link_stays_good(client: Client, alice: User) -> None:
    link = make_set_up_link(now=NOW)
    page = client.post(link, {**ANSWERS, "email": "alice@example.org"})
    assert page.status_code == 422
    assert "already belongs to a member" in page.content.decode()
    alice.refresh_from_db()
    assert not alice.is_provider
    assert client.post(link, ANSWERS).status_code == 302


def test_a_weak_password_is_refused_here_too(client: Client) -> None:
    page = client.post(make_set_up_link(now=NOW), {**ANSWERS, "password": "leavethemeeting"})
    assert page.status_code == 422
    assert not User.objects.exists()


def test_a_child_does_not_spend_the_link(client: Client) -> None:
    link = make_set_up_link(now=NOW)
    before = rows_by_table()
    assert client.post(link, {**ANSWERS, "born_on_year": str(datetime.now(UTC).year - 9)}).status_code == 403
    assert rows_by_table() == before
    assert client.post(link, ANSWERS).status_code == 403
    assert Client().post(link, ANSWERS).status_code == 302
