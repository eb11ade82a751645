"""The notice before a link that somebody typed; and links of our own to other sites."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.template import Context, Template
from django.test import Client

from leavethemeeting.accounts.models import User
from leavethemeeting.meetings.actions.opening import open_occurrence
from leavethemeeting.meetings.models import Meeting
from leavethemeeting.shared.moments import now_ms
from leavethemeeting.shared.offsite import NotOurs, host_of, sealed

TYPED = "https://call.example.org/room?who=me&x=1"


def notice(to: str) -> Any:
    return Client().get("/leaving/", {"to": to})


def link_to(url: str) -> str:
    return Template("{% load offsite %}{% leaving url %}").render(Context({"url": url, "autoescape": False}))


@pytest.mark.django_db
def test_the_notice_names_the_host_and_lets_one_go_on() -> None:
    page = Client().get(link_to(TYPED).replace("&amp;", "&")).content.decode()
    assert "You are leaving for call.example.org" in page
    assert 'href="https://call.example.org/room?who=me&amp;x=1" rel="noopener noreferrer external"' in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    "to", ["", TYPED, f"{TYPED}:forged", sealed(TYPED).replace("call.", "evil."), "javascript:alert(1)"]
)
def test_it_leads_nowhere_that_no_page_of_ours_sealed(to: str) -> None:
    answer = notice(to)
    assert answer.status_code == 404 and "evil." not in answer.content.decode()


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "ftp://a.example", "//a.example", "https://", "http://[1"]
)
def test_only_web_addresses_are_sealed(url: str) -> None:
    with pytest.raises(NotOurs):
        sealed(url)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://a.example@b.example/", "b.example"),
        ("https://b.example:8443/x", "b.example:8443"),
        ("https://BÜCHER.example/", "xn--bcher-kva.example"),
    ],
)
def test_the_host_shown_is_where_the_browser_goes(url: str, host: str) -> None:
    assert host_of(url) == host


def test_our_own_link_to_another_site_is_marked_and_direct() -> None:
    made = Template("{% load offsite %}{% offsite 'https://www.rfc-editor.org/rfc/rfc9116' 'RFC 9116' %}").render(
        Context()
    )
    assert 'href="https://www.rfc-editor.org/rfc/rfc9116"' in made and "(leads to www.rfc-editor.org)" in made
    assert re.search(r'class="offsite"[^>]* rel="noopener noreferrer external"', made)


@pytest.mark.django_db
def test_a_hosts_outside_link_stands_behind_a_notice(alice: User) -> None:
    meeting = Meeting.objects.create(owner=alice, title="Elsewhere", place=Meeting.Place.LINK, outside_url=TYPED)
    open_occurrence(meeting=meeting, actor=alice, now=now_ms())
    door = Client().get(f"/m/{meeting.code}/").content.decode()
    assert TYPED.split("?", maxsplit=1)[0] not in "".join(re.findall(r'href="([^"]+)"', door))
    page = Client().get(f"/m/{meeting.code}/outside/").content.decode()
    assert "call.example.org" in page and 'rel="noopener noreferrer external"' in page
