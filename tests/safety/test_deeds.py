"""What the provider does against fraud: reasoned, read by whom it is done to, taken back, and never against themselves."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from leavethemeeting.accesslog.models import Deed, Look
from leavethemeeting.accounts.models import User
from leavethemeeting.mail.models import Letter
from leavethemeeting.safety import blocking
from leavethemeeting.safety.actions import BadNetwork, block_network, forget_old, parse_network
from leavethemeeting.safety.models import NetworkBlock, Suspension
from leavethemeeting.safety.queries import block_of, standing_blocks
from tests.logdata.browsers import sign_in
from tests.safety.test_signals import NOW, tried

pytestmark = pytest.mark.django_db
WHY = "More than forty people were invited who had not asked for it"


@pytest.fixture(autouse=True)
def blocks_hold_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocking, "FRESH_S", -1.0)
    cache.clear()


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def is_in(browser: Client) -> bool:
    return browser.get("/profile/").status_code == 200


def test_a_suspended_member_is_out_at_once_reads_why_and_comes_back(as_provider: Client, bob: User) -> None:
    browser = sign_in(bob.email)
    assert is_in(browser)
    url = reverse("provider:suspend", args=[bob.pk])
    assert "cannot sign in until you open the account again" in text_of(as_provider.get(url))
    assert as_provider.post(url, {"reason": " "}).status_code == 422
    assert not Suspension.objects.exists()
    assert as_provider.post(url, {"reason": WHY}).status_code == 302
    assert not is_in(browser)
    assert not UserSession.objects.filter(user=bob).exists()
    letter = Letter.objects.get(kind="account_suspended")
    assert letter.recipient == bob.email and WHY in letter.text
    assert not is_in(sign_in(bob.email))
    as_provider.post(url, {"reason": "he explained it"})
    assert Suspension.objects.get().lifted_at is not None
    assert [deed.what for deed in Deed.objects.order_by("pk")] == ["suspended", "restored"]
    back = sign_in(bob.email)
    assert f"Suspended an account {WHY}" in text_of(back.get("/profile/looks/"))


def test_suspending_twice_is_one_suspension(bob: User, provider: User) -> None:
    from leavethemeeting.safety.actions import suspend

    for _ in range(2):
        suspend(user=bob, by=provider.pk, reason=WHY, now=timezone.now())
    assert Suspension.objects.count() == Deed.objects.count() == Letter.objects.count() == 1


def test_the_providers_own_people_cannot_be_suspended_from_here(as_provider: Client, provider: User) -> None:
    assert as_provider.post(reverse("provider:suspend", args=[provider.pk]), {"reason": WHY}).status_code == 404
    provider.refresh_from_db()
    assert provider.is_active


def test_ending_sign_ins_leaves_the_account_open(as_provider: Client, bob: User) -> None:
    browser, phone = sign_in(bob.email), sign_in(bob.email, ip="198.51.100.4")
    page = as_provider.post(reverse("provider:end_sign_ins", args=[bob.pk]), {"reason": "password tried"}, follow=True)
    assert "2 browsers were signed out" in text_of(page)
    assert not is_in(browser) and not is_in(phone)
    assert is_in(sign_in(bob.email))


def test_a_blocked_network_is_refused_with_its_end_and_may_still_write_to_us(
    as_provider: Client,
) -> None:
    told = {"network": "203.0.113.0/24", "days": 3, "reason": "tried passwords"}
    assert as_provider.post(reverse("provider:block"), told).status_code == 302
    inside, outside = Client(REMOTE_ADDR="203.0.113.77"), Client(REMOTE_ADDR="203.0.114.1")
    refused = inside.get("/accounts/login/")
    assert refused.status_code == 403 and "Not from this network for now" in text_of(refused)
    assert outside.get("/accounts/login/").status_code == 200
    for still in ("/contact/", "/guardian/", "/privacy/", "/terms/", "/cookies/"):
        assert inside.get(still).status_code == 200, still
    as_provider.post(reverse("provider:free", args=[NetworkBlock.objects.get().pk]))
    assert inside.get("/accounts/login/").status_code == 200
    assert [deed.what for deed in Deed.objects.order_by("pk")] == ["network_blocked", "network_freed"]


def test_a_block_ends_by_itself(provider: User) -> None:
    block_network(
        network="203.0.113.5", days=1, by=provider.pk, reason="tried passwords", own_ip="127.0.0.1",
        now=timezone.now() - timedelta(days=1, seconds=1),
    )  # fmt: skip
    assert Client(REMOTE_ADDR="203.0.113.5").get("/accounts/login/").status_code == 200


def test_nobody_shuts_themselves_out_or_a_country(as_provider: Client) -> None:
    for network, told in (
        ("127.0.0.1", "You are in this network yourself"), ("10.0.0.0/8", "no wider than /16"),
        ("2001:db8::/20", "no wider than /16"), ("all of them", "no wider than /16"),
    ):  # fmt: skip
        page = as_provider.post(reverse("provider:block"), {"network": network, "days": 1, "reason": "x"})
        assert page.status_code == 422 and told in text_of(page), network
    assert not NetworkBlock.objects.exists()


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("192.0.2.7", "192.0.2.0/24"), ("192.0.2.7/32", "192.0.2.0/24"), ("192.0.0.0/17", "192.0.0.0/17"),
        ("2001:db8:1:2::3", "2001:db8:1::/48"), (" 2001:db8::/32 ", "2001:db8::/32"),
    ],
)  # fmt: skip
def test_one_address_stands_for_its_network(said: str, meant: str) -> None:
    assert str(parse_network(said)) == meant


@pytest.mark.parametrize("said", ["", "192.0.2", "0.0.0.0/0", "::/0", "fe80::%eth0/200", "192.0.2.0/24 or so"])
def test_what_is_no_network_is_refused(said: str) -> None:
    with pytest.raises(BadNetwork):
        parse_network(said)


def test_an_ipv4_address_written_as_ipv6_falls_under_the_block(provider: User) -> None:
    now = timezone.now()
    block_network(network="203.0.113.0/24", days=1, by=provider.pk, reason="x", own_ip="", now=now)
    assert block_of("::ffff:203.0.113.9", standing_blocks(now)) is not None
    assert block_of("no address", standing_blocks(now)) is None


def test_the_signs_are_shown_after_a_reason_and_the_member_reads_it(
    as_provider: Client, as_bob: Client, bob: User
) -> None:
    for one in range(10):
        tried(bob, ago=timedelta(minutes=one) - (timezone.now() - NOW))
    url = reverse("provider:safety")
    assert bob.name not in text_of(as_provider.post(url, {"reason": ""}))
    page = text_of(as_provider.post(url, {"reason": "the morning's look"}))
    assert "Somebody tries passwords 10 refused sign-ins" in page and bob.name in page
    assert Look.objects.get().subject_id == bob.pk
    assert "the morning's look" in text_of(as_bob.get("/profile/looks/"))


def test_what_is_over_goes_after_ninety_days(bob: User, provider: User) -> None:
    now = timezone.now()
    over, kept = now - timedelta(days=90), now - timedelta(days=90) + timedelta(seconds=1)
    for ended in (over, kept):
        Suspension.objects.create(
            user=bob, reason=WHY, suspended_at=ended, suspended_by_id=provider.pk, lifted_at=ended
        )
        NetworkBlock.objects.create(
            network="203.0.113.0/24", reason="x", blocked_at=ended, blocked_by_id=provider.pk, until=ended
        )
    Suspension.objects.create(user=bob, reason=WHY, suspended_at=over, suspended_by_id=provider.pk)
    assert forget_old(now=now) == 2
    assert (Suspension.objects.count(), NetworkBlock.objects.count()) == (2, 1)
