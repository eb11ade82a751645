"""A guest shows that an address is theirs, by a code; nobody learns from it whose addresses are known here."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from leavethemeeting.accounts.models import User
from leavethemeeting.mail.models import Letter
from leavethemeeting.rights.forgetting import forget_old_codes
from leavethemeeting.rights.models import Proof
from leavethemeeting.rights.proving import MOST_TRIES
from tests.meetings.stories import make_attendee, make_meeting
from tests.rights.browsers import HOME, asked, code_for, later, proven, typed

pytestmark = pytest.mark.django_db
GRACE = "grace@example.org"  # of make_attendee


@pytest.fixture(autouse=True)
def grace(alice: User) -> None:
    make_attendee(make_meeting(alice, title="Grace was here"))


def plain(answer: object, *addresses: str) -> str:
    """A page without what is random on each."""
    html = answer.content.decode()  # type: ignore[attr-defined]  # -- Django's answer
    for address in addresses:
        html = html.replace(address, "ADDRESS")
    return re.sub(r'value="[^"]*"|nonce="[^"]*"', "", html)


def test_the_code_opens_the_data_and_the_guest_goes_again() -> None:
    browser = proven(GRACE)
    assert "grace@example.org" in browser.get(HOME).content.decode()
    assert browser.get(f"{HOME}meetings/").status_code == 200
    browser.post(f"{HOME}done/")
    assert browser.get(f"{HOME}meetings/").status_code == 302


def test_known_and_unknown_addresses_get_the_same_answer_letter_and_number_of_queries(bob: User) -> None:
    told, letters, counted = [], [], []
    asked(Client(REMOTE_ADDR="203.0.113.9"), "warm@example.org")  # what is read once a process
    for number, email in enumerate((GRACE, "nobody@example.org", bob.email)):
        browser = Client(REMOTE_ADDR=f"203.0.113.{number + 10}")
        with CaptureQueriesContext(connection) as queries:
            answer = asked(browser, email)
        counted.append(len(queries))
        assert answer.status_code == 302 and not answer.cookies
        told.append(plain(browser.get(answer["Location"]), answer["Location"]))
        letter = Letter.objects.get(recipient=email)
        letters.append(re.sub(r"\d{6}", "", letter.text))
    assert len(set(told)) == len(set(letters)) == len(set(counted)) == 1


def test_the_forms_set_no_cookie_and_the_right_code_sets_one() -> None:
    browser = Client()
    page = asked(browser, GRACE)["Location"]
    browser.get(page)
    assert not browser.cookies
    assert not typed(browser, page, wrong(code_for(GRACE))).cookies
    assert list(typed(browser, page, code_for(GRACE)).cookies)


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def test_a_code_works_once_and_in_the_browser_that_typed_it() -> None:
    browser, other = Client(), Client()
    page = asked(browser, GRACE)["Location"]
    code = code_for(GRACE)
    assert typed(browser, page, code).status_code == 302
    assert typed(other, page, code).status_code == 410
    assert other.get(f"{HOME}meetings/")["Location"] == HOME


def test_wrong_codes_end_it() -> None:
    browser = Client()
    page = asked(browser, GRACE)["Location"]
    code = code_for(GRACE)
    for _try in range(MOST_TRIES):
        assert typed(browser, page, wrong(code)).status_code == 422
    assert typed(browser, page, code).status_code == 410


def test_a_code_is_over_after_ten_minutes() -> None:
    browser = Client()
    page = asked(browser, GRACE)["Location"]
    code = code_for(GRACE)
    with later(timedelta(minutes=10, seconds=1)):
        assert typed(browser, page, code).status_code == 410


def test_what_was_shown_is_over_after_half_an_hour() -> None:
    browser = proven(GRACE)
    with later(timedelta(minutes=29)):
        assert browser.get(f"{HOME}meetings/").status_code == 200
    with later(timedelta(minutes=31)):
        assert browser.get(f"{HOME}meetings/").status_code == 302


def test_a_mailbox_does_not_open_an_account(bob: User) -> None:
    browser = Client()
    page = asked(browser, bob.email)["Location"]
    answer = typed(browser, page, code_for(bob.email))
    assert answer.status_code == 200 and "Sign in" in answer.content.decode()
    assert browser.get(f"{HOME}meetings/").status_code == 302


def test_a_guest_who_becomes_a_member_meanwhile_signs_in() -> None:
    from tests.cast import make_member

    browser = proven(GRACE)
    make_member("Grace Guest", GRACE)
    assert browser.get(f"{HOME}meetings/").status_code == 302


def test_nobodys_mailbox_is_filled() -> None:
    answers = [asked(Client(REMOTE_ADDR=f"203.0.113.{n}"), GRACE).status_code for n in range(1, 6)]
    assert answers == [302, 302, 302, 429, 429]
    assert Letter.objects.filter(recipient=GRACE).count() == 3


def test_codes_are_forgotten_after_a_day() -> None:
    asked(Client(), GRACE)
    at = Proof.objects.get().asked_at
    assert forget_old_codes(now=at + timedelta(days=1) - timedelta(seconds=1)) == 0
    assert forget_old_codes(now=at + timedelta(days=1)) == 1


def test_a_form_of_another_site_is_refused() -> None:
    answer = Client().post(HOME, {"email": GRACE}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403 and not Letter.objects.exists()
