"""The age question, as any page may ask it."""

from __future__ import annotations

from datetime import date

import pytest
from django import forms
from django.test import RequestFactory

from leavethemeeting.accounts.age_question import REFUSED_COOKIE, AgeQuestionMixin, refuse, was_refused

TODAY = date(2026, 11, 22)


class GuestForm(AgeQuestionMixin):
    name = forms.CharField()


def answered(day: object, month: object, year: object) -> GuestForm:
    given = {"name": "Bob", "born_on_day": day, "born_on_month": month, "born_on_year": year}
    return GuestForm({key: str(value) for key, value in given.items()}, today=TODAY)


def test_an_adult_passes_and_the_form_keeps_no_date() -> None:
    form = answered(22, 11, 2008)
    assert form.is_valid()
    assert form.cleaned_data == {"name": "Bob", "born_on": None}


def test_a_child_makes_the_form_invalid_even_where_a_page_forgets_to_look() -> None:
    form = answered(23, 11, 2008)
    assert not form.is_valid()
    assert form.age_refused


@pytest.mark.parametrize(
    "date_parts",
    [(31, 2, 1990), ("", "", ""), (1, 13, 1990), ("x", 1, 1990), (1, 1, 1066), (1, 1, 2027), (1, "", 1990)],
)
def test_what_is_no_date_is_asked_again_and_refuses_nobody(date_parts: tuple[object, object, object]) -> None:
    form = answered(*date_parts)
    assert not form.is_valid()
    assert not form.age_refused
    assert list(form.errors) == ["born_on"]


def test_the_question_does_not_say_which_answer_is_wanted() -> None:
    html = GuestForm(today=TODAY).as_p() + str(answered(23, 11, 2008).errors)
    assert "18" not in html.replace('value="18"', "")
    assert "adult" not in html.lower()


def test_a_refusal_stays_in_the_browser_for_a_day_and_cannot_be_made_up(rf: RequestFactory) -> None:
    response = refuse(rf.post("/"))
    cookie = response.cookies[REFUSED_COOKIE]
    assert (response.status_code, cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (
        403,
        True,
        "Lax",
        86400,
    )
    again = rf.get("/")
    again.COOKIES[REFUSED_COOKIE] = cookie.value
    assert was_refused(again)
    again.COOKIES[REFUSED_COOKIE] = "refused"
    assert not was_refused(again)


def test_every_box_has_its_label() -> None:
    html = str(GuestForm(today=TODAY)["born_on"])
    for index, word in enumerate(("Day", "Month", "Year")):
        assert f'for="id_born_on_{index}"><span>{word}</span>' in html
        assert f'id="id_born_on_{index}"' in html
