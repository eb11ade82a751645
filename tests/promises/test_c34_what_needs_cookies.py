"""C34: what does not work without cookies is named; there one gets a clear message, and everywhere else it works."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from leavethemeeting.accounts.models import User
from leavethemeeting.consent.portions import PORTIONS, Portion, Without, portions
from tests.consent.stories import page, words
from tests.meetings.stories import make_meeting, opened
from tests.promises.crawling import crawl
from tests.website.left_behind import left_behind

pytestmark = pytest.mark.django_db
HERE = {"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"}
NEEDY = [portion for portion in PORTIONS if portion.without is Without.ANY]


def _send_without_cookies(portion: Portion, code: str) -> str:
    """Send that portion's form from a browser that takes no cookie."""
    address = reverse(portion.addresses[0], args=[code] if portion.addresses[0].startswith("meetings:") else [])
    answer = Client(enforce_csrf_checks=True).post(address, {"name": "x"}, headers=HERE)
    assert answer.status_code == 403
    return answer.content.decode()


@pytest.mark.parametrize("portion", NEEDY, ids=lambda portion: portion.addresses[0])
def test_each_of_them_says_clearly_that_a_cookie_is_missing(alice: User, portion: Portion) -> None:
    meeting = make_meeting(alice)
    opened(meeting)
    told = _send_without_cookies(portion, meeting.code)
    assert "This needs a cookie" in told
    assert _listed(told) == [words(str(one.title)) for one in NEEDY]


def _listed(html: str) -> list[str]:
    part = html.partition('<ul class="off-without-cookies">')[2].partition("</ul>")[0]
    return [words(item) for item in re.findall(r"<li>(.*?)</li>", part)]


def test_the_cookie_page_and_the_policy_name_the_same_list(client: Client) -> None:
    assert _listed(page(client, "/cookies/")) == [words(str(one.title)) for one in NEEDY]
    policy = words(page(client, "/privacy/").partition('id="cookies"')[2].partition('id="service-providers"')[0])
    for without in Without:
        for portion in portions(without):
            assert str(portion.title) in policy


class _Forgetful(Client):
    """Throws every cookie away, and remembers which page wanted to set one."""

    def request(self, **request: object) -> object:  # type: ignore[override]  # -- the answer is handed on as it is
        answer = super().request(**request)
        self.cookies.clear()
        if answer.cookies:
            self.wanted = {*getattr(self, "wanted", set()), str(request["PATH_INFO"])}
        return answer


def test_no_other_public_page_wants_a_cookie(alice: User) -> None:
    """The list is complete: the pages that set one are the pages of the portions named."""
    meeting = make_meeting(alice)
    opened(meeting)
    left_behind(now=timezone.now())
    browser = _Forgetful()
    seen = crawl(browser, "/", f"/m/{meeting.code}/", "/privacy/", "/cookies/", "/contact/", "/guardian/")
    forms = [one.addresses for one in NEEDY if one.addresses[0].startswith("account_")]
    door = f"/m/{meeting.code}/"
    assert browser.wanted <= {reverse(name) for names in forms for name in names} | {door}
    assert browser.wanted >= {reverse(names[0]) for names in forms} | {door}
    assert len(seen) > len(browser.wanted)


def test_a_form_that_was_open_too_long_is_another_message() -> None:
    client = Client(enforce_csrf_checks=True)
    client.get("/accounts/login/")
    answer = client.post("/accounts/login/", {"login": "a", "password": "b"}, headers=HERE)
    assert "open too long" in answer.content.decode()
