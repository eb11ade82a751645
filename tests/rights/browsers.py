"""A guest who shows that an address is theirs, in a browser that keeps cookies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from unittest import mock

from django.test import Client
from django.utils import timezone

from leavethemeeting.mail.models import Letter
from tests.website.visitors import HERE

HOME = "/your-data/"


def asked(browser: Client, email: str) -> Any:
    """The form with the address is sent."""
    return browser.post(HOME, {**_hidden(browser, HOME), "email": email}, headers=HERE)


def _hidden(browser: Client, url: str) -> dict[str, str]:
    html = browser.get(url).content.decode()
    return {"homepage": "", **dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html))}


def code_for(email: str) -> str:
    """The code in the newest letter to ``email``."""
    letter = Letter.objects.filter(recipient=email, kind="address_code").latest("written_at", "id")
    found = re.search(r"(?m)^\s*(\d{6})\s*$", letter.text)
    assert found, letter.text
    return found[1]


def typed(browser: Client, page: str, code: str) -> Any:
    return browser.post(page, {**_hidden(browser, page), "code": code}, headers=HERE)


def proven(email: str) -> Client:
    """A browser in which the guest has shown that ``email`` is theirs."""
    browser = Client()
    page = asked(browser, email)["Location"]
    answer = typed(browser, page, code_for(email))
    assert answer.status_code == 302 and answer["Location"] == HOME, answer.content.decode()
    return browser


@contextmanager
def later(much: timedelta) -> Iterator[None]:
    """The same, some time from now: only the clock that the web app asks is put forward."""
    moment = timezone.now() + much
    with mock.patch("django.utils.timezone.now", lambda: moment):
        yield
