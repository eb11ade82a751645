"""C32: before somebody chooses only essential cookies are set; what is refused is not set."""

from __future__ import annotations

import pytest
from django.test import Client

from leavethemeeting.accounts.models import User
from leavethemeeting.consent import browser
from leavethemeeting.consent.models import Consent
from leavethemeeting.domain.promises import CookieCategory
from leavethemeeting.shared.personal_data import cookie_register
from tests.accounts.journeys import sign_in
from tests.cast import PASSWORD
from tests.consent.stories import choose, page

pytestmark = pytest.mark.django_db


def _given(client: Client) -> set[CookieCategory]:
    return {cookie_register()[name].category for name, cookie in client.cookies.items() if cookie.value}


def _look_around(client: Client, alice: User) -> None:
    client.get("/accounts/login/")
    sign_in(client, alice.email, PASSWORD)
    for address in ("/meetings/", "/profile/", "/choices/", "/cookies/"):
        page(client, address)


def test_without_a_choice_only_essential_cookies_are_set(client: Client, alice: User) -> None:
    _look_around(client, alice)
    assert _given(client) == {CookieCategory.ESSENTIAL}


def test_after_a_no_it_stays_so_and_after_a_yes_only_that_category_may_come(alice: User) -> None:
    refuses, measured = choose(Client(), "none"), choose(Client(), "ticked", measurement="on")
    _look_around(refuses, alice)
    _look_around(measured, alice)
    assert _given(refuses) == {CookieCategory.ESSENTIAL}
    assert _given(measured) <= {CookieCategory.ESSENTIAL, CookieCategory.MEASUREMENT}


def test_signing_up_or_accepting_the_policy_is_no_consent_to_cookies(as_alice: Client) -> None:
    seen = browser.choice(as_alice.get("/cookies/").wsgi_request)
    assert (seen.comfort, seen.measurement, seen.made_at) == (False, False, None)
    assert not Consent.objects.exists()


def test_a_public_page_stands_in_nobodys_way(client: Client) -> None:
    """No wall: the question is a page of its own."""
    for address in ("/", "/privacy/", "/terms/", "/contact/"):
        html = page(client, address)
        assert "cookie-panel" not in html and "<dialog" not in html
