"""Browsers as they introduce themselves, and forms sent as they send them."""

from __future__ import annotations

from typing import Any

from django.test import Client

from tests.cast import PASSWORD

FIREFOX_WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"
CHROME_ANDROID = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36"
)
SAFARI_IPAD = (
    "Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 "
    "Mobile/15E148 Safari/604.1"
)
HERE = {"Sec-Fetch-Site": "same-origin"}


def sign_in(email: str, *, agent: str = FIREFOX_WINDOWS, ip: str = "203.0.113.77", password: str = PASSWORD) -> Client:
    """Somebody types their password into the form, in a browser of this kind, behind this address."""
    browser = Client(headers={"User-Agent": agent}, REMOTE_ADDR=ip)
    browser.post("/accounts/login/", {"login": email, "password": password})
    return browser


def report(body: bytes | str, *, path: str = "/e/", kind: str = "application/json", **headers: str) -> Any:
    """What a page sends about an error."""
    browser = Client(enforce_csrf_checks=True, headers={"User-Agent": FIREFOX_WINDOWS, **HERE, **headers})
    return browser.post(path, body, content_type=kind)
