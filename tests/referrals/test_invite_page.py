"""The inviter's pages: what they may reach, to whom contacts are offered, and the way without a script."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from leavethemeeting.accounts.models import User
from leavethemeeting.referrals import google
from leavethemeeting.referrals.models import Invitation
from leavethemeeting.referrals.queries import is_named
from leavethemeeting.shared.environment import environment
from leavethemeeting.shared.networks import Network

pytestmark = pytest.mark.django_db


@pytest.fixture
def with_google(monkeypatch: pytest.MonkeyPatch) -> None:
    """An operator who has registered at Google."""
    settings = replace(environment(), networks={"google": Network("client-of-ours", "secret")})
    monkeypatch.setattr(google, "environment", lambda: settings)


@pytest.fixture
def linked(alice: User) -> None:
    """Alice signs in with Google."""
    SocialAccount.objects.create(user=alice, provider="google", uid="1")


def config_of(answer: Any) -> Any:
    found = re.search(r'<script id="invite-config" type="application/json">(.*?)</script>', answer.content.decode())
    assert found
    return json.loads(found[1])


def policy_of(answer: Any) -> dict[str, str]:
    parts = (part.strip().partition(" ") for part in answer["Content-Security-Policy"].split(";"))
    return {name: value for name, _space, value in parts}


def test_the_pages_policy_lets_it_reach_google_and_the_counter_and_nothing_else(
    as_alice: Client, with_google: None, linked: None
) -> None:
    answer = as_alice.get("/invite/")
    assert policy_of(answer) == {
        "default-src": "'none'",
        "script-src": "http://testserver/static/dist/",
        "style-src": "http://testserver/static/dist/",
        "font-src": "http://testserver/static/dist/fonts/",
        "img-src": "http://testserver/static/shared/ data:",
        "connect-src": "https://people.googleapis.com https://oauth2.googleapis.com http://testserver/invite/tokens",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
    }
    assert "report" not in answer["Content-Security-Policy"]
    assert not {"Content-Security-Policy-Report-Only", "Reporting-Endpoints", "Report-To", "NEL"} & set(answer.headers)
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer["Cache-Control"]


def test_it_runs_no_script_but_its_own(as_alice: Client) -> None:
    scripts = re.findall(r'<script[^>]* src="([^"]+)"', as_alice.get("/invite/").content.decode())
    assert scripts == ["/static/dist/invite.js"]


def test_contacts_are_offered_only_to_members_who_linked_google(
    as_alice: Client, alice: User, with_google: None
) -> None:
    before = as_alice.get("/invite/")
    assert config_of(before)["google"] is None
    assert "ltm-contacts" not in before.content.decode()
    assert policy_of(before)["connect-src"] == "http://testserver/invite/tokens"
    SocialAccount.objects.create(user=alice, provider="google", uid="1")
    after = as_alice.get("/invite/")
    assert config_of(after)["google"]["clientId"] == "client-of-ours"
    assert "<ltm-contacts>" in after.content.decode()


def test_contacts_are_not_offered_where_the_operator_has_no_client_id(as_alice: Client, linked: None) -> None:
    answer = as_alice.get("/invite/")
    assert config_of(answer)["google"] is None
    assert "googleapis" not in answer["Content-Security-Policy"]
    assert "<ltm-one-link>" in answer.content.decode()


def test_googles_own_addresses_are_used_where_no_practice_is_set(
    as_alice: Client, with_google: None, linked: None
) -> None:
    told = config_of(as_alice.get("/invite/"))["google"]
    assert told["authorize"] == "https://accounts.google.com/o/oauth2/v2/auth"
    assert told["people"] == "https://people.googleapis.com"
    assert told["revoke"] == "https://oauth2.googleapis.com/revoke"
    assert told["scope"] == "https://www.googleapis.com/auth/contacts.readonly"
    assert told["redirect"] == "http://testserver/invite/return/"
    assert not told["practice"]


def test_the_window_that_comes_back_reaches_nothing_and_needs_no_session() -> None:
    answer = Client().get("/invite/return/")
    assert policy_of(answer)["connect-src"] == "'none'"
    assert policy_of(answer)["form-action"] == "'none'"
    assert (answer["Referrer-Policy"], answer["Cache-Control"]) == ("no-referrer", "no-store")
    assert not answer.cookies
    assert re.findall(r'<script[^>]* src="([^"]+)"', answer.content.decode()) == ["/static/dist/invite_return.js"]


def test_without_a_script_there_is_a_page_that_makes_one_link(as_alice: Client, alice: User) -> None:
    assert "/invite/link/" in as_alice.get("/invite/").content.decode()
    before = as_alice.get("/invite/link/").content.decode()
    assert "<svg viewBox" not in before
    assert not Invitation.objects.exists(), "looking makes none"
    page = as_alice.post("/invite/link/").content.decode()
    links = set(re.findall(r"http://localhost:8000/i/[\w-]{22}/", page))
    assert len(links) == 1
    assert page.count(links.pop()) == 2, "as a link and in the text to copy"
    assert 'aria-label="QR code of the link"' in page
    assert Invitation.objects.filter(inviter=alice).count() == 1


def test_the_name_is_shown_only_after_a_tick(as_alice: Client, alice: User) -> None:
    assert not is_named(alice)
    as_alice.post("/invite/name/", {"named": "on"})
    assert is_named(alice)
    as_alice.post("/invite/name/", {})
    assert not is_named(alice)
