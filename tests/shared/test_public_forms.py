"""Forms of pages without cookies: sent from here, once, and not from a page that stood open all day."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from typing import Any

import pytest
from django import forms
from django.core.signing import TimestampSigner
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from leavethemeeting.shared.environment import environment
from leavethemeeting.shared.public_forms import FORM_LIFE_S, PublicForm, new_stamp, public_form

pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]

HERE: dict[str, Any] = {"HTTP_SEC_FETCH_SITE": "same-origin"}
TOO_LATE = FORM_LIFE_S + 60


class NoteForm(PublicForm):
    purpose = "note"
    text = forms.CharField()


@public_form
def note(request: HttpRequest) -> HttpResponse:
    form = NoteForm(request.POST if request.method == "POST" else None)
    return HttpResponse("taken" if form.is_valid() else f"{form.errors}{form}")


urlpatterns = [path("note/", note)]


def sent(*, stamp: str | None = None, text: str = "hello", homepage: str = "", **headers: Any) -> Any:
    data = {"text": text, "homepage": homepage, "shown_at": new_stamp("note") if stamp is None else stamp}
    return Client(enforce_csrf_checks=True).post("/note/", data, **(headers or HERE))


def said(answer: Any) -> str:
    return str(answer.content.decode())


def test_a_form_shown_here_and_sent_from_here_is_taken() -> None:
    page = said(Client().get("/note/"))
    stamp = re.search(r'name="shown_at" value="([^"]+)"', page)
    assert stamp and said(sent(stamp=stamp[1])) == "taken"


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_SEC_FETCH_SITE": "none"},
        {"HTTP_ORIGIN": "http://testserver"},
        {"HTTP_REFERER": "http://testserver/note/"},
    ],
)
def test_what_the_browser_says_about_its_origin_is_believed(headers: dict[str, str]) -> None:
    assert said(sent(**headers)) == "taken"


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_SEC_FETCH_SITE": "cross-site"},
        {"HTTP_SEC_FETCH_SITE": "same-site"},
        {"HTTP_SEC_FETCH_SITE": "cross-site", "HTTP_ORIGIN": "http://testserver"},
        {"HTTP_ORIGIN": "https://elsewhere.example"},
        {"HTTP_ORIGIN": "null"},
        {"HTTP_REFERER": "https://elsewhere.example/?http://testserver/"},
        {"HTTP_REFERER": "http://testserver.elsewhere.example/"},
        {"HTTP_REFERER": "http://[broken"},
        {"HTTP_ACCEPT": "*/*"},
    ],
)
def test_a_form_that_another_site_sent_is_refused_in_plain_words(headers: dict[str, str]) -> None:
    answer = sent(**headers)
    assert answer.status_code == 403
    assert "not sent from our page" in said(answer) and 'href="/note/"' in said(answer)


def test_behind_a_proxy_the_public_address_is_ours_too(monkeypatch: pytest.MonkeyPatch) -> None:
    public = replace(environment(), public_url="https://meet.example.org")
    monkeypatch.setattr("leavethemeeting.shared.public_forms.environment", lambda: public)
    assert said(sent(HTTP_ORIGIN="https://meet.example.org")) == "taken"
    assert sent(HTTP_ORIGIN="http://meet.example.org").status_code == 403


def test_the_same_form_counts_once_and_says_so() -> None:
    stamp = new_stamp("note")
    assert said(sent(stamp=stamp)) == "taken"
    again = said(sent(stamp=stamp, text="typed again"))
    assert "sent already" in again and "typed again" in again


def test_a_form_with_a_mistake_is_not_used_up() -> None:
    stamp = new_stamp("note")
    assert "required" in said(sent(stamp=stamp, text=""))
    assert said(sent(stamp=stamp)) == "taken"


def test_after_four_hours_the_form_comes_back_with_what_was_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    stamp = new_stamp("note")
    real = time.time
    monkeypatch.setattr("django.core.signing.time.time", lambda: real() + TOO_LATE)
    late = said(sent(stamp=stamp, text="a long letter"))
    assert "open for too long" in late and "a long letter" in late
    fresh = re.search(r'name="shown_at" value="([^"]+)"', late)
    assert fresh and said(sent(stamp=fresh[1])) == "taken"


@pytest.mark.parametrize(
    "stamp",
    ["", "forged:1:2", new_stamp("another-form"), TimestampSigner(salt="x").sign("y")],
    ids=["none", "forged", "of another form", "of another signer"],  # a stamp has another text in each process
)
def test_a_stamp_that_we_did_not_make_for_this_form_is_none(stamp: str) -> None:
    assert "too long" in said(sent(stamp=stamp))


def test_a_program_that_fills_every_box_is_stopped_and_a_person_told() -> None:
    answer = said(sent(homepage="https://spam.example"))
    assert "only programs see" in answer and "spam.example" not in answer


def test_the_box_for_programs_is_not_read_out_nor_reached_by_keyboard_nor_filled_in_by_browsers() -> None:
    page = said(Client().get("/note/"))
    assert re.search(r'aria-hidden="true"><label>[^<]+<input type="text" name="homepage" value="" tabindex="-1" autocomplete="off"', page)  # fmt: skip


def test_no_answer_sets_a_cookie() -> None:
    answers = (Client().get("/note/"), sent(), sent(text=""), sent(stamp=""), sent(HTTP_ORIGIN="null"))
    assert not [answer.cookies for answer in answers if answer.cookies]
