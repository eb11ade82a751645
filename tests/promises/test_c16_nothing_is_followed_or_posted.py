"""C16: we hold no key to anybody's profile, so that there is nothing to follow or to post with."""

from __future__ import annotations

import base64
import logging
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
import requests
from allauth.socialaccount.models import SocialToken
from django.core.cache import cache
from django.test import Client

from tests.accounts.journeys import everything_stored
from tests.accounts.social.conftest import facebook, google, meta, openid_provider
from tests.accounts.social.networks import FacebookSide, GoogleSide, finish

__all__ = ["facebook", "google", "meta", "openid_provider"]
pytestmark = pytest.mark.django_db
SOURCE = Path(__file__).resolve().parents[2] / "src/leavethemeeting"


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every secret that a network hands over, and the codes that buy them; in the order in which they come."""
    secrets: list[str] = []
    real = requests.Session.request

    def listening(self: requests.Session, method: str, url: str, **about: Any) -> requests.Response:
        answer = real(self, method, url, **about)
        sent = about.get("data") or about.get("params") or {}
        secrets.extend(
            str(value) for name, value in dict(sent).items() if name in ("code", "code_verifier", "access_token")
        )
        told = (
            answer.json()
            if answer.content and answer.headers.get("content-type", "").startswith("application/json")
            else {}
        )
        secrets.extend(str(told[name]) for name in ("access_token", "refresh_token", "id_token") if name in told)
        return answer

    monkeypatch.setattr(requests.Session, "request", listening)
    return secrets


def everything_held(client: Client, caplog: pytest.LogCaptureFixture) -> str:
    """All rows with their sessions opened, the cache, the log, and what the browser was given."""
    sessions = dict(client.session)
    cached = getattr(cache, "_cache", {})
    cookies = [morsel.OutputString() for morsel in client.cookies.values()]
    log = [
        record.getMessage() for record in caplog.records if record.name.partition(".")[0] not in ("urllib3", "werkzeug")
    ]
    return "\n".join([everything_stored(), str(sessions), str(cached), *cookies, *log])


def forms_of(secret: str) -> set[str]:
    """As it is, and as base64 in each alignment."""
    shifted = {base64.b64encode(b"x" * by + secret.encode()).decode().rstrip("=")[4:-4] for by in range(3)}
    return {secret, *shifted}


def test_no_token_is_left_anywhere_while_the_sign_up_waits_or_after_it(
    client: Client, google: GoogleSide, seen: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    google.knows("dora", email="dora@example.org", email_verified=True)
    google.come(client, "dora")
    waiting = everything_held(client, caplog)
    finish(client)
    google.come(Client(), "dora")
    after = everything_held(client, caplog)
    assert len(seen) >= 8, "the ear heard the handshakes"
    for secret in seen:
        for form in forms_of(secret):
            assert form not in waiting
            assert form not in after
    assert not SocialToken.objects.exists()


def test_the_same_at_facebook_with_an_address_that_waits_for_its_code(
    client: Client, facebook: FacebookSide, seen: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    facebook.come(client, "20000000000002")
    finish(client, email="oda@example.org")
    held = everything_held(client, caplog)
    assert len(seen) >= 3
    for secret in seen:
        assert not any(form in held for form in forms_of(secret))


def test_the_search_would_find_one(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    client.get("/accounts/login/")
    session = client.session
    session["socialaccount_sociallogin"] = {"token": {"token": "ya29.a-token-of-somebody"}}
    session.save()
    assert "ya29.a-token-of-somebody" in everything_held(client, caplog)


def test_after_signing_in_no_network_is_asked_anything(
    client: Client, google: GoogleSide, monkeypatch: pytest.MonkeyPatch
) -> None:
    google.come(client, google.knows("dora", email="dora@example.org", email_verified=True))
    finish(client)

    def nobody(*_said: object, **_about: object) -> None:
        raise AssertionError("a network was asked after the sign-in")

    monkeypatch.setattr(requests.Session, "request", nobody)
    for page in ("/meetings/", "/profile/", "/profile/linked/", "/security/"):
        assert client.get(page).status_code == 200


def test_no_page_loads_anything_of_a_network(client: Client, google: GoogleSide, facebook: FacebookSide) -> None:
    for page in ("/accounts/login/", "/accounts/signup/", "/accounts/google/login/"):
        response = client.get(page)
        policy = dict(parse_qsl(response.headers["Content-Security-Policy"].replace("; ", "&").replace(" ", "=", 1)))
        assert not re.search(r"https?://|google|facebook|fbcdn", str(response.headers["Content-Security-Policy"])), (
            policy
        )
        assert not re.findall(r"(?:src|href)=\"(?:https?:)?//", response.content.decode())


def test_the_code_knows_no_address_that_posts_or_follows() -> None:
    """What could be called stands in the settings; anything else of a network would have to be written down somewhere."""
    called = re.compile(
        r"graph\.facebook\.com/[^\"'{]*/(?:feed|friends|likes|posts)|publish_|user_posts|user_likes|offline_access|access_type"
    )
    for path in SOURCE.rglob("*.py"):
        assert not called.search(path.read_text()), path
