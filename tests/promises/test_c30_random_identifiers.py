"""C30: an identifier in a cookie is random, and made from nothing about the person."""

from __future__ import annotations

import base64

import pytest
from django.test import Client

from leavethemeeting.accounts.models import User
from leavethemeeting.consent.models import Consent
from tests.cast import PASSWORD, signed_in
from tests.consent.stories import choose

pytestmark = pytest.mark.django_db


def _number(client: Client) -> str:
    return client.cookies["consent"].value.rpartition(".")[2]


def test_the_number_of_a_choice_has_128_random_bits_and_differs_by_browser() -> None:
    numbers = [base64.urlsafe_b64decode(_number(choose(Client(), "all")) + "==") for _ in range(32)]
    assert {len(number) for number in numbers} == {16}
    assert len(set(numbers)) == 32
    bits = sum(byte.bit_count() for number in numbers for byte in number)
    assert 0.4 < bits / (32 * 128) < 0.6


def test_the_same_member_has_another_number_in_every_browser_and_none_with_the_account(alice: User) -> None:
    desk, phone = choose(signed_in(alice), "all"), choose(signed_in(alice), "all")
    assert _number(desk) != _number(phone)
    assert not Consent.objects.filter(user=alice).exists()


def test_no_cookie_holds_anything_of_the_person(alice: User) -> None:
    client = Client()
    client.get("/accounts/login/")
    client.post("/accounts/login/", {"login": alice.email, "password": PASSWORD})
    choose(client, "all")
    held = " ".join(cookie.value for cookie in client.cookies.values())
    assert len(client.cookies) >= 2
    for told in (alice.email, alice.name, "Alice", "alice", str(alice.id), alice.id.hex):
        assert told not in held
