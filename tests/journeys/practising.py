"""An installation that offers practice Google and practice Facebook."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from leavethemeeting.project.demo.practice.networks import Practice, practising
from tests.journeys.site import Site


class PracticeSite(Site):
    """An installation that offers the practice networks."""

    practice: Practice

    def environment(self) -> dict[str, str]:
        return super().environment() | self.practice.variables() | {"LEAVETHEMEETING_TESTING": "1"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PracticeSite]:
    """In place of the site without networks, for a module that imports this."""
    with practising() as practice:
        made = PracticeSite(tmp_path_factory.mktemp("practice"))
        made.practice = practice
        made.start()
        yield made
        made.stop()


def at_google(page: Page, choice: str) -> None:
    """From the page with the buttons to practice Google, and back."""
    page.get_by_role("button", name="Continue with Google").click()
    expect(page.get_by_text("Practice Google – nobody real")).to_be_visible()
    page.get_by_role("button", name=choice).click()
