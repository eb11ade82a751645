"""An installation whose letters go out: over a real mail server, which a test reads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.journeys.site import Site
from tests.mail.servers import Mailbox, smtp_server


@dataclass
class PostedSite(Site):
    """An installation with a mail server."""

    mail: str = ""

    def environment(self) -> dict[str, str]:
        return super().environment() | {"EMAIL_URL": self.mail}


@dataclass
class Posted:
    site: PostedSite
    mailbox: Mailbox


@contextmanager
def posting(folder: Path) -> Iterator[Posted]:
    """Serve in ``folder``; letters arrive in the mailbox."""
    mailbox = Mailbox()
    with smtp_server(mailbox) as smtp:
        made = PostedSite(folder, mail=f"smtp://{smtp.host}:{smtp.port}")
        made.start()
        try:
            yield Posted(made, mailbox)
        finally:
            made.stop()


@pytest.fixture(scope="module")
def posted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Posted]:
    """One for the journeys of a module that imports this and ``site``."""
    with posting(tmp_path_factory.mktemp("posted")) as made:
        yield made


@pytest.fixture(scope="module")
def site(posted: Posted) -> Site:
    """In place of the site without a mail server."""
    return posted.site


def letter_number(posted: Posted, page: Page, number: int) -> EmailMessage:
    """The letter that came as the ``number``th, as soon as it is there."""
    for _ in range(100):
        if len(posted.mailbox.letters) >= number:
            return posted.mailbox.letters[number - 1]
        page.wait_for_timeout(100)
    raise AssertionError(f"no letter came; the log says:\n{posted.site.log[-2000:]}")


def text_of(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def arrived(posted: Posted, page: Page, number: int) -> str:
    """The text of the letter that came as the ``number``th."""
    return text_of(letter_number(posted, page, number))


def link_in(text: str, site: Site, begins: str = "/") -> str:
    """The path of the first link to a page of the site under ``begins``."""
    found = re.search(rf"{re.escape(site.url)}({re.escape(begins)}\S+)", text)
    assert found, text
    return found[1]
