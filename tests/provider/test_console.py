"""The provider's console: a reason first, and the person reads it; letters by the mail slice; a child goes in one action."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from leavethemeeting.accesslog.models import Look
from leavethemeeting.accounts.models import User
from leavethemeeting.consent.actions import give
from leavethemeeting.consent.kinds import Channel, Kind, sentence
from leavethemeeting.logdata.models import Entry
from leavethemeeting.mail.mailings import write_due
from leavethemeeting.mail.models import Letter, Mailing
from leavethemeeting.meetings.models import Attendee
from leavethemeeting.privacy.jobs import carry_out_orders
from leavethemeeting.provider import people_views
from leavethemeeting.website.models import Case, CaseMessage, GuardianRequest
from tests.cast import make_member, signed_in
from tests.logdata.browsers import sign_in
from tests.meetings.stories import make_meeting
from tests.privacy.canaries import EMAIL, NAME, WORDS, as_guest, bytes_of_database, tables_with
from tests.privacy.many import much_of
from tests.website.visitors import Visitor, letters_to, path_in

pytestmark = pytest.mark.django_db
WHY = "Bob asked us by mail to correct his name"
PAGES = ("home", "people", "cases", "news", "log_data", "plugins")


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))


def open_person(browser: Client, user: User, reason: str = WHY) -> Any:
    return browser.post(reverse("provider:person", args=["member", user.pk]), {"reason": reason})


@pytest.mark.parametrize("page", PAGES)
def test_for_everybody_else_the_console_is_not_there(page: str, as_bob: Client, client: Client) -> None:
    for browser in (as_bob, client):
        assert browser.get(reverse(f"provider:{page}")).status_code == 404


def test_nothing_of_a_person_is_shown_without_a_reason(as_provider: Client, bob: User) -> None:
    for answer in (
        as_provider.get(reverse("provider:person", args=["member", bob.pk])), open_person(as_provider, bob, ""),
        as_provider.post(reverse("provider:people"), {"words": "Baker", "reason": " "}),
    ):  # fmt: skip
        assert bob.email not in answer.content.decode() and bob.name not in answer.content.decode()
    assert not Look.objects.exists()


def test_a_search_finds_members_and_guests_and_each_of_them_reads_that_it_did(
    as_provider: Client, bob: User, as_bob: Client
) -> None:
    page = as_provider.post(reverse("provider:people"), {"words": "bAkEr", "reason": WHY})
    assert "Bob Baker" in text_of(page) and "1 person found" in text_of(page)
    assert WHY in text_of(as_bob.get("/profile/looks/"))


def test_the_file_shows_what_is_mapped_for_the_provider_and_no_secret(as_provider: Client, bob: User) -> None:
    sign_in(bob.email, ip="198.51.100.9")
    page = text_of(open_person(as_provider, bob))
    for told in ("Bob Baker", bob.email, "198.51.100.9", "Firefox 128", "accounts_user", "logdata_entry", WHY):
        assert told in page, told
    for secret in ("argon2", bob.password, str(bob.pk)):
        assert secret not in page
    assert Look.objects.filter(subject_id=bob.pk, what="file").count() == 1


def test_a_look_that_cannot_be_written_shows_nothing(
    as_provider: Client, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db import DatabaseError

    def full(*_rows: object, **_more: object) -> None:
        raise DatabaseError("the disk is full")

    monkeypatch.setattr(Look.objects, "bulk_create", full)
    as_provider.raise_request_exception = False
    answer = open_person(as_provider, bob)
    assert answer.status_code == 500
    assert bob.email not in answer.content.decode()


def test_the_provider_writes_first_and_the_person_answers(as_provider: Client, bob: User) -> None:
    url = reverse("provider:write", args=["member", bob.pk])
    assert as_provider.post(url, {"text": "Your meeting is listed twice.", "reason": WHY}).status_code == 302
    letter = letters_to(bob.email)[-1]
    assert "Your meeting is listed twice." in letter.text
    visitor = Visitor()
    assert visitor.send(path_in(letter), {"text": "Thank you, delete one."}).status_code == 302
    assert "Thank you, delete one." in text_of(
        as_provider.get(reverse("provider:case", args=[Case.objects.get().reference]))
    )
    assert Look.objects.get(subject_id=bob.pk).what == "address"


def test_guests_are_not_written_to_first(as_provider: Client, alice: User) -> None:
    _browser, row = as_guest_of(alice)
    before = Letter.objects.count()
    url = reverse("provider:write", args=["attendee", row.pk])
    assert as_provider.post(url, {"text": "Hello", "reason": WHY}).status_code == 404
    assert Letter.objects.count() == before


def as_guest_of(host: User) -> tuple[Client, Attendee]:
    from tests.meetings.stories import make_meeting, opened
    from tests.privacy.canaries import guest

    meeting = make_meeting(host)
    opened(meeting)
    return guest(meeting)


def test_a_contact_case_is_answered_by_letter_noted_and_closed(as_provider: Client) -> None:
    Visitor().send("/contact/", {"name": "Vera", "email": "vera@example.org", "text": "Who are you?"})
    case = Case.objects.get()
    assert case.reference in text_of(as_provider.get(reverse("provider:home")))
    url = reverse("provider:case", args=[case.reference])
    as_provider.post(url, {"text": "ask Alice first", "note": "1"})
    as_provider.post(url, {"text": "We are LeaveTheMeeting."})
    assert "We are LeaveTheMeeting." in letters_to("vera@example.org")[-1].text
    assert not [one for one in letters_to("vera@example.org") if "ask Alice first" in one.text]
    as_provider.post(reverse("provider:case_move", args=[case.reference]), {"close": "1"})
    case.refresh_from_db()
    assert case.state == Case.State.CLOSED
    assert CaseMessage.objects.filter(case=case).count() == 3


def test_guardians_wait_at_the_top(as_provider: Client, alice: User, provider: User) -> None:
    as_guest(alice, provider)
    Case.objects.update(state=Case.State.OPEN)
    page = text_of(as_provider.get(reverse("provider:cases")))
    by_kind = {case.kind: page.index(case.reference) for case in Case.objects.all()}
    assert by_kind["guardian"] < by_kind["contact"]


def news(browser: Client, **step: str) -> Any:
    told = {
        "subject": "Polls are here",
        "text": "First.\n\nSecond.",
        "reference": "0190f3a0-7c5b-7f00-8000-0123456789ab",
    }
    return browser.post(reverse("provider:news"), {**told, **step})


def test_news_goes_once_to_those_who_asked_after_a_look_at_it(as_provider: Client, bob: User, charlie: User) -> None:
    give(kind=Kind.NEWS, user_id=bob.pk, text=sentence(Kind.NEWS), channel=Channel.CHOICES, now=timezone.now())
    assert "Send to 1 reader" in text_of(news(as_provider))
    assert not Mailing.objects.filter(kind="news").exists()
    for _twice in range(2):
        assert news(as_provider, send="1").status_code == 302
    write_due(now=timezone.now())
    assert [one.recipient for one in Letter.objects.filter(kind="news")] == [bob.email]
    assert not letters_to(charlie.email)
    page = text_of(as_provider.get(reverse("provider:news")))
    assert "Polls are here" in page and "Delivered" in page


def test_log_data_is_read_with_a_reason_and_everybody_in_it_reads_that(as_provider: Client, bob: User) -> None:
    sign_in(bob.email, ip="198.51.100.9")
    url = reverse("provider:log_data")
    assert "198.51.100.9" not in as_provider.get(url).content.decode()
    assert "198.51.100.9" not in as_provider.post(url, {"reason": ""}).content.decode()
    page = as_provider.post(url, {"what": "sign_in", "result": "done", "reason": "a wave of sign-ins"})
    assert "198.51.100.9" in page.content.decode() and "Bob Baker" in page.content.decode()
    assert Look.objects.get(subject_id=bob.pk).reason == "a wave of sign-ins"
    assert Entry.objects.filter(user=bob).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_guardian_asks_and_the_child_goes_in_one_action(alice: User, provider: User) -> None:
    _browser, row = as_guest(alice, provider)
    console = signed_in(provider)
    case = Case.objects.get(kind=Case.Kind.GUARDIAN)
    console.post(reverse("provider:case_move", args=[case.reference]), {"confirm": "1"})
    url = reverse("provider:case", args=[case.reference])
    assert NAME in text_of(console.get(url))
    found = console.post(
        f"{reverse('provider:people')}?case={case.reference}", {"words": NAME, "reason": f"Case {case.reference}"}
    )
    assert "What would go" in text_of(found)
    erase = f"{reverse('provider:erase', args=['attendee', row.pk])}?case={case.reference}"
    preview = console.post(erase, {"reason": f"Case {case.reference}"})
    assert "What the record says of them" in text_of(preview) and "Erase for good" in text_of(preview)
    assert NAME in text_of(console.get(url))  # nothing went yet
    unticked = console.post(erase, {"reason": f"Case {case.reference}", "step": "sure"})
    assert "Erase for good" in text_of(unticked) and Attendee.objects.filter(pk=row.pk).exists()
    done = console.post(erase, {"reason": f"Case {case.reference}", "step": "sure", "sure": "on"}, follow=True)
    assert done.status_code == 200 and "rows went" in text_of(done) and "zyxcanary" not in done.content.decode().lower()
    case.refresh_from_db()
    assert case.state == Case.State.CLOSED and not GuardianRequest.objects.exists()
    receipt = letters_to("gina@example.org")[-1]
    assert case.reference in receipt.text and "zyxcanary" not in (receipt.text + receipt.html).lower()
    assert tables_with(*WORDS) == set()
    assert b"zyxcanary" not in bytes_of_database().lower()


@pytest.mark.django_db(transaction=True)
def test_from_the_case_it_is_one_look_and_one_press(alice: User, provider: User) -> None:
    as_guest(alice, provider)
    console, case = signed_in(provider), Case.objects.get(kind=Case.Kind.GUARDIAN)
    url = reverse("provider:case_child", args=[case.reference])
    assert console.post(url).status_code == 404, "nobody knows yet who asks"
    console.post(reverse("provider:case_move", args=[case.reference]), {"confirm": "1"})
    assert "since it was opened" in text_of(console.get(reverse("provider:case", args=[case.reference])))
    preview = console.post(url, {"reason": "Guardian's case"})
    assert "Erase for good" in text_of(preview) and Attendee.objects.exists()
    assert "Erase for good" in text_of(console.post(url, {"step": "sure", "reason": "x"})), "the box is not ticked"
    done = console.post(url, {"step": "sure", "reason": f"Case {case.reference}", "sure": "on"}, follow=True)
    assert "names no child" in text_of(done)
    assert tables_with(*WORDS) == set()
    assert Case.objects.get(pk=case.pk).state == Case.State.CLOSED


@pytest.mark.django_db(transaction=True)
def test_much_goes_by_the_clock_and_the_page_says_how_far_it_is(
    alice: User, provider: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    child = make_member(NAME, EMAIL)
    much_of(child, make_meeting(alice), events=500)
    monkeypatch.setattr(people_views, "AT_ONCE", 100)
    console = signed_in(provider)
    url = reverse("provider:erase", args=["member", child.pk])
    page = console.post(url, {"reason": "x", "step": "sure", "sure": "on"}, follow=True)
    assert "rows are gone" in text_of(page) and 'http-equiv="refresh"' in page.content.decode()
    assert carry_out_orders(now=timezone.now()) == 1
    after = console.get(page.redirect_chain[-1][0])
    assert "rows went" in text_of(after) and 'http-equiv="refresh"' not in after.content.decode()
    assert tables_with(*WORDS) == set()


def test_the_providers_staff_are_not_erased_here(as_provider: Client, provider: User) -> None:
    url = reverse("provider:erase", args=["member", provider.pk])
    assert as_provider.post(url, {"reason": "x", "step": "sure", "sure": "on"}).status_code == 404
    assert User.objects.filter(pk=provider.pk).exists()
