"""Practice Facebook: the login dialog and as much of the Graph API as signing in uses.

It insists on what the real one insists on: the app's secret, the redirect address of the dialog, and the
``appsecret_proof`` of each call. https://developers.facebook.com/docs/facebook-login/guides/advanced/manual-flow
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from html import escape
from typing import Any

from leavethemeeting.project.demo.practice.people import FACEBOOK_PEOPLE, Invented
from leavethemeeting.project.demo.practice.serving import Answer, Asked, Route, as_json, back, page

BASE = "/facebook"


@dataclass(frozen=True, slots=True)
class Grant:
    """What somebody permitted: the permissions asked for, and those of them that were declined."""

    person: Invented
    asked: frozenset[str]
    declined: frozenset[str]
    redirect_uri: str = ""


class PracticeFacebook:
    """Codes and tokens are kept in memory. ``secret`` is the app's; ``extra`` are permissions nobody asked for."""

    def __init__(self, secret: str, people: tuple[Invented, ...] = FACEBOOK_PEOPLE) -> None:
        self.secret, self.people = secret, people
        self.extra: frozenset[str] = frozenset()
        self._codes: dict[str, Grant] = {}
        self._tokens: dict[str, Grant] = {}

    def routes(self) -> dict[tuple[str, str], Route]:
        """By (method, path)."""
        return {
            ("GET", f"{BASE}/dialog/oauth"): self.ask,
            ("POST", f"{BASE}/dialog/oauth"): self.decide,
            ("GET", f"{BASE}/oauth/access_token"): self.token,
            ("GET", f"{BASE}/me"): self.me,
        }

    def ask(self, asked: Asked) -> Answer:  # noqa: ARG002 -- a route's signature
        """Who one wants to be, and whether the address is shared."""
        people = "".join(
            f'<form method="post"><fieldset><legend>{escape(one.name)}</legend>'
            f"<small>{escape(' – '.join(filter(None, (one.email, one.note))))}</small>"
            + (
                '<label><input type="checkbox" name="email" value="1" checked> Share the e-mail address</label>'
                if one.email
                else ""
            )
            + f'<button name="person" value="{one.uid}">Continue as {escape(one.name)}</button></fieldset></form>'
            for one in self.people
        )
        inside = f'{people}<form method="post"><button class="deny" name="person" value="">Deny</button></form>'
        return page("Facebook", "Who are you today?", inside)

    def decide(self, asked: Asked) -> Answer:
        """Back to the service, with a code or with a refusal."""
        values = asked.values
        redirect_uri, state = values.get("redirect_uri", ""), {"state": values.get("state", "")}
        person = next((one for one in self.people if one.uid == values.get("person")), None)
        if person is None:
            denied = {"error": "access_denied", "error_reason": "user_denied", "error_code": "200"}
            return back(redirect_uri, {**denied, **state})
        wanted = frozenset(values.get("scope", "").split(",")) - {""}
        declined = frozenset() if values.get("email") or not person.email else wanted & {"email"}
        code = secrets.token_urlsafe(24)
        self._codes[code] = Grant(person, wanted, declined, redirect_uri)
        return back(redirect_uri, {"code": code, **state})

    def token(self, asked: Asked) -> Answer:
        """The code against a token. The real one is asked by GET, too."""
        grant = self._codes.pop(asked.values.get("code", ""), None)
        if grant is None or grant.redirect_uri != asked.values.get("redirect_uri"):
            return _error("This authorization code has been used.", 100)
        if not hmac.compare_digest(asked.values.get("client_secret", ""), self.secret):
            return _error("Error validating client secret.", 1)
        token = f"EAAG{secrets.token_urlsafe(24)}"
        self._tokens[token] = grant
        return as_json({"access_token": token, "token_type": "bearer", "expires_in": 5_183_944})

    def me(self, asked: Asked) -> Answer:
        """The fields asked for, as far as they were permitted."""
        token = asked.values.get("access_token", "")
        grant = self._tokens.get(token)
        if grant is None:
            return _error("Invalid OAuth access token.", 190)
        proof = hmac.new(self.secret.encode(), token.encode(), hashlib.sha256).hexdigest()
        if not hmac.compare_digest(asked.values.get("appsecret_proof", ""), proof):
            return _error("Invalid appsecret_proof provided in the API argument", 100)
        return as_json({name: value for name, value in self._known(grant).items() if name in _fields(asked)})

    def _known(self, grant: Grant) -> dict[str, Any]:
        """Everything the real one could tell about somebody; it tells what was asked for."""
        person = grant.person
        told: dict[str, Any] = {
            "id": person.uid, "name": person.name, "gender": "unknown", "locale": "en_GB", "timezone": 1,
            "link": f"https://www.facebook.com/app_scoped_user_id/{person.uid}/",
            "picture": {"data": {"url": "https://platform-lookaside.fbsbx.com/practice.jpg", "is_silhouette": True}},
            "permissions": {"data": [
                {"permission": name, "status": "declined" if name in grant.declined else "granted"}
                for name in sorted(grant.asked | {"public_profile"} | self.extra)
            ]},
        }  # fmt: skip
        if person.email and "email" in grant.asked and "email" not in grant.declined:
            told["email"] = person.email
        return told


def _fields(asked: Asked) -> frozenset[str]:
    """Their names; ``picture.type(large)`` asks for ``picture``. The id is always told."""
    return frozenset({"id", *(one.partition(".")[0] for one in asked.values.get("fields", "").split(","))})


def _error(message: str, code: int) -> Answer:
    return as_json({"error": {"message": message, "type": "OAuthException", "code": code}}, 400)
