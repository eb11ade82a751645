"""An attendee, with or without an account, asks hosts to set something right: it reaches them and the provider, with a day."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from leavethemeeting.accounts.models import User
from leavethemeeting.mail.models import Letter
from leavethemeeting.rights.models import Correction
from leavethemeeting.shared.departures import forget_address
from leavethemeeting.website.cases import close
from leavethemeeting.website.models import Case
from tests.cast import signed_in
from tests.reports.story import Story
from tests.reports.test_occurrence_page import words
from tests.rights.browsers import later, proven

pytestmark = pytest.mark.django_db
GUEST = "grace@example.org"
TEXT = "I stayed until 11:00, my connection broke."


@pytest.fixture
def story(alice: User, bob: User) -> Story:
    told = Story(alice)
    told.opens()
    for name, email, user in (("Bob Baker", "", bob), ("Grace Guest", GUEST, None)):
        told.stays(told.comes(name, email, user=user), "10:02", "10:30")
    told.tell()
    return told


def page(story: Story) -> str:
    return reverse("rights:correct", args=[story.occurrence.id])


@pytest.fixture
def asked(story: Story) -> Correction:
    """Grace, a guest, asks."""
    assert proven(GUEST).post(page(story), {"text": TEXT}).status_code == 302
    return Correction.objects.get()


def test_it_reaches_the_hosts_and_the_provider(
    asked: Correction, alice: User, as_alice: Client, as_provider: Client
) -> None:
    assert Letter.objects.get(kind="correction_wanted").recipient == alice.email
    assert TEXT not in Letter.objects.get(kind="correction_wanted").text
    listed = words(as_alice.get("/attendees/wishes/").content.decode())
    assert "Grace Guest waits for you" in listed
    assert "29 days" in listed or "4 weeks" in listed
    assert TEXT in words(as_alice.get(f"/attendees/wishes/{asked.pk}/").content.decode())
    assert asked.due_at - asked.case.opened_at == timedelta(days=30)
    console = words(as_provider.get(f"/provider/cases/{asked.case.reference}/").content.decode())
    assert TEXT in console and "Weekly review" in console


def test_the_answer_comes_as_a_letter_and_the_provider_reads_it_too(
    asked: Correction, as_alice: Client, as_provider: Client
) -> None:
    url = f"/attendees/wishes/{asked.pk}/"
    assert as_alice.post(url, {"outcome": "done"}).status_code == 422
    assert as_alice.post(url, {"outcome": "done", "text": "You are right."}).status_code == 302
    letter = Letter.objects.get(kind="correction_answered")
    assert letter.recipient == GUEST and "You are right." in letter.text and "has corrected" in letter.text
    as_alice.post(url, {"outcome": "declined", "text": "again"})
    assert Letter.objects.filter(kind="correction_answered").count() == 1
    assert "corrected" in words(proven(GUEST).get("/your-data/meetings/").content.decode())
    console = as_provider.get(f"/provider/cases/{asked.case.reference}/").content.decode()
    assert "Alice Archer: done" in console


def test_when_the_day_has_passed_the_host_reads_overdue(asked: Correction, alice: User) -> None:
    for much, overdue in ((timedelta(days=29, hours=23), False), (timedelta(days=30, seconds=1), True)):
        with later(much):
            page = words(signed_in(alice).get("/attendees/wishes/").content.decode())
        assert ("overdue" in page) is overdue


def test_a_host_answers_also_when_the_provider_has_closed_the_case(asked: Correction, as_alice: Client) -> None:
    close(case=asked.case, now=asked.due_at)
    answer = as_alice.post(f"/attendees/wishes/{asked.pk}/", {"outcome": "declined", "text": "No."})
    assert answer.status_code == 302
    assert not Letter.objects.filter(kind="correction_answered").exists()


def test_nobody_else_reads_or_answers_it(asked: Correction, as_bob: Client, as_charlie: Client) -> None:
    for client in (as_bob, as_charlie):
        url = f"/attendees/wishes/{asked.pk}/"
        assert client.get(url).status_code == 404
        assert client.post(url, {"outcome": "done", "text": "x"}).status_code == 404
        assert "Grace" not in client.get("/attendees/wishes/").content.decode()


def test_whoever_did_not_come_asks_nothing(story: Story, as_charlie: Client) -> None:
    assert as_charlie.post(page(story), {"text": TEXT}).status_code == 404
    assert not Case.objects.exists()


def test_a_host_is_not_asked_without_end(story: Story) -> None:
    browser = proven(GUEST)
    answers = [browser.post(page(story), {"text": TEXT}).status_code for _ in range(11)]
    assert answers == [302] * 10 + [429]


def test_it_goes_with_the_address(asked: Correction) -> None:

    forget_address(GUEST)
    assert not Correction.objects.exists() and not Case.objects.exists()
