"""Practice Google: OpenID Connect's code flow with PKCE (RFC 7636), beside the address books."""

from __future__ import annotations

import base64
import hashlib
import secrets
import time
from dataclasses import dataclass
from html import escape
from typing import Any

import jwt

from leavethemeeting.project.demo.practice.contacts import AddressBooks
from leavethemeeting.project.demo.practice.people import GOOGLE_PEOPLE, Invented
from leavethemeeting.project.demo.practice.serving import Answer, Asked, Route, as_json, back, page

BASE = "/google"


@dataclass(frozen=True, slots=True)
class _Code:
    person: Invented
    client_id: str
    redirect_uri: str
    scope: str
    challenge: str


class PracticeGoogle:
    """Codes are kept in memory and work once."""

    def __init__(self) -> None:
        self.issuer = ""  # the address it is served under, known after it is
        self.books = AddressBooks()
        self._codes: dict[str, _Code] = {}

    def routes(self) -> dict[tuple[str, str], Route]:
        """By (method, path)."""
        return {
            ("GET", f"{BASE}/o/oauth2/v2/auth"): self.ask,
            ("POST", f"{BASE}/o/oauth2/v2/auth"): self.decide,
            ("POST", f"{BASE}/token"): self.token,
            **self.books.routes(BASE),
        }

    def ask(self, asked: Asked) -> Answer:
        """Who one wants to be; or, for a page that asks for a token itself, the address book."""
        if asked.values.get("response_type") == "token":
            return self.books.ask(asked)
        inside = "<p>Choose who you are for the demonstration. There is no password, because nobody is real.</p>"
        inside += choices(GOOGLE_PEOPLE)
        return page("Google", "Who are you today?", inside)

    def decide(self, asked: Asked) -> Answer:
        """Back to the service, with a code or with a refusal."""
        if asked.values.get("response_type") == "token":
            return self.books.decide(asked)
        values = asked.values
        state = {"state": values.get("state", "")}
        person = next((one for one in GOOGLE_PEOPLE if one.uid == values.get("person")), None)
        if person is None:
            return back(values.get("redirect_uri", ""), {"error": "access_denied", **state})
        code = secrets.token_urlsafe(24)
        self._codes[code] = _Code(
            person, values.get("client_id", ""), values.get("redirect_uri", ""), values.get("scope", ""),
            values.get("code_challenge", ""),
        )  # fmt: skip
        return back(values.get("redirect_uri", ""), {"code": code, "scope": values.get("scope", ""), **state})

    def token(self, asked: Asked) -> Answer:
        """The code against a token, as the real one answers."""
        code = self._codes.pop(asked.values.get("code", ""), None)
        proof = hashlib.sha256(asked.values.get("code_verifier", "").encode()).digest()
        if (
            code is None
            or code.redirect_uri != asked.values.get("redirect_uri")
            or code.client_id != asked.values.get("client_id")
            or code.challenge != base64.urlsafe_b64encode(proof).decode().rstrip("=")
        ):
            return as_json({"error": "invalid_grant"}, 400)
        return as_json(
            {
                "access_token": f"practice-{secrets.token_urlsafe(16)}", "token_type": "Bearer", "expires_in": 3599,
                "scope": _spelt_out(code.scope), "id_token": self._id_token(code),
            }
        )  # fmt: skip

    def _id_token(self, code: _Code) -> str:
        now = int(time.time())
        claims: dict[str, Any] = {
            "iss": self.issuer, "aud": code.client_id, "sub": code.person.uid, "iat": now, "exp": now + 3600,
            "jti": secrets.token_hex(8), "name": code.person.name, "locale": "en",
        }  # fmt: skip
        if code.person.email:
            claims |= {"email": code.person.email, "email_verified": code.person.verified}
        return jwt.encode(claims, secrets.token_hex(32), algorithm="HS256")  # read over the wire, unsigned as to us


def _spelt_out(scope: str) -> str:
    """Google names e-mail and profile by their long addresses in its answer."""
    long = {name: f"https://www.googleapis.com/auth/userinfo.{name}" for name in ("email", "profile")}
    return " ".join(long.get(one, one) for one in scope.split())


def choices(people: tuple[Invented, ...]) -> str:
    """A button for everybody, and one that refuses."""
    buttons = "".join(
        f'<form method="post"><button name="person" value="{one.uid}">{escape(one.name)}'
        f"<small>{escape(' – '.join(filter(None, (one.email, one.note))))}</small></button></form>"
        for one in people
    )
    return buttons + '<form method="post"><button class="deny" name="person" value="">Deny</button></form>'
