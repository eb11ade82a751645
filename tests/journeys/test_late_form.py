"""A form that was open before the policy changed, in a real browser: it waits in the question, and one press sends it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]
TYPED = 'Bring "questions" & <notes>\nand a second line'


def changes_the_policy(page: Page) -> None:
    """The provider writes one sentence more and posts it; members are asked."""
    page.goto("/provider/policy/policy/draft/")
    text = page.locator("main textarea[name=source]")
    text.fill(text.input_value() + "\nThis sentence is new to everybody.\n")
    page.locator("main [name=summary]").fill("One sentence more.")
    page.locator("main [name=material]").check()
    page.get_by_role("button", name="Look at the difference").click()
    page.get_by_role("button", name="Post it now").click()
    page.wait_for_url(lambda url: "preview" not in url)


def test_what_alice_typed_waits_with_the_question_and_goes_with_her_yes(
    site: Site, person: Callable[..., Page]
) -> None:
    alice = person(site.scene("member", name="Alice Archer", email="alice@example.org"))
    paula = person(site.scene("member", name="Paula Provider", email="paula@example.org", is_provider=True))
    alice.goto("/meetings/plan/")
    alice.get_by_label("Title").fill("Planned before")
    alice.get_by_label("Description").fill(TYPED)
    alice.get_by_label("At any time").check()
    changes_the_policy(paula)

    alice.get_by_role("button", name="Plan the meeting").click()
    expect(alice.get_by_role("heading", name="Something has changed")).to_be_visible()
    expect(alice.get_by_text("This sentence is new to everybody.")).to_be_visible()
    alice.get_by_text("What you wrote").click()  # whoever does not accept can copy it
    expect(alice.locator("dd.written", has_text="and a second line")).to_be_visible()
    alice.get_by_role("button", name="Accept and send what I wrote").click()

    expect(alice.get_by_role("heading", name="Planned before")).to_be_visible()
    expect(alice.get_by_text("and a second line")).to_be_visible()
    alice.goto("/meetings/")
    expect(alice.get_by_role("heading", name="My meetings")).to_be_visible()
    expect(alice.get_by_role("link", name="Planned before")).to_have_count(1)
