"""Consents: one switch each, proof of the words and the time, off at once."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from leavethemeeting.accounts.actions import delete_member
from leavethemeeting.accounts.models import User
from leavethemeeting.consent import actions
from leavethemeeting.consent.jobs import forget_old_proofs
from leavethemeeting.consent.kinds import OF_MEMBERS, Channel, Kind, sentence
from leavethemeeting.consent.listeners import Withdrawal, on_withdrawn
from leavethemeeting.consent.models import Acceptance, Consent
from leavethemeeting.consent.queries import consented, consented_since, members_who_want
from leavethemeeting.shared.departures import forget_address
from tests.consent.stories import page

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def give(alice: User, kind: Kind = Kind.NEWS, *, text: str = "Yes.", now: datetime = NOON) -> None:
    actions.give(kind=kind, user_id=alice.id, text=text, channel=Channel.CHOICES, now=now)


def test_everything_is_off_until_it_is_switched_on_and_each_switch_is_alone(as_alice: Client, alice: User) -> None:
    for kind in OF_MEMBERS:
        assert not consented(kind, user_id=alice.id)
    as_alice.post("/choices/news/", {"on": "1"})
    assert [kind for kind in OF_MEMBERS if consented(kind, user_id=alice.id)] == [Kind.NEWS]
    as_alice.post("/choices/news/", {"on": "0"})
    assert not consented(Kind.NEWS, user_id=alice.id)


def test_the_proof_is_the_sentence_its_hash_the_channel_and_the_time(as_alice: Client, alice: User) -> None:
    before = timezone.now()
    as_alice.post("/choices/mail_measurement/", {"on": "1"})
    row = Consent.objects.get(user=alice)
    assert (row.kind, row.channel, row.text) == ("mail_measurement", "choices", sentence(Kind.MAIL_MEASUREMENT))
    assert row.text_sha256 == hashlib.sha256(row.text.encode()).hexdigest()
    assert before <= row.given_at <= timezone.now()
    assert row.text in page(as_alice, "/choices/").replace("&#x27;", "'")


def test_the_page_says_since_when_and_keeps_the_story(as_alice: Client, alice: User) -> None:
    give(alice)
    html = page(as_alice, "/choices/")
    assert "since 22 November 2026, 12:00 UTC" in html
    actions.withdraw(kind=Kind.NEWS, user_id=alice.id, now=NOON + timedelta(hours=1))
    assert "22 November 2026, 13:00 UTC" in page(as_alice, "/choices/")
    assert consented_since(Kind.NEWS, user_id=alice.id) is None


def test_another_wording_is_another_consent(alice: User) -> None:
    give(alice, text="Yes.")
    give(alice, text="Yes.", now=NOON + timedelta(days=1))
    give(alice, text="Yes, weekly.", now=NOON + timedelta(days=2))
    rows = Consent.objects.filter(user=alice).order_by("given_at")
    assert [(row.text, row.given_at, row.withdrawn_at is None) for row in rows] == [
        ("Yes.", NOON, False),
        ("Yes, weekly.", NOON + timedelta(days=2), True),
    ]


def test_whoever_keeps_something_for_it_hears_of_the_withdrawal_in_the_same_transaction(alice: User) -> None:
    heard: list[Withdrawal] = []
    stop = on_withdrawn(heard.append)
    try:
        actions.withdraw(kind=Kind.NEWS, user_id=alice.id, now=NOON)
        give(alice)
        actions.withdraw(kind=Kind.NEWS, user_id=alice.id, now=NOON)
    finally:
        stop()
    assert heard == [Withdrawal(Kind.NEWS, alice.id, "")]


def test_an_address_without_an_account_consents_for_itself_whatever_its_case() -> None:
    text = sentence(Kind.MAIL_MEASUREMENT)
    actions.give(kind=Kind.MAIL_MEASUREMENT, email="Dora@Example.org", text=text, channel=Channel.LANDING, now=NOON)
    assert consented(Kind.MAIL_MEASUREMENT, email="dora@example.org")
    assert not consented(Kind.MAIL_MEASUREMENT, email="emil@example.org")
    actions.withdraw(kind=Kind.MAIL_MEASUREMENT, email="DORA@example.org", now=NOON)
    assert not consented(Kind.MAIL_MEASUREMENT, email="dora@example.org")


def test_nobody_named_has_agreed_to_nothing_and_cannot(alice: User) -> None:
    assert not consented(Kind.NEWS)
    assert not consented(Kind.NEWS, email="")
    with pytest.raises(actions.NobodyNamed):
        actions.give(kind=Kind.NEWS, text="Yes.", channel=Channel.CHOICES, now=NOON)
    with pytest.raises(actions.NobodyNamed):
        actions.give(
            kind=Kind.NEWS, user_id=alice.id, email="a@example.org", text="Yes.", channel=Channel.CHOICES, now=NOON
        )


def test_who_wants_news_is_a_list_of_members_who_said_so(alice: User, bob: User) -> None:
    give(alice)
    assert [row.user_id for row in members_who_want(Kind.NEWS)] == [alice.id]


def test_a_browsers_switch_is_no_members_switch(as_alice: Client) -> None:
    assert as_alice.post("/choices/measurement/", {"on": "1"}).status_code == 404
    assert not Consent.objects.exists()


def test_everything_goes_with_the_member(alice: User) -> None:
    give(alice)
    delete_member(user=alice)
    assert not Consent.objects.exists()
    assert not Acceptance.objects.exists()


def test_everything_goes_with_an_address() -> None:
    actions.accept_current(email="dora@example.org", channel=Channel.DOOR, now=NOON)
    actions.give(kind=Kind.NEWS, email="dora@example.org", text="Yes.", channel=Channel.LANDING, now=NOON)
    forget_address("dora@example.org")
    assert not Consent.objects.exists()
    assert not Acceptance.objects.exists()


def test_proofs_of_people_without_an_account_go_after_a_year_and_those_of_members_stay(alice: User) -> None:
    give(alice)
    actions.withdraw(kind=Kind.NEWS, user_id=alice.id, now=NOON)
    actions.accept_policy(
        version=Acceptance.objects.all()[0].version, email="dora@example.org", channel=Channel.DOOR, now=NOON
    )
    actions.give(kind=Kind.NEWS, email="dora@example.org", text="Yes.", channel=Channel.LANDING, now=NOON)
    actions.withdraw(kind=Kind.NEWS, email="dora@example.org", now=NOON)
    year = timedelta(days=365)
    assert forget_old_proofs(now=NOON + year - timedelta(seconds=1)) == 0
    assert forget_old_proofs(now=NOON + year) == 2
    assert [row.user_id for row in Consent.objects.all()] == [alice.id]
    assert not Acceptance.objects.filter(user=None).exists()
