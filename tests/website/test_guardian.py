"""A parent or guardian tells about a child: first a code, then the case; at the end nothing about the child stays."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from leavethemeeting.accounts.models import User
from leavethemeeting.shared.environment import Smtp, environment
from leavethemeeting.website import cases
from leavethemeeting.website.guardian import MOST_TRIES
from leavethemeeting.website.jobs import delete_old_cases
from leavethemeeting.website.models import Case, CaseMessage, GuardianRequest
from tests.website.visitors import Visitor, letters_to, path_in, text_of

pytestmark = pytest.mark.django_db

GINA = "gina@example.org"
TOLD = {
    "relation": "parent",
    "email": GINA,
    "child_name": "Kim Kestrel",
    "child_email": "Kim@school.example",
    "text": "Kim Kestrel, 12, was in a meeting here.",
}


def told(**more: str) -> str:
    """Where the form leads: the page for the code."""
    answer = Visitor().send("/guardian/", {**TOLD, **more})
    assert answer.status_code == 302, text_of(answer)
    return str(answer["Location"])


def sent_code() -> str:
    found = re.search(r"(?m)^\s*(\d{6})\s*$", letters_to(GINA)[0].text)
    assert found
    return found[1]


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06}"


def typed(page: str, code: str) -> Any:
    return Visitor().send(page, {"code": code})


def test_the_code_opens_the_case_and_a_receipt_follows() -> None:
    page = told()
    assert Case.objects.get().state == Case.State.UNCONFIRMED and not cases.cases()
    done = typed(page, sent_code())
    case = Case.objects.get()
    assert done["Location"] == f"/received/{case.reference}/" and case.reference in text_of(
        Visitor().get(done["Location"])
    )
    assert list(cases.cases(Case.State.OPEN)) == [case]
    assert case.guardian.confirmed_at is not None and case.guardian.child_email == "kim@school.example"
    assert [letter.kind for letter in letters_to(GINA)] == ["guardian_code", "case_receipt"]


def test_a_code_may_be_typed_as_people_read_it() -> None:
    page = told()
    code = sent_code()
    assert typed(page, f" {code[:3]} {code[3:]} ").status_code == 302


def test_no_letter_says_anything_about_the_child() -> None:
    typed(told(), sent_code())
    assert not [
        letter for letter in letters_to(GINA) if "Kestrel" in letter.text + letter.html or "school" in letter.text
    ]


def test_without_the_code_nobody_is_answered(provider: User) -> None:
    told()
    with pytest.raises(cases.NotConfirmed):
        cases.answer(case=Case.objects.get(), text="Hello", by=provider.id, now=timezone.now())


def test_the_provider_may_judge_that_a_case_is_genuine_without_its_code() -> None:
    told()
    cases.confirm(case=Case.objects.get(), now=timezone.now())
    assert Case.objects.get().state == Case.State.OPEN


def test_a_wrong_code_is_said_so_and_opens_nothing() -> None:
    page = told()
    assert "not the code" in text_of(typed(page, wrong(sent_code())))
    assert Case.objects.get().state == Case.State.UNCONFIRMED


def test_guessing_is_ended_after_a_few_tries_even_for_the_right_code() -> None:
    page, code = told(), sent_code()
    for _ in range(MOST_TRIES):
        assert typed(page, wrong(code)).status_code == 200
    assert typed(page, code).status_code == 410
    assert Case.objects.get().state == Case.State.UNCONFIRMED


def test_the_code_holds_for_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    page, code = told(), sent_code()
    GuardianRequest.objects.update(code_until=timezone.now())
    answer = typed(page, code)
    assert answer.status_code == 410 and "once more" in text_of(answer)


def test_a_code_is_for_its_own_case_only() -> None:
    told()
    code = sent_code()
    other = told(text="Another")
    assert typed(other, code).status_code == 200  # one time in a million both codes are the same
    assert not cases.cases(Case.State.OPEN)


@pytest.mark.parametrize("handle", ["0" * 32 + ".forged-signature", "a-handle-that-is-none-of-ours"])
def test_an_address_that_we_did_not_sign_is_absent(handle: str) -> None:
    told()
    assert Visitor().get(f"/guardian/code/{handle}/").status_code == 404


def test_something_must_be_known_to_look_for_the_child() -> None:
    answer = Visitor().send("/guardian/", {**TOLD, "child_name": "", "child_email": ""})
    assert "so that we can find them" in text_of(answer) and not Case.objects.exists()
    told(child_name="", child_email="", meeting="Chess club, Tuesday")


def test_when_the_case_is_closed_nothing_about_the_child_stays_and_the_guardian_is_told() -> None:
    typed(told(), sent_code())
    cases.close(case=Case.objects.get(), now=timezone.now())
    assert not GuardianRequest.objects.exists() and not CaseMessage.objects.exists()
    letter = letters_to(GINA)[-1]
    assert letter.kind == "guardian_done" and "Kestrel" not in letter.text
    receipt = next(letter for letter in letters_to(GINA) if letter.kind == "case_receipt")
    assert "Nothing is written here any more" in text_of(Visitor().get(path_in(receipt)))


def test_what_was_never_confirmed_goes_after_a_week() -> None:
    told()
    opened_at = Case.objects.get().opened_at
    assert delete_old_cases(now=opened_at + timedelta(days=7, seconds=-1)) == 0
    assert delete_old_cases(now=opened_at + timedelta(days=7)) == 1
    assert not GuardianRequest.objects.exists()


def test_the_erasure_of_an_address_reaches_what_a_guardian_told_about_it() -> None:
    typed(told(), sent_code())
    cases.forget_address("kim@SCHOOL.example")
    kept = Case.objects.get()
    assert kept.guardian.child_name == kept.guardian.child_email == ""
    assert "Kim" not in "".join(message.text for message in kept.messages.all())
    cases.forget_address(GINA)
    assert not Case.objects.exists()


def test_where_no_mail_server_is_set_the_page_says_that_the_code_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    page = told()
    assert "No mail server is set" in text_of(Visitor().get(page))
    posted = replace(environment(), smtp=Smtp("mail.example.org", 25, "", "", "none"))
    monkeypatch.setattr("leavethemeeting.website.whereabouts.environment", lambda: posted)
    assert "No mail server is set" not in text_of(Visitor().get(page))
