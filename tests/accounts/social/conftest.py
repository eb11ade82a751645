"""A real OpenID provider in Google's place, over HTTP, and the practice Facebook, which insists on what Meta's does."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
import requests
from pytest_django.fixtures import Settings

from leavethemeeting.project.demo.practice.facebook import BASE, PracticeFacebook
from leavethemeeting.project.demo.practice.serving import served
from leavethemeeting.project.social import FACEBOOK_SCOPES, GOOGLE_SCOPES
from tests.accounts.social.networks import FacebookSide, GoogleSide
from tests.ports import free_port

SECRET = "the secret of our app"


@pytest.fixture(scope="session")
def openid_provider() -> Iterator[str]:
    """``oidc-provider-mock`` in a process of its own: authorization codes, a denial, ID tokens signed by its own key.

    It would refuse plain HTTP; the variable that allows it is set for that process alone.
    """
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port)],
        env={**os.environ, "AUTHLIB_INSECURE_TRANSPORT": "1"}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    url = f"http://localhost:{port}"
    try:
        for _ in range(300):
            try:
                requests.get(f"{url}/.well-known/openid-configuration", timeout=1).raise_for_status()
                break
            except requests.RequestException:
                time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture
def google(openid_provider: str, settings: Settings) -> GoogleSide:
    """Signing in with Google is set up here, and this is its server."""
    settings.SOCIALACCOUNT_PROVIDERS = {
        **settings.SOCIALACCOUNT_PROVIDERS,
        "google": {
            "APP": {"client_id": "our-client", "secret": "our-secret", "key": ""},
            "SCOPE": list(GOOGLE_SCOPES),
            "OAUTH_PKCE_ENABLED": True,
            "AUTHORIZE_URL": f"{openid_provider}/oauth2/authorize",
            "ACCESS_TOKEN_URL": f"{openid_provider}/oauth2/token",
            "ID_TOKEN_ISSUER": openid_provider,
        },
    }
    return GoogleSide(openid_provider)


@pytest.fixture(scope="session")
def meta() -> Iterator[tuple[str, PracticeFacebook]]:
    own = PracticeFacebook(SECRET)
    with served(own.routes()) as url:
        yield f"{url}{BASE}", own


@pytest.fixture
def facebook(meta: tuple[str, PracticeFacebook], settings: Settings) -> Iterator[FacebookSide]:
    """Signing in with Facebook is set up here, and this is its server."""
    url, own = meta
    settings.SOCIALACCOUNT_PROVIDERS = {
        **settings.SOCIALACCOUNT_PROVIDERS,
        "facebook": {
            "APP": {"client_id": "our-app", "secret": SECRET, "key": ""},
            "SCOPE": list(FACEBOOK_SCOPES),
            "FIELDS": ["id", "name", "email", "picture.type(large)", "permissions"],
            "AUTHORIZE_URL": f"{url}/dialog/oauth",
            "GRAPH_API_URL": url,
        },
    }
    yield FacebookSide(url, own)
    own.extra = frozenset()


@pytest.fixture
def silent_server() -> Iterator[str]:
    """A server that takes every connection and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"http://localhost:{listening.getsockname()[1]}/token"
