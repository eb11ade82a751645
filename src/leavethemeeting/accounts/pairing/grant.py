"""What allauth's device grant lacks with the patched oauthlib, and what we leave out of it.

oauthlib 4.0.1 (GHSA-3jp2-3mrg-2vxc) asks the validator about the device code; allauth 65.21 has no
answer yet, so a poll would end in an error. A test fails as soon as allauth answers by itself.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from allauth.idp.oidc.internal.oauthlib.request_validator import OAuthLibRequestValidator
from oauthlib.common import Request
from oauthlib.oauth2.rfc8628.grant_types import DeviceCodeGrant
from oauthlib.openid import Server

from leavethemeeting.accounts.models import User

TOKEN_SECONDS = 90 * 24 * 3600
TOKEN_PREFIX = "ltm_"  # noqa: S105 -- the public part: so that a token left in a repository is found by those who search for such


@dataclass(frozen=True, slots=True)
class Granted:
    """What allauth's own poll has found: this code of this client was approved by this member."""

    client_id: str
    device_code: str
    user: User
    scopes: tuple[str, ...]


class PluginValidator(OAuthLibRequestValidator):
    """Answers oauthlib's new question from what the poll found, and keeps refresh tokens from being made."""

    def __init__(self, granted: Granted) -> None:
        super().__init__()
        self._granted = granted

    def validate_device_code(self, client_id: str, device_code: str, request: Request) -> str | None:
        """AUTHORIZED for exactly the code that was polled; None is oauthlib's word for an unknown one."""
        if (client_id, device_code) != (self._granted.client_id, self._granted.device_code):
            return None
        request.user = self._granted.user
        request.scopes = list(self._granted.scopes)
        return DeviceCodeGrant.DEVICE_CODE_AUTHORIZED  # type: ignore[attr-defined,no-any-return]  # -- newer than its types

    def save_bearer_token(self, token: dict[str, Any], request: Request, *args: Any, **more: Any) -> None:  # type: ignore[override]  # -- as allauth has it
        """Only the access token is kept, and given: a plugin pairs anew after ninety days (ASVS 10.4.8)."""
        token.pop("refresh_token", None)
        super().save_bearer_token(token, request, *args, **more)


def new_token(_request: Request) -> str:
    """256 random bits; only its SHA-256 is kept."""
    return TOKEN_PREFIX + secrets.token_urlsafe(32)


def server_for(granted: Granted) -> Server:
    """An oauthlib server that can answer one poll."""
    return Server(request_validator=PluginValidator(granted), token_generator=new_token, token_expires_in=TOKEN_SECONDS)
