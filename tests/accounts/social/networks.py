"""Steps of a person at a network, over real HTTP, and back in our pages with the same browser."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import requests
from django.http import HttpResponse
from django.test import Client

from leavethemeeting.project.demo.practice.facebook import PracticeFacebook

SIGN_UP = "/accounts/social/signup/"
ANSWERS = {"born_on_day": "3", "born_on_month": "10", "born_on_year": "1990", "agree": "on"}


def sent_to(client: Client, network: str, **said: str) -> str:
    """Press the button; gives the address at the network to which our page leads."""
    response = client.post(f"/accounts/{network}/login/", said, SERVER_NAME="localhost")
    assert response.status_code == 200, response
    return response.headers["Refresh"].partition("url=")[2]


def query(address: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(address).query))


def back(client: Client, location: str) -> HttpResponse:
    """Follow the network's redirect to our callback."""
    address = urlsplit(location)
    return client.get(f"{address.path}?{address.query}", SERVER_NAME="localhost")  # type: ignore[return-value]  # -- the test client's own type


@dataclass
class GoogleSide:
    """The OpenID provider that stands in Google's place."""

    url: str
    asked: list[str] = field(default_factory=list)

    def knows(self, sub: str, **claims: Any) -> str:
        """Somebody has an account there."""
        told = {"name": "Dora Diver", "locale": "de", "gender": "female", **claims}
        requests.put(f"{self.url}/users/{sub}", json=told, timeout=5).raise_for_status()
        return sub

    def answer(self, address: str, sub: str | None) -> str:
        """At the network: sign in as ``sub``, or deny. Gives where it sends the browser."""
        self.asked.append(address)
        said = {"sub": sub} if sub else {"action": "deny"}
        location = requests.post(address, data=said, allow_redirects=False, timeout=5).headers["Location"]
        return location if sub else f"{location}&state={query(address)['state']}"

    def come(self, client: Client, sub: str | None, **said: str) -> HttpResponse:
        """The whole way there and back."""
        return back(client, self.answer(sent_to(client, "google", **said), sub))


@dataclass
class FacebookSide:
    """The practice Facebook."""

    url: str
    own: PracticeFacebook

    def answer(self, address: str, uid: str | None, *, email: bool = True) -> str:
        said = {"person": uid or ""} | ({"email": "1"} if email else {})
        return requests.post(address, data=said, allow_redirects=False, timeout=5).headers["Location"]

    def come(self, client: Client, uid: str | None, *, email: bool = True, **said: str) -> HttpResponse:
        """The whole way there and back."""
        return back(client, self.answer(sent_to(client, "facebook", **said), uid, email=email))


def finish(client: Client, **changes: str) -> HttpResponse:
    """Send the form of somebody new."""
    return client.post(SIGN_UP, {"name": "Dora Diver", **ANSWERS, **changes})  # type: ignore[return-value]  # -- as above


def words(response: HttpResponse) -> str:
    """The page as text with single spaces."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))
