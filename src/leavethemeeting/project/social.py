"""allauth's settings for signing in with networks, from the environment; ``settings`` takes them over.

The reasons stand in accounts/social/. ``E-mail authentication`` stays off: an address that a network tells opens no
account that exists (a stranger may have made it, or the network may be wrong).
"""

from __future__ import annotations

from typing import Any

from leavethemeeting.shared.environment import environment
from leavethemeeting.shared.networks import Network

__all__ = [
    "SOCIALACCOUNT_ADAPTER",
    "SOCIALACCOUNT_AUTO_SIGNUP",
    "SOCIALACCOUNT_EMAIL_AUTHENTICATION",
    "SOCIALACCOUNT_LOGIN_ON_GET",
    "SOCIALACCOUNT_PROVIDERS",
    "SOCIALACCOUNT_REAUTHENTICATION_REQUIRED",
    "SOCIALACCOUNT_REQUESTS_TIMEOUT",
    "SOCIALACCOUNT_STORE_TOKENS",
]

GOOGLE_SCOPES = ("openid", "profile", "email")
FACEBOOK_SCOPES = ("public_profile", "email")
FACEBOOK_VERSION = "v24.0"


def _google(network: Network) -> dict[str, Any]:
    at = network.url
    return {
        "SCOPE": list(GOOGLE_SCOPES),
        "OAUTH_PKCE_ENABLED": True,
        "AUTHORIZE_URL": f"{at}/o/oauth2/v2/auth" if at else "https://accounts.google.com/o/oauth2/v2/auth",
        "ACCESS_TOKEN_URL": f"{at}/token" if at else "https://oauth2.googleapis.com/token",
        "ID_TOKEN_ISSUER": at or "https://accounts.google.com",
    }


def _facebook(network: Network) -> dict[str, Any]:
    at = network.url
    return {
        "SCOPE": list(FACEBOOK_SCOPES),
        "FIELDS": ["id", "name", "email", "picture.type(large)", "permissions"],
        "AUTHORIZE_URL": f"{at or f'https://www.facebook.com/{FACEBOOK_VERSION}'}/dialog/oauth",
        "GRAPH_API_URL": at or f"https://graph.facebook.com/{FACEBOOK_VERSION}",
    }


def providers() -> dict[str, dict[str, Any]]:
    """``SOCIALACCOUNT_PROVIDERS``: the networks that are set, each with its application."""
    made = {"google": _google, "facebook": _facebook}
    return {
        name: {"APP": {"client_id": one.client_id, "secret": one.client_secret, "key": ""}, **made[name](one)}
        for name, one in environment().networks.items()
    }


SOCIALACCOUNT_ADAPTER = "leavethemeeting.accounts.social.adapter.SocialAdapter"
SOCIALACCOUNT_PROVIDERS = providers()
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_AUTO_SIGNUP = False  # the age question and the policy come first
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_REAUTHENTICATION_REQUIRED = True
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5  # seconds
