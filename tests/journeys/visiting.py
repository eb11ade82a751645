"""What a visitor does on several journeys: walk through links, answer the age question; and what an installation kept of it."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import Page, expect

from tests.journeys.site import Site

MOST_PAGES = 200
NO_PAGE = re.compile(r"^/(static|healthz|e)/|\.(atom|md|json|txt|xml)$|/download/")
ABOUT_PEOPLE = (
    "accounts_user", "account_emailaddress", "meetings_attendee", "consent_acceptance", "mail_letter", "django_session", "logdata_entry",
)  # fmt: skip


@dataclass(frozen=True)
class Cast:
    """Members of a site, with the session of each."""

    members: dict[str, dict[str, str]]
    code: str  # of Alice's open meeting

    @property
    def door(self) -> str:
        return f"/m/{self.code}/"


def sit(site: Site, *names: str) -> Cast:
    """Members called ``names``; the first hosts an open meeting, the last is the provider's. By first name."""
    made = site.scene("cast", people=list(names), provider=names[-1])
    return Cast({name.split(maxsplit=1)[0]: one for name, one in made["members"].items()}, made["code"])


def heading(page: Page, words: str | re.Pattern[str]) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def walk(page: Page, *starts: str) -> dict[str, int]:
    """Follow every link of our own from ``starts``; gives each page's status."""
    waiting, seen = list(starts), dict[str, int]()
    while waiting and len(seen) < MOST_PAGES:
        path = waiting.pop(0)
        if path in seen or NO_PAGE.search(path):
            continue
        answer = page.goto(path)
        assert answer is not None
        seen[path] = answer.status
        here, links = (
            urlsplit(page.url),
            page.evaluate("() => [...document.querySelectorAll('a[href]')].map((a) => a.href)"),
        )
        own = (urlsplit(urljoin(page.url, link)) for link in links)
        waiting += [url.path for url in own if url.netloc == here.netloc]
    assert len(seen) < MOST_PAGES, "the walk did not come to its end"
    return seen


def answer_age(page: Page, year: int) -> None:
    page.get_by_label("Day").fill("3")
    page.get_by_label("Month").select_option(label="October")
    page.get_by_label("Year").fill(str(year))


def answer_sign_up(page: Page, name: str, year: int) -> None:
    page.get_by_label("Name").fill(name)
    page.get_by_label("E-mail").fill(f"{name.split(maxsplit=1)[0].lower()}@example.org")
    page.get_by_label("Password").fill("seven green umbrellas")
    answer_age(page, year)
    page.get_by_label(re.compile("I am fine with")).check()
    page.get_by_role("button", name="Sign up").click()


def rows_about_people(site: Site) -> dict[str, int]:
    with closing(sqlite3.connect(f"file:{site.folder / 'data/leavethemeeting.sqlite3'}?mode=ro", uri=True)) as database:
        return {table: database.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ABOUT_PEOPLE}


def files_with(word: str, folder: Path) -> list[str]:
    """Every file of an installation, its log included, in which ``word`` stands."""
    return [str(file) for file in folder.rglob("*") if file.is_file() and word.encode() in file.read_bytes().lower()]


def is_refused(page: Page) -> None:
    heading(page, "We cannot let you in here")
    expect(page.get_by_text("Nothing you typed was kept")).to_be_visible()
