"""Passkeys in a real browser with Chromium's own virtual authenticator: made, used alone, used as the second step."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import CDPSession, Page, expect

from tests.cast import PASSWORD
from tests.journeys.site import Site

pytestmark = pytest.mark.browser

Person = Callable[..., Page]
FINGER = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


class Device:
    """A page of somebody whose device keeps passkeys."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.chromium: CDPSession = page.context.new_cdp_session(page)
        self.chromium.send("WebAuthn.enable")
        self.id: str = self.chromium.send("WebAuthn.addVirtualAuthenticator", {"options": FINGER})["authenticatorId"]

    def passkeys(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.chromium.send("WebAuthn.getCredentials", {"authenticatorId": self.id})[
            "credentials"
        ]
        return found

    def lose_passkeys(self) -> None:
        self.chromium.send("WebAuthn.clearCredentials", {"authenticatorId": self.id})

    def press(self, button: str) -> None:
        self.page.get_by_role("button", name=button, exact=True).click()


@pytest.fixture
def bobs(site: Site, person: Person) -> Iterator[Device]:
    """Bob, not signed in, at a computer with a fingerprint reader."""
    site.scene("member", name="Bob Baker", email="bob@example.org")
    yield Device(person())


def sign_in_by_password(page: Page) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("E-mail").fill("bob@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page: Page) -> None:
    page.goto("/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()


def test_a_passkey_is_made_signs_in_alone_and_is_the_second_step(site: Site, bobs: Device) -> None:
    page = bobs.page
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text) if "Security Policy" in said.text else None)
    sign_in_by_password(page)
    page.goto("/security/")
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Password").fill(PASSWORD)  # before something that matters
    bobs.press("Go on")
    page.get_by_label("Name").fill("my computer")
    bobs.press("Add a passkey")
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    expect(page.locator("#codes li")).to_have_count(10)
    assert [one["isResidentCredential"] for one in bobs.passkeys()] == [True]
    page.get_by_role("link", name="I have them").click()
    expect(page.get_by_text("my computer")).to_be_visible()

    sign_out(page)
    page.goto("/accounts/login/?next=/profile/")
    bobs.press("Use a passkey")
    expect(page).to_have_url(f"{site.url}/profile/")

    sign_out(page)
    sign_in_by_password(page)
    expect(page.get_by_role("heading", name="The second step")).to_be_visible()
    bobs.press("Use a passkey")
    expect(page).to_have_url(f"{site.url}/meetings/")

    sign_out(page)
    bobs.lose_passkeys()
    page.goto("/accounts/login/")
    bobs.chromium.send("WebAuthn.setUserVerified", {"authenticatorId": bobs.id, "isUserVerified": False})
    bobs.press("Use a passkey")
    expect(page.get_by_text("did not get an answer from a passkey")).to_be_visible(timeout=60_000)
    assert refused == []
