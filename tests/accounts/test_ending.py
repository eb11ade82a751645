"""Delete my account: asked again, fourteen days to think, then gone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from leavethemeeting.accounts.ending import GRACE, ask_to_end
from leavethemeeting.accounts.models import User
from leavethemeeting.meetings.models import Attendee, Meeting
from leavethemeeting.privacy.jobs import end_accounts
from leavethemeeting.shared.wakeups import ACCESS, listen
from tests.accounts.journeys import everything_stored, is_signed_in, newest_letter, sign_in
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db
PAGE, KEEP, AGAIN = "/account/delete/", "/account/keep/", "/accounts/again/"


def ask(client: Client) -> None:
    client.post(AGAIN, {"password": PASSWORD})
    assert client.post(PAGE).headers["Location"] == "/accounts/login/"


def test_deleting_asks_who_it_is_and_says_what_goes(as_alice: Client, alice: User) -> None:
    page = as_alice.get(PAGE).content.decode()
    assert "What goes" in page and "What stays with others" in page and "14 days" in page
    assert as_alice.post(PAGE).headers["Location"].startswith(AGAIN)
    alice.refresh_from_db()
    assert alice.ends_at is None


def test_a_host_is_told_that_their_meetings_go(as_alice: Client, alice: User) -> None:
    assert "Every meeting you host" not in as_alice.get(PAGE).content.decode()
    User.objects.filter(pk=alice.pk).update(became_host_at=timezone.now())
    assert "Every meeting you host" in as_alice.get(PAGE).content.decode()


def test_every_browser_is_signed_out_at_once_and_what_is_open_closes(
    alice: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    here, there = Client(), Client()
    for browser in (here, there):
        sign_in(browser, "alice@example.org", PASSWORD)
    rung: list[str] = []
    stop = listen(ACCESS, rung.append)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            ask(here)
    finally:
        stop()
    assert f"user:{alice.pk}" in rung
    assert not is_signed_in(here) and not is_signed_in(there)
    assert newest_letter("alice@example.org").kind == "account_ends"


def test_signing_in_during_the_fourteen_days_leads_to_the_question_only(client: Client, alice: User) -> None:
    ask_to_end(user=alice, now=timezone.now())
    sign_in(client, "alice@example.org", PASSWORD)
    for page in ("/meetings/", "/meetings/plan/", "/profile/", "/security/", PAGE):
        assert client.get(page).headers["Location"] == KEEP, page
    assert client.get(KEEP).status_code == 200
    for page in ("/privacy/", "/contact/"):
        assert client.get(page).status_code == 200, page
    assert client.post("/accounts/logout/").status_code == 302


def test_keeping_the_account_brings_everything_back(client: Client, alice: User) -> None:
    ask_to_end(user=alice, now=timezone.now())
    sign_in(client, "alice@example.org", PASSWORD)
    assert client.post(KEEP).headers["Location"] == "/profile/"
    assert is_signed_in(client)
    assert end_accounts(now=timezone.now() + GRACE + timedelta(days=1)) == 0
    assert User.objects.filter(pk=alice.pk).exists()


def test_after_fourteen_days_and_not_before_the_account_is_gone(alice: User, charlie: User) -> None:
    Meeting.objects.create(owner=alice, title="Alice's own")
    asked = timezone.now()
    ask_to_end(user=alice, now=asked)
    assert end_accounts(now=asked + GRACE - timedelta(seconds=1)) == 0
    assert end_accounts(now=asked + GRACE) == 1
    assert end_accounts(now=asked + GRACE) == 0
    assert [one.email for one in User.objects.all()] == ["charlie@example.org"]
    assert not Meeting.objects.exists()
    last = newest_letter("alice@example.org")
    assert last.kind == "account_ended"
    assert "Alice Archer" not in everything_stored()


def test_asking_twice_does_not_move_the_day(alice: User) -> None:
    now = timezone.now()
    assert ask_to_end(user=alice, now=now) == ask_to_end(user=alice, now=now + timedelta(days=3))


def test_hosts_keep_what_was_shared_with_them(alice: User, bob: User) -> None:
    meeting = Meeting.objects.create(owner=alice, title="Alice's meeting")
    Attendee.objects.create(meeting=meeting, user=bob, name=bob.name, email=bob.email, first_came_at=1)
    now = timezone.now()
    ask_to_end(user=bob, now=now)
    end_accounts(now=now + GRACE)
    left = Attendee.objects.get(meeting=meeting)
    assert (left.name, left.email, left.user_id) == ("Bob Baker", "bob@example.org", None)
