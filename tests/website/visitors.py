"""A visitor: a browser without cookies, without a script, and without an account."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.test import Client

from leavethemeeting.mail.models import Letter

HERE = {"Sec-Fetch-Site": "same-origin"}


class Visitor:
    """Opens pages and sends their forms as a browser does that refuses all cookies."""

    def __init__(self, network: str = "203.0.113.7") -> None:
        self.network = network

    def get(self, url: str) -> Any:
        return self._kept(Client(REMOTE_ADDR=self.network).get(url))

    def send(self, url: str, told: dict[str, str]) -> Any:
        """Fill the form of ``url`` in and send it."""
        hidden = dict(
            re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', self.get(url).content.decode())
        )
        browser = Client(REMOTE_ADDR=self.network, enforce_csrf_checks=True)
        return self._kept(browser.post(url, {**hidden, "homepage": "", **told}, headers=HERE))

    def _kept(self, answer: Any) -> Any:
        assert not answer.cookies, f"a public page set {list(answer.cookies)}"
        return answer


def text_of(answer: Any) -> str:
    """What a person reads, without tags."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def letters_to(address: str) -> list[Letter]:
    """Every letter to ``address``, the oldest first."""
    return list(Letter.objects.filter(recipient=address).order_by("written_at", "id"))


def path_in(letter: Letter) -> str:
    """Where the letter's button leads."""
    found = re.search(r"https?://[^/\s]+(/\S+/\S*)", letter.text)
    assert found, letter.text
    return found[1]
