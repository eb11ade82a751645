"""The door sets the cookies that are declared, for as long as declared, and no others."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client

from leavethemeeting.accounts import personal_data as accounts
from leavethemeeting.accounts.models import User
from leavethemeeting.project import personal_data as project
from tests.accounts.journeys import sign_in, sign_up
from tests.cast import PASSWORD

pytestmark = pytest.mark.django_db


def set_by(client: Client) -> dict[str, int | None]:
    """Name and life in seconds of every cookie in this browser."""
    return {name: int(cookie["max-age"]) if cookie["max-age"] else None for name, cookie in client.cookies.items()}


def test_signing_up_in_and_being_refused_set_what_is_declared(alice: User) -> None:
    member, newcomer, child = Client(), Client(), Client()
    member.get("/accounts/login/")
    sign_in(member, "alice@example.org", PASSWORD)
    newcomer.get("/accounts/signup/")
    sign_up(newcomer)
    sign_up(child, born_on_year=str(datetime.now(UTC).year - 10))
    declared = {cookie.name: cookie.seconds for cookie in (*accounts.COOKIES, *project.COOKIES)}
    assert {**set_by(member), **set_by(newcomer), **set_by(child)} == declared
    for browser in (member, newcomer, child):
        for cookie in browser.cookies.values():
            assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")


def test_looking_around_sets_none(client: Client) -> None:
    for path in ("/", "/healthz", "/robots.txt"):
        client.get(path)
    assert set_by(client) == {}
