"""Google and Facebook as this product talks to them: allauth's, with less.

The addresses are read from the settings when they are used; allauth reads them when it is imported. A visitor's
query string can neither widen the scope nor add parameters, as it could with allauth's own.
"""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.facebook.flows import compute_appsecret_proof
from allauth.socialaccount.providers.facebook.provider import FacebookProvider
from allauth.socialaccount.providers.facebook.views import FacebookOAuth2Adapter
from allauth.socialaccount.providers.google.provider import GoogleProvider
from allauth.socialaccount.providers.google.views import GoogleOAuth2Adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.provider import OAuth2Provider
from django.conf import settings
from django.http import HttpRequest

from leavethemeeting.accounts.social.profiles import ASKED, kept, permissions


def _settings(network: str) -> dict[str, Any]:
    found: dict[str, Any] = settings.SOCIALACCOUNT_PROVIDERS[network]
    return found


class OurGoogle(GoogleOAuth2Adapter):
    """OpenID Connect's code flow with PKCE."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.authorize_url = _settings("google")["AUTHORIZE_URL"]
        self.access_token_url = _settings("google")["ACCESS_TOKEN_URL"]

    def complete_login(self, request: HttpRequest, app: SocialApp, token: SocialToken, **about: Any) -> SocialLogin:  # noqa: ARG002 -- allauth's signature
        """Read the ID token. It came straight from Google over TLS, so its signature says nothing new (OpenID Connect
        Core §3.1.3.7); issuer, audience, time and replay are checked. Raises OAuth2Error or TooMuchGranted.
        """
        answer = about["response"]
        granted = str(
            answer.get("scope", " ".join(ASKED["google"]))
        ).split()  # left out means: as asked (RFC 6749 §5.1)
        if not self.did_fetch_access_token or "id_token" not in answer:
            raise OAuth2Error("no ID token in the answer")
        claims = jwtkit.verify_and_decode(
            credential=answer["id_token"], keys_url="", issuer=_settings("google")["ID_TOKEN_ISSUER"],
            audience=app.client_id, lookup_kid=None, verify_signature=False,
        )  # fmt: skip
        return _login(Google(request, app=app), request, claims | permissions("google", granted))


class OurFacebook(FacebookOAuth2Adapter):
    """The login dialog, and one call of the Graph API."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.authorize_url = _settings("facebook")["AUTHORIZE_URL"]
        self.graph_url = _settings("facebook")["GRAPH_API_URL"]
        self.access_token_url = f"{self.graph_url}/oauth/access_token"

    def complete_login(self, request: HttpRequest, app: SocialApp, token: SocialToken, **_about: Any) -> SocialLogin:
        """Ask who it is and what was permitted. Raises RequestException, OAuth2Error or TooMuchGranted."""
        wanted = {
            "fields": ",".join(_settings("facebook")["FIELDS"]), "access_token": token.token,
            "appsecret_proof": compute_appsecret_proof(app, token),
        }  # fmt: skip
        with get_adapter().get_requests_session() as session:  # type: ignore[no-untyped-call]  # -- allauth's
            answer = session.get(f"{self.graph_url}/me", params=wanted)
            answer.raise_for_status()
            told = answer.json()
        try:
            given = [one["permission"] for one in told["permissions"]["data"] if one["status"] == "granted"]
        except (KeyError, TypeError) as error:
            raise OAuth2Error("the answer does not say what was permitted") from error
        told |= {"picture": _picture(told)} | permissions("facebook", given)
        return _login(Facebook(request, app=app), request, told)


def _picture(told: dict[str, Any]) -> str:
    """The picture's address; none for Facebook's grey outline."""
    match told.get("picture"):
        case {"data": {"is_silhouette": False, "url": str(url)}}:
            return url
    return ""


def _login(provider: OAuth2Provider, request: HttpRequest, told: dict[str, Any]) -> SocialLogin:
    """Raises OAuth2Error when the answer does not say who it is."""
    try:
        login: SocialLogin = provider.sociallogin_from_response(request, told)
    except (KeyError, ValueError) as error:
        raise OAuth2Error("the answer does not say who it is") from error
    return login


class _AsSet(OAuth2Provider):
    """What is asked for stands in the settings, and what is kept in ``profiles``."""

    def get_scope_from_request(self, request: HttpRequest) -> list[str]:  # noqa: ARG002 -- allauth would read ?scope=
        return list(_settings(self.id)["SCOPE"])

    def get_auth_params_from_request(self, request: HttpRequest, action: str) -> dict[str, str]:  # noqa: ARG002 -- allauth would read ?auth_params=
        return {}

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        return kept(data)

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        told = kept(data)
        return {name: told[name] for name in ("name", "email") if name in told}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[EmailAddress]:
        """Facebook says nothing about having checked an address, so there it counts as unchecked."""
        told = kept(data)
        if "email" not in told:
            return []
        return [EmailAddress(email=told["email"], verified=told["email_verified"], primary=True)]


class Google(_AsSet, GoogleProvider):
    """Google."""

    package = GoogleProvider.get_package()
    oauth2_adapter_class = OurGoogle


class Facebook(_AsSet, FacebookProvider):
    """Facebook."""

    package = FacebookProvider.get_package()
    oauth2_adapter_class = OurFacebook

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        return kept(data | {"email_verified": False})

    def extract_email_addresses(self, data: dict[str, Any]) -> list[EmailAddress]:
        return super().extract_email_addresses(data | {"email_verified": False})


PROVIDERS: dict[str, type[OAuth2Provider]] = {"google": Google, "facebook": Facebook}
ADAPTERS = {"google": OurGoogle, "facebook": OurFacebook}


def configured() -> list[str]:
    """The networks that people can sign in with here."""
    return [name for name in PROVIDERS if name in settings.SOCIALACCOUNT_PROVIDERS]
