"""C22: whether a letter was opened or its link visited is noted by our own means, and only with consent."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from leavethemeeting.accounts.actions import delete_member
from leavethemeeting.accounts.models import User
from leavethemeeting.consent.actions import withdraw
from leavethemeeting.consent.kinds import Kind
from leavethemeeting.mail import measuring
from leavethemeeting.mail.counts import numbers_of
from leavethemeeting.mail.models import MailLink, MailVisit
from leavethemeeting.shared.environment import environment
from tests.mail.subscribers import NOW, agree, delivered, html_of, news, path_in, text_of
from tests.mail.test_judging import FIREFOX

pytestmark = pytest.mark.django_db
AS_FIREFOX: dict[str, Any] = {"HTTP_USER_AGENT": FIREFOX}


@pytest.fixture
def reader(alice: User) -> User:
    agree(Kind.NEWS, alice)
    return alice


def follow(client: Client, letter: Any) -> None:
    for path in (path_in(letter, "/l/o/"), path_in(letter, "/l/c/")):
        if path:
            client.get(path, **AS_FIREFOX)


def test_with_consent_opens_and_visits_are_noted_and_the_provider_reads_the_numbers(
    reader: User, client: Client
) -> None:
    agree(Kind.MAIL_MEASUREMENT, reader)
    mailing = news()
    follow(client, delivered()["alice@example.org"])
    assert (numbers_of(mailing).opens.persons, numbers_of(mailing).visits.persons) == (1, 1)


def test_without_consent_nothing_in_a_letter_stands_for_its_reader(reader: User, bob: User, client: Client) -> None:
    agree(Kind.NEWS, bob)
    news()
    letters = delivered()
    told = {re.sub(r"/u/[\w-]+", "", html_of(letter)) for letter in letters.values()}
    assert len(letters) == 2 and len(told) == 1  # but for the way out of the list, every reader's is the same
    for letter in letters.values():
        follow(client, letter)
    assert not MailVisit.objects.exists() and not MailLink.objects.filter(letter__isnull=False).exists()


def test_only_our_own_host_is_asked_when_a_letter_is_opened(reader: User) -> None:
    agree(Kind.MAIL_MEASUREMENT, reader)
    news()
    letter = delivered()["alice@example.org"]
    loaded = re.findall(r"""(?:src|background)=["'](https?://[^"']+)|url\((https?://[^)]+)""", html_of(letter))
    assert [found[0].startswith(environment().public_url + "/l/o/") for found in loaded] == [True]
    assert set(re.findall(r"https?://[^/\s\"'<>]+", html_of(letter) + text_of(letter))) == {environment().public_url}


def test_withdrawal_silences_letters_that_were_sent_already(reader: User, client: Client) -> None:
    agree(Kind.MAIL_MEASUREMENT, reader)
    news()
    letter = delivered()["alice@example.org"]
    follow(client, letter)
    assert MailVisit.objects.count() == 2
    withdraw(kind=Kind.MAIL_MEASUREMENT, user_id=reader.pk, now=NOW)
    follow(client, letter)
    assert not MailVisit.objects.exists()


def test_it_goes_with_the_person(reader: User, client: Client) -> None:
    agree(Kind.MAIL_MEASUREMENT, reader)
    news()
    follow(client, delivered()["alice@example.org"])
    delete_member(user=reader)
    assert not MailVisit.objects.exists() and not MailLink.objects.filter(letter__isnull=False).exists()


def test_consent_to_news_is_not_consent_to_be_measured_and_the_test_would_notice(
    reader: User, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the question left out, the letter carries a pixel: what the tests above look for."""
    news()
    assert path_in(delivered()["alice@example.org"], "/l/o/") == ""
    monkeypatch.setattr(measuring, "agreed", lambda kind, reader: True)
    news(subject="Again")
    assert path_in(delivered()["alice@example.org"], "/l/o/") != ""
