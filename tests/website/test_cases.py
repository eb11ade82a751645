"""What a person and the provider write to each other."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client, override_settings

from leavethemeeting.accounts.actions import delete_member
from leavethemeeting.accounts.models import User
from leavethemeeting.mail.actions import BadLetter
from leavethemeeting.mail.composing import Because, Content, send
from leavethemeeting.mail.guard import Unasked
from leavethemeeting.shared.environment import environment
from leavethemeeting.website import cases
from leavethemeeting.website.jobs import close_silent_cases, delete_old_cases
from leavethemeeting.website.models import Case, CaseKey
from tests.website.visitors import Visitor, letters_to, path_in, text_of

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
DORA = "dora@example.org"


def opened(*, email: str = DORA, now: datetime = NOW) -> Case:
    return cases.open_case(kind=Case.Kind.CONTACT, email=email, name="Dora", text="Who reads this?", now=now)


def test_an_answer_is_a_letter_and_its_link_shows_all_of_it(provider: User) -> None:
    case = opened()
    cases.answer(case=case, text="We do.\n\nTwo people, in turn.", by=provider.id, now=NOW)
    letter = letters_to(DORA)[-1]
    assert "We do." in letter.text and "Two people, in turn." in letter.html and case.reference in letter.subject
    page = text_of(Visitor().get(path_in(letter)))
    assert "Who reads this?" in page and "Two people, in turn." in page
    assert Case.objects.get().state == Case.State.ANSWERED


def test_a_person_writes_back_behind_the_link_and_the_case_waits_for_the_provider_again(provider: User) -> None:
    case = opened()
    cases.answer(case=case, text="We do.", by=provider.id, now=NOW)
    link = path_in(letters_to(DORA)[-1])
    assert Visitor().send(link, {"text": "And on Sundays?"})["Location"] == link
    assert [said.text for said in cases.conversation(case)] == ["Who reads this?", "We do.", "And on Sundays?"]
    assert list(cases.cases(Case.State.OPEN)) == [case]


def test_links_of_older_letters_stay_good(provider: User) -> None:
    case = opened()
    for text in ("One.", "Two."):
        cases.answer(case=case, text=text, by=provider.id, now=NOW)
    links = {path_in(letter) for letter in letters_to(DORA)}
    assert len(links) == 3
    assert all("Two." in text_of(Visitor().get(link)) for link in links)


def test_a_link_is_kept_as_a_hash_only() -> None:
    opened()
    token = path_in(letters_to(DORA)[0]).split("/")[2]
    assert token not in str(list(CaseKey.objects.values()))


@pytest.mark.parametrize("token", ["x" * 43, "../../../admin-of-everything"])
def test_a_link_that_we_did_not_write_opens_nothing(token: str) -> None:
    opened()
    assert Visitor().get(f"/case/{token}/").status_code == 404


def test_a_note_is_for_the_provider_only(provider: User) -> None:
    case = opened()
    cases.note(case=case, text="Sounds angry.", by=provider.id, now=NOW)
    assert "Sounds angry." not in text_of(Visitor().get(path_in(letters_to(DORA)[0])))
    assert [said.text for said in cases.conversation(case, with_notes=True)] == ["Who reads this?", "Sounds angry."]
    assert len(letters_to(DORA)) == 1


def test_what_somebody_wrote_is_shown_as_text() -> None:
    cases.open_case(kind=Case.Kind.CONTACT, email=DORA, text="<script>alert(1)</script> https://evil.example", now=NOW)
    page = Visitor().get(path_in(letters_to(DORA)[0])).content.decode()
    assert "&lt;script&gt;alert(1)" in page and 'href="https://evil.example' not in page


def test_the_receipt_repeats_nothing_that_was_typed() -> None:
    """Else anybody could write to a stranger in our name."""
    cases.open_case(kind=Case.Kind.CONTACT, email=DORA, name="Win a car", text="Click evil.example", now=NOW)
    letter = letters_to(DORA)[0]
    assert "Win a car" not in letter.subject + letter.text and "evil.example" not in letter.text + letter.html


def test_letters_because_of_a_case_end_with_it(provider: User) -> None:
    case = opened()
    cases.close(case=case, now=NOW)
    with pytest.raises(Unasked):
        send(Content("More", ("More.",)), kind="case_answer", recipient=DORA, now=NOW, because=Because.CASE)
    cases.answer(case=case, text="One more thing.", by=provider.id, now=NOW)  # opens it again, and says so
    assert Case.objects.get().state == Case.State.ANSWERED and Case.objects.get().closed_at is None


def test_nobody_gets_a_letter_because_of_a_case_of_somebody_else() -> None:
    opened()
    with pytest.raises(Unasked):
        send(
            Content("Hello", ("Hi.",)), kind="case_answer", recipient="emil@example.org", now=NOW, because=Because.CASE
        )


@pytest.fixture
def operator(monkeypatch: pytest.MonkeyPatch) -> str:
    told = replace(environment(), operator_email="Office@example.org")
    for module in ("website.cases", "mail.guard"):
        monkeypatch.setattr(f"leavethemeeting.{module}.environment", lambda: told)
    return told.operator_email


def test_the_operator_hears_once_that_somebody_waits_and_nothing_of_them(operator: str, provider: User) -> None:
    case = opened()
    cases.write_back(case=case, text="Hello?", now=NOW)
    (told,) = letters_to(operator)
    assert f"/provider/cases/{case.reference}/" in told.text and case.reference in told.subject
    for secret in ("Dora", DORA, "Who reads this?"):
        assert secret.casefold() not in f"{told.subject}{told.text}{told.html}".casefold()
    cases.answer(case=case, text="We do.", by=provider.id, now=NOW)
    cases.write_back(case=case, text="And on Sundays?", now=NOW)
    assert len(letters_to(operator)) == 2
    cases.write_first(email="bob@example.org", name="Bob", text="Hello.", by=provider.id, now=NOW)
    assert len(letters_to(operator)) == 2


def test_a_guardians_message_is_told_when_the_code_came_back(operator: str) -> None:
    case = cases.open_case(kind=Case.Kind.GUARDIAN, email=DORA, text="My child …", now=NOW, confirmed=False)
    assert letters_to(operator) == []
    cases.confirm(case=case, now=NOW)
    cases.confirm(case=case, now=NOW)
    (told,) = letters_to(operator)
    assert "immediately" in told.text and "My child" not in told.text


def test_nobody_but_the_operator_is_written_to_as_one(operator: str) -> None:
    for stranger in (DORA, ""):
        with pytest.raises((Unasked, BadLetter)):
            send(Content("A", ("B.",)), kind="case_waits", recipient=stranger, now=NOW, because=Because.OPERATOR)


def test_the_provider_may_write_first_and_be_answered(provider: User) -> None:
    case = cases.write_first(email="Bob@example.org", name="Bob", text="Your upload failed.", by=provider.id, now=NOW)
    Visitor().send(path_in(letters_to("bob@example.org")[0]), {"text": "Thank you."})
    assert [said.author for said in cases.conversation(case)] == ["provider", "visitor"]


def test_a_question_in_which_nobody_writes_any_more_is_closed_after_thirty_days(provider: User) -> None:
    quiet, waiting = opened(), opened(email="emil@example.org")
    cases.answer(case=quiet, text="We do.", by=provider.id, now=NOW)
    assert close_silent_cases(now=NOW + timedelta(days=30, seconds=-1)) == 0
    assert close_silent_cases(now=NOW + timedelta(days=30)) == 1
    assert (Case.objects.get(pk=quiet.pk).state, Case.objects.get(pk=waiting.pk).state) == ("closed", "open")


def test_a_case_about_a_child_is_closed_by_nobody_but_the_provider(provider: User) -> None:
    case = cases.open_case(kind=Case.Kind.GUARDIAN, email=DORA, text="My child …", now=NOW)
    cases.answer(case=case, text="Which meeting?", by=provider.id, now=NOW)
    assert close_silent_cases(now=NOW + timedelta(days=400)) == 0


def test_a_closed_case_goes_after_a_year_with_all_that_was_written() -> None:
    case = opened()
    cases.close(case=case, now=NOW)
    assert delete_old_cases(now=NOW + timedelta(days=365, seconds=-1)) == 0
    assert delete_old_cases(now=NOW + timedelta(days=365)) == 1
    assert not CaseKey.objects.exists()


def test_an_open_case_waits_as_long_as_it_takes() -> None:
    opened()
    assert delete_old_cases(now=NOW + timedelta(days=4000)) == 0


def test_a_network_and_an_address_may_write_only_so_often() -> None:
    told = {"text": "Hello", "name": ""}
    with override_settings(ACCOUNT_RATE_LIMITS={"contact": "9/h/ip", "contact_address": "2/h/key"}):
        codes = [
            Visitor().send("/contact/", {**told, "email": mail}).status_code for mail in (DORA, DORA.upper(), DORA)
        ]
        assert codes == [302, 302, 429]
        assert Visitor().send("/contact/", {**told, "email": "emil@example.org"}).status_code == 302
    with override_settings(ACCOUNT_RATE_LIMITS={"contact": "1/h/ip"}):
        assert Visitor("198.51.100.9").send("/contact/", {**told, "email": "a@example.org"}).status_code == 302
        assert Visitor("198.51.100.9").send("/contact/", {**told, "email": "b@example.org"}).status_code == 429


def test_a_member_who_goes_takes_their_cases_along(bob: User) -> None:
    opened(email=bob.email)
    opened()
    delete_member(user=bob)
    assert [case.email for case in Case.objects.all()] == [DORA]


def test_who_signs_up_with_a_strangers_address_cannot_delete_what_the_stranger_wrote() -> None:
    opened()
    pretender = User.objects.create_user(DORA, None, name="Not Dora")
    delete_member(user=pretender)
    assert Case.objects.exists()


def test_a_signed_in_member_need_not_type_their_address(as_bob: Client) -> None:
    page = as_bob.get("/contact/").content.decode()
    assert 'value="bob@example.org"' in page and 'value="Bob Baker"' in page
