"""The one thing the invite page tells the service is a number."""

from __future__ import annotations

import hashlib
import logging
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from leavethemeeting.accounts.models import User
from leavethemeeting.referrals.actions import TOKENS_A_DAY, make_links
from leavethemeeting.referrals.models import Invitation
from tests.cast import signed_in

pytestmark = pytest.mark.django_db

CANARY = "dora.canary@example.org"


def ask(client: Client, body: bytes, **options: Any) -> Any:
    return client.post("/invite/tokens", body, content_type="application/json", **options)


def test_a_member_gets_as_many_tokens_as_asked_for_and_only_their_hashes_are_kept(
    as_alice: Client, alice: User
) -> None:
    tokens = ask(as_alice, b'{"count": 3}').json()["tokens"]
    assert len(set(tokens)) == 3
    assert all(len(token) == 22 for token in tokens), "128 bits in base64url"
    kept = Invitation.objects.filter(inviter=alice).values_list("token_sha256", flat=True)
    assert set(kept) == {hashlib.sha256(token.encode()).hexdigest() for token in tokens}


@pytest.mark.parametrize(
    "body",
    [
        b"", b"3", b"[3]", b"{}", b'{"count": "3"}', b'{"count": 0}', b'{"count": 51}', b'{"count": -1}', b'{"count": 1.5}',
        b'{"count": true}', b'{"count": null}', b'{"count": 1, "to": "x"}', b'{"count":1,"n":"a@b.example"}', b'{"Count": 1}',
        b'{"count": 1} ' + b" " * 40, b'{"count": "dora.canary@example.org"}', b"count=1", b"\xff\xfe", b'{"count": 1}x',
    ],
)  # fmt: skip
def test_anything_but_a_count_is_refused_stored_nowhere_and_not_logged(
    as_alice: Client, body: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    answer = ask(as_alice, body)
    assert (answer.status_code, answer.json()) == (400, {"error": "count"})
    assert not Invitation.objects.exists()
    assert [record for record in caplog.records if not record.name.startswith("django.db")] == []


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_another_kind_of_body_is_refused(as_alice: Client, kind: str) -> None:
    assert as_alice.post("/invite/tokens", b'{"count": 1}', content_type=kind).status_code == 400


def test_an_address_line_with_more_in_it_is_refused_and_not_logged(
    as_alice: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    answer = as_alice.post(f"/invite/tokens?to={CANARY}", b'{"count": 1}', content_type="application/json")
    assert answer.status_code == 400
    assert CANARY not in caplog.text
    assert CANARY not in answer.content.decode()


def test_the_answer_is_kept_by_no_cache(as_alice: Client) -> None:
    assert "no-store" in ask(as_alice, b'{"count": 1}')["Cache-Control"]


def test_a_page_of_another_site_cannot_ask(alice: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies = signed_in(alice).cookies
    assert ask(client, b'{"count": 1}').status_code == 403


def test_a_days_measure_ends_and_the_next_day_begins_anew(as_alice: Client, as_bob: Client, alice: User) -> None:
    now = timezone.now()
    for _fifty in range(TOKENS_A_DAY // 50):
        make_links(inviter=alice, count=50, now=now)
    answer = ask(as_alice, b'{"count": 1}')
    assert (answer.status_code, answer.json()) == (429, {"error": "too_many", "left": 0})
    assert ask(as_bob, b'{"count": 1}').status_code == 200, "the measure is each member's own"
    assert make_links(inviter=alice, count=1, now=now + timedelta(days=1))


def test_whoever_is_not_signed_in_gets_none() -> None:
    assert ask(Client(), b'{"count": 1}').status_code == 302
    assert not Invitation.objects.exists()
