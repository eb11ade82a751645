"""C33: who refuses all cookies reads every public page, writes to us, and is answered; no public page sets one."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from leavethemeeting.website.models import Case
from tests.promises.crawling import crawl
from tests.website.left_behind import left_behind
from tests.website.visitors import Visitor

pytestmark = pytest.mark.django_db
FORMS_OF_MEMBERS = ("/accounts/",)  # signing up and in is what cookies are for


class _Forgetful(Client):
    """A browser that throws every cookie away, and notes who set one."""

    def __init__(self) -> None:
        super().__init__()
        self.setters: list[str] = []

    def request(self, **request: object) -> object:  # type: ignore[override]  # -- the answer is handed on as it is
        answer = super().request(**request)
        self.cookies.clear()
        if answer.cookies:
            self.setters.append(str(request["PATH_INFO"]))
        return answer


def test_no_page_that_a_visitor_reaches_sets_a_cookie() -> None:
    left = left_behind(now=timezone.now())
    browser = _Forgetful()
    from_letters = (f"/case/{left['website:case token']}/", f"/guardian/code/{left['website:guardian_code handle']}/")
    pages = crawl(browser, "/", "/plugin/link/", "/plugin/link/sent/", *from_letters)
    assert {"/", "/contact/", "/guardian/", "/plugin/", "/plugin/link/"} <= {page.url for page in pages}
    assert [path for path in browser.setters if not path.startswith(FORMS_OF_MEMBERS)] == []


def test_the_contact_form_works_without_cookies() -> None:
    """``Visitor`` keeps no cookie from one request to the next and fails on one that is set."""
    answer = Visitor().send("/contact/", {"name": "", "email": "dora@example.org", "text": "Do I need cookies?"})
    assert answer.status_code == 302 and Case.objects.get().email == "dora@example.org"


def test_a_form_is_refused_when_another_site_sends_it_although_no_cookie_protects_it() -> None:
    hidden = Visitor().get("/contact/").content.decode()
    stamp = hidden.partition('name="shown_at" value="')[2].partition('"')[0]
    told = {"email": "dora@example.org", "text": "Spam", "shown_at": stamp, "homepage": ""}
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {}):
        assert Client().post("/contact/", told, headers=headers).status_code == 403
    assert not Case.objects.exists()
