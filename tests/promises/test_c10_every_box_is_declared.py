"""C10, C11: every box of every form says what it is for, whether it may stay empty, and ends in a declared column or in none."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

import pytest
from django.test import Client

from leavethemeeting.accounts.models import User
from leavethemeeting.shared.personal_data import data_map
from tests.meetings.stories import make_meeting, opened, pass_age
from tests.promises.boxes import KEPT_IN, NOT_KEPT
from tests.promises.crawling import Seen, crawl

pytestmark = pytest.mark.django_db
_PARTS = re.compile(r"_(day|month|year|\d+)$")  # a date is asked in three boxes


@dataclass
class _Forms(HTMLParser):
    """Names of all boxes in forms, and those with neither a label nor a name of their own."""

    boxes: list[dict[str, str]] = field(default_factory=list)
    labels: set[str] = field(default_factory=set)
    inside: int = 0  # a label around the box

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "label":
            self.inside += 1
            self.labels.add(told.get("for", ""))
        elif tag in ("input", "select", "textarea") and told.get("name"):
            self.boxes.append({**told, "labelled": str(bool(self.inside))})

    def handle_endtag(self, tag: str) -> None:
        self.inside -= tag == "label"


def _pages(client: Client, alice: User) -> list[Seen]:
    """What a visitor, a guest at a door and a member can open."""
    meeting = make_meeting(alice)
    opened(meeting)
    guest = Client()
    pass_age(guest, meeting)
    door = f"/m/{meeting.code}/"
    return crawl(Client(), "/", door) + crawl(guest, door) + crawl(client, "/meetings/", "/profile/", "/choices/")


def _forms(page: Seen) -> _Forms:
    forms = _Forms()
    forms.feed(page.html)
    return forms


def test_every_box_ends_in_a_declared_column_or_in_none(as_alice: Client, alice: User) -> None:
    found = {_PARTS.sub("", box["name"]): page.url for page in _pages(as_alice, alice) for box in _forms(page).boxes}
    namesakes = {column for table in data_map().values() for column in table.columns}  # kept under its own name
    unknown = sorted((name, url) for name, url in found.items() if name not in {*KEPT_IN, *NOT_KEPT, *namesakes})
    assert not unknown, f"say in tests/promises/boxes.py where these go: {unknown}"
    assert {"email", "password1", "born_on", "name", "title", "agree", "comfort"} <= set(found)  # the crawl saw forms


def test_the_columns_exist() -> None:
    for place in KEPT_IN.values():
        table, _, column = place.partition(".")
        assert column in data_map()[table].columns, place


def test_every_box_that_people_see_says_what_it_is(as_alice: Client, alice: User) -> None:
    nameless = []
    for page in _pages(as_alice, alice):
        forms = _forms(page)
        for box in forms.boxes:
            seen = box.get("type") not in ("hidden", "submit")
            named = (
                box["labelled"] == "True"
                or box.get("id", "") in forms.labels
                or "aria-label" in box
                or "aria-labelledby" in box
            )
            if seen and not named:
                nameless.append((page.url, box["name"]))
    assert nameless == []


def test_what_may_stay_empty_says_so(client: Client) -> None:
    html = client.get("/accounts/signup/").content.decode()
    boxes = [box for box in _forms(Seen("", {}, html)).boxes if box.get("type") != "hidden"]
    assert boxes and all(
        "required" in box for box in boxes
    )  # name, e-mail, password, date, agreement: nothing optional
    assert "optional" not in html
    contact = client.get("/contact/").content.decode()
    free = [
        box["name"]
        for box in _forms(Seen("", {}, contact)).boxes
        if box["labelled"] == "False" and "required" not in box
    ]
    assert contact.count('class="optional"') == len([name for name in free if name not in ("shown_at", "homepage")])
