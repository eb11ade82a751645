"""An installation whose member Alice has linked practice Google, with every byte of her browser recorded."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page

from leavethemeeting.project.demo.practice.networks import Practice, practising
from leavethemeeting.project.demo.practice.people import Contact
from tests.journeys.databases import postgresql
from tests.referrals.canaries import canaries
from tests.referrals.installation import RecordedSite
from tests.referrals.recorder import Recorder, recording


@dataclass
class House:
    """The installation, what stands before it, the Google behind it, and the inviter's session."""

    site: RecordedSite
    recorder: Recorder
    practice: Practice
    alice: dict[str, str]

    def fill(self, mark: str) -> tuple[Contact, ...]:
        """Put fresh canaries into the address book, one of them twice."""
        birds = canaries(mark)
        twice = Contact(name=birds[0].name, emails=(birds[0].emails[0].upper(),))
        self.practice.google.books.contacts = (*birds, twice)
        return birds


@contextmanager
def inviting_house(folder: Path, database: str = "sqlite") -> Iterator[House]:
    """For the time of the block, on the database of that name."""
    with practising() as practice, postgresql() if database == "postgresql" else nullcontext("") as url:
        site = RecordedSite(folder, database_url=url, variables=practice.variables())
        with recording(site.front, site.port) as recorder:
            site.start()
            try:
                alice = site.scene("member", name="Alice Archer", email="alice@example.org")
                site.stage("link-google", alice["id"])
                yield House(site, recorder, practice, alice)
            finally:
                site.stop()


@contextmanager
def window_of(house: House, browser: Browser, *, bypass_csp: bool = False) -> Iterator[BrowserContext]:
    """Alice's browser, signed in."""
    context = browser.new_context(
        base_url=house.site.url, permissions=["clipboard-read", "clipboard-write"], bypass_csp=bypass_csp
    )
    context.set_default_timeout(15_000)
    context.add_cookies([{"name": house.alice["cookie"], "value": house.alice["session"], "url": house.site.url}])
    yield context
    context.close()


def read_contacts(page: Page, *, allow: bool = True) -> None:
    """Press the button, answer in Google's window."""
    with page.expect_popup() as opened:
        page.get_by_role("button", name="Read contacts from practice Google").click()
    opened.value.get_by_role("button", name="Allow" if allow else "Deny").click()
