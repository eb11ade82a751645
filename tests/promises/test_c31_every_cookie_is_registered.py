"""C31: every cookie that is set is in the register with its life, and no script can read it.

A browser's own crawl, storage included, is in tests/journeys; this one asks the server.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client

from leavethemeeting.accounts.models import User
from leavethemeeting.shared.personal_data import cookie_register, remembered_register
from tests.accounts.journeys import sign_in, sign_up
from tests.cast import PASSWORD
from tests.consent.stories import choose, page, words

pytestmark = pytest.mark.django_db


def test_all_that_visitors_children_and_members_are_given_is_registered(alice: User) -> None:
    member, newcomer, child = Client(), Client(), Client()
    member.get("/accounts/login/")
    sign_in(member, alice.email, PASSWORD)
    choose(member, "all")
    for address in ("/meetings/", "/profile/", "/choices/"):
        page(member, address)
    newcomer.get("/accounts/signup/")
    sign_up(newcomer)
    sign_up(child, born_on_year=str(datetime.now(UTC).year - 10))
    register = cookie_register()
    given = [(name, cookie) for client in (member, newcomer, child) for name, cookie in client.cookies.items()]
    assert {"sid", "csrf", "age", "consent"} <= {name for name, _ in given} <= set(register)
    for name, cookie in given:
        assert (int(cookie["max-age"]) if cookie["max-age"] else None) == register[name].seconds, name
        assert (cookie["httponly"], cookie["path"], cookie["samesite"]) == (True, "/", "Lax"), name


def test_the_cookie_page_shows_the_register_and_nothing_else(client: Client) -> None:
    listing = page(client, "/cookies/").partition("Every cookie")[2].partition('id="remembered"')[0]
    shown = [part.partition("</code>")[0] for part in listing.split("<dt><code>")[1:]]
    assert sorted(shown) == sorted(cookie_register())
    for cookie in cookie_register().values():
        assert cookie.note.replace("'", "&#x27;") in listing


def test_the_cookie_page_shows_what_is_remembered_without_a_cookie(client: Client) -> None:
    """That nothing else is, a browser says: tests/journeys/test_traces.py."""
    listing = page(client, "/cookies/").partition('id="remembered"')[2].partition('id="without"')[0]
    shown = [part.partition("</code>")[0] for part in listing.split("<dt><code>")[1:]]
    assert sorted(shown) == sorted(thing.name for thing in remembered_register().values())
    for thing in remembered_register().values():
        assert thing.note in words(listing)
