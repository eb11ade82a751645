"""A member pairs a plugin, sees it in the list, and disconnects it; a script plays the plugin over HTTP."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.accounts.pairing.plugin import FIREFOX, GRANT
from tests.cast import PASSWORD
from tests.journeys.site import Site

pytestmark = pytest.mark.browser
PATIENCE_S = 20


def call(site: Site, path: str, token: str = "", **fields: str) -> tuple[int, dict[str, Any]]:
    """What the plugin is answered: a form is posted, without one the address is read."""
    headers = {"User-Agent": FIREFOX, **({"Authorization": f"Bearer {token}"} if token else {})}
    sent = urllib.parse.urlencode(fields).encode() if fields else None
    try:
        with urllib.request.urlopen(urllib.request.Request(site.url + path, sent, headers)) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, json.load(refused)


def polls_until_paired(site: Site, device_code: str, interval_s: float) -> str:
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        status, answer = call(site, "/pair/token/", grant_type=GRANT, client_id="plugin", device_code=device_code)
        if status == 200:
            return str(answer["access_token"])
        assert answer["error"] in ("authorization_pending", "slow_down"), answer
        time.sleep(interval_s)
    raise AssertionError("never paired")


def test_pairing_and_disconnecting(site: Site, person: Callable[..., Page]) -> None:
    member = site.scene("member", name="Bob Bobson", email=f"bob-{uuid4().hex}@example.org")
    page = person(signed_in=member)
    page.goto("/plugins/")
    expect(page.get_by_role("heading", name="No plugin is connected")).to_be_visible()

    status, codes = call(site, "/pair/code/", client_id="plugin", scope="plugin:events plugin:settings")
    assert status == 200
    page.get_by_role("link", name="Pair a plugin").click()
    page.get_by_label("Password").fill(PASSWORD)  # who is it?
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("The plugin's code").fill(codes["user_code"].lower())
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("Firefox on Linux, a computer")).to_be_visible()
    expect(page.get_by_role("heading", name="Is it really yours?")).to_be_visible()
    buttons = page.locator("main").get_by_role("button")
    expect(buttons).to_have_text(["Deny", "Pair it"])
    page.get_by_role("button", name="Pair it").click()
    expect(page.get_by_role("heading", name="You may close this page")).to_be_visible()

    token = polls_until_paired(site, codes["device_code"], float(codes["interval"]))
    assert call(site, "/api/v1/plugin/", token)[1]["scopes"] == ["plugin:events", "plugin:settings"]
    page.get_by_role("link", name="Connected plugins").last.click()
    expect(page.get_by_role("listitem").filter(has_text="Firefox on Linux")).to_be_visible()
    page.get_by_role("link", name="Disconnect Firefox on Linux").click()
    page.get_by_role("button", name="Disconnect").click()
    expect(page.get_by_text("Its key opens nothing any more")).to_be_visible()
    assert call(site, "/api/v1/plugin/", token)[0] == 401
