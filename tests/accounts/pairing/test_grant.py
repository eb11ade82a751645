"""The device grant: what a plugin gets, and everything that gets it nothing."""

from __future__ import annotations

import inspect

import pytest
from allauth.idp.oidc.internal.oauthlib import device_codes
from allauth.idp.oidc.internal.oauthlib.request_validator import OAuthLibRequestValidator
from allauth.idp.oidc.models import Client as OAuthClient
from allauth.idp.oidc.models import Token
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, reverse
from pytest_django.fixtures import Settings

from leavethemeeting.accounts.models import User
from leavethemeeting.accounts.pairing.client import CLIENT_ID, ensure_client
from leavethemeeting.mail.models import Letter
from tests.accounts.journeys import everything_stored
from tests.accounts.pairing.plugin import FORM, GRANT, Plugin, decides, paired, sure, ways

pytestmark = pytest.mark.django_db


@pytest.fixture
def plugin() -> Plugin:
    made = Plugin()
    assert made.begin().status_code == 200
    return made


def test_upstream_still_has_no_answer_of_its_own() -> None:
    """When this fails, allauth answers oauthlib itself: delete PluginValidator.validate_device_code."""
    own = [one for one in inspect.getmro(OAuthLibRequestValidator) if one.__module__.startswith("allauth")]
    assert not any("validate_device_code" in vars(one) for one in own)


def test_an_approved_plugin_gets_one_opaque_token_for_ninety_days(plugin: Plugin, as_bob: Client, bob: User) -> None:
    assert plugin.codes["verification_uri"].endswith("/pair/")
    decides(sure(as_bob), plugin)
    answer = plugin.poll().json()
    assert set(answer) == {"access_token", "expires_in", "scope", "token_type"}
    assert answer["expires_in"] == 90 * 24 * 3600
    assert answer["access_token"].startswith("ltm_") and len(answer["access_token"]) > 40
    assert sorted(answer["scope"].split()) == ["plugin:events", "plugin:settings"]
    token = Token.objects.get()  # and no row of a refresh token beside it
    assert token.type == Token.Type.ACCESS_TOKEN and token.user == bob
    assert answer["access_token"] not in everything_stored()
    assert plugin.call().status_code == 200


def test_the_member_gets_a_letter_about_it(as_bob: Client, bob: User) -> None:
    paired(as_bob)
    letter = Letter.objects.get(kind="plugin_paired")
    assert letter.recipient == bob.email and "Firefox on Linux" in letter.text


def test_pending_then_too_fast_then_denied(plugin: Plugin, as_bob: Client, settings: Settings) -> None:
    assert plugin.poll().json()["error"] == "authorization_pending"
    slow = Plugin()
    settings.IDP_OIDC_DEVICE_CODE_INTERVAL = 5
    slow.begin()
    slow.poll()
    assert slow.poll().json()["error"] == "slow_down"
    decides(sure(as_bob), plugin, "deny")
    assert plugin.poll().json()["error"] == "access_denied"
    assert not Token.objects.exists()


@pytest.mark.parametrize("code", ["", "bogus", "b" * 3000, "\0", "ü"])
def test_a_bogus_or_missing_code_gets_nothing(plugin: Plugin, as_bob: Client, code: str) -> None:
    decides(sure(as_bob), plugin)
    answer = plugin.poll(device_code=code)
    assert answer.status_code == 400 and answer.json()["error"] in ("invalid_grant", "invalid_request")
    assert not Token.objects.exists()


def test_an_expired_code_gets_nothing(plugin: Plugin, as_bob: Client) -> None:
    decides(sure(as_bob), plugin)
    cache.delete(device_codes.cache_device_code_key(plugin.codes["device_code"]))  # as its five minutes end
    assert plugin.poll().json()["error"] == "invalid_grant"


def test_a_replayed_code_gets_nothing_more(plugin: Plugin, as_bob: Client) -> None:
    decides(sure(as_bob), plugin)
    key = device_codes.cache_device_code_key(plugin.codes["device_code"])
    approved = cache.get(key)
    assert plugin.poll().status_code == 200
    assert plugin.poll().json()["error"] == "invalid_grant"
    cache.set(key, approved)  # as for a second poll that had read it before the first was answered
    assert plugin.poll().json()["error"] == "invalid_grant"
    assert Token.objects.count() == 1


def test_the_code_of_another_client_gets_nothing(plugin: Plugin, as_bob: Client) -> None:
    OAuthClient.objects.create(
        id="other", name="Other", type=OAuthClient.Type.PUBLIC, grant_types=GRANT, scopes="plugin:events"
    )
    decides(sure(as_bob), plugin)
    assert plugin.poll(client_id="other").json()["error"] == "invalid_grant"
    assert plugin.poll(client_id="nobody").json()["error"] == "invalid_client"
    assert not Token.objects.exists()


@pytest.mark.parametrize("scope", ["openid", "email", "plugin:events profile", "plugin:everything"])
def test_no_scope_beyond_the_two_is_ever_offered(scope: str) -> None:
    plugin = Plugin()
    assert plugin.begin(scope=scope).json()["error"] == "invalid_scope"


def test_fewer_scopes_are_kept_to(as_bob: Client) -> None:
    plugin = Plugin()
    plugin.begin(scope="plugin:events")
    decides(sure(as_bob), plugin)
    assert plugin.poll().json()["scope"] == "plugin:events"
    assert plugin.call().status_code == 403


@pytest.mark.parametrize("grant", ["refresh_token", "authorization_code", "client_credentials", "password", ""])
def test_no_other_grant_is_answered(plugin: Plugin, as_bob: Client, grant: str) -> None:
    token = paired(as_bob).token
    answer = plugin.poll(grant_type=grant, refresh_token=token, code=token, username="bob@example.org")
    assert answer.status_code == 400
    assert answer.json()["error"] == "unsupported_grant_type"
    assert Token.objects.count() == 1


@pytest.mark.parametrize(
    "name", ["authorization", "configuration", "jwks", "userinfo", "introspect", "client_registration", "logout"]
)
def test_allauths_other_endpoints_are_not_served(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(f"idp:oidc:{name}")


def test_the_client_is_made_once_and_put_right() -> None:
    OAuthClient.objects.filter(id=CLIENT_ID).update(scopes="openid", skip_consent=True, grant_types="password")
    ensure_client()
    ensure_client()
    client = OAuthClient.objects.get()
    assert client.type == OAuthClient.Type.PUBLIC and not client.skip_consent
    assert client.get_scopes() == ["plugin:events", "plugin:settings"] and client.get_grant_types() == [GRANT]


def test_codes_and_polls_are_limited(settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"pair_code": "2/m/ip", "pair_token": "1/m/ip", "pair_revoke": "1/m/ip"}
    plugin = Plugin()
    assert [plugin.begin().status_code for _ in range(3)] == [200, 200, 429]
    plugin.begin()
    assert plugin.poll(device_code="x").status_code == 400
    assert plugin.http.post("/pair/token/", ways(client_id=CLIENT_ID), content_type=FORM).status_code == 429
    plugin.token = "ltm_unknown"
    assert [plugin.gives_back().status_code for _ in range(2)] == [200, 429]


def test_an_account_that_ends_gets_no_token(plugin: Plugin, as_bob: Client, bob: User) -> None:
    decides(sure(as_bob), plugin)
    User.objects.filter(pk=bob.pk).update(ends_at="2027-01-01T00:00:00Z")
    assert plugin.poll().json()["error"] == "access_denied"
