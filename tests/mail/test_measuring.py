"""Opens and visits: with consent, of three kinds of letters, and never otherwise."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from leavethemeeting.accounts.actions import delete_member
from leavethemeeting.accounts.models import User
from leavethemeeting.consent.actions import withdraw
from leavethemeeting.consent.kinds import Kind
from leavethemeeting.mail import visits
from leavethemeeting.mail.composing import Because, send
from leavethemeeting.mail.content import Button, Content
from leavethemeeting.mail.counts import Times, numbers_of
from leavethemeeting.mail.guard import typed_now
from leavethemeeting.mail.jobs import KEPT_FOR, LINKS_KEPT_FOR, delete_old_letters, forget_what_is_over
from leavethemeeting.mail.judging import Judged, Why
from leavethemeeting.mail.lists import MEASURED
from leavethemeeting.mail.measuring import BadTarget
from leavethemeeting.mail.models import Letter, MailLink, MailVisit, WayOut
from leavethemeeting.mail.previews import kinds
from leavethemeeting.mail.queries import letters_to, opened_by
from leavethemeeting.shared.ids import token_sha256
from tests.mail.subscribers import NOW, TARGET, agree, delivered, html_of, news, path_in, text_of
from tests.mail.test_judging import FIREFOX

pytestmark = pytest.mark.django_db
AS_FIREFOX: dict[str, Any] = {"HTTP_USER_AGENT": FIREFOX}


@pytest.fixture
def measured(alice: User) -> User:
    """Alice wants news and lets us note what she opens."""
    agree(Kind.NEWS, alice)
    agree(Kind.MAIL_MEASUREMENT, alice)
    return alice


def noted() -> list[tuple[str, str, str]]:
    return list(MailVisit.objects.order_by("pk").values_list("link__kind", "judged", "why"))


def test_with_consent_an_open_and_a_visit_are_noted_for_that_reader(measured: User, client: Client) -> None:
    mailing = news()
    letter = delivered(now=NOW)["alice@example.org"]
    answer = client.get(path_in(letter, "/l/c/"), **AS_FIREFOX)
    assert (answer.status_code, answer.headers["Location"]) == (303, TARGET)
    assert answer.headers["Referrer-Policy"] == "no-referrer" and "no-store" in answer.headers["Cache-Control"]
    picture = client.get(path_in(letter, "/l/o/"), **AS_FIREFOX)
    assert picture.headers["Content-Type"] == "image/gif" and picture.content.startswith(b"GIF89a")
    assert "no-store" in picture.headers["Cache-Control"]
    assert not client.cookies
    assert noted() == [("visit", Judged.PERSON, Why.BROWSER), ("open", Judged.PERSON, Why.BROWSER)]
    assert numbers_of(mailing).opens == numbers_of(mailing).visits == Times(1, 0, 0, readers=1)


def test_without_consent_there_is_no_pixel_and_the_link_is_everybodys(alice: User, bob: User, client: Client) -> None:
    agree(Kind.NEWS, alice)
    agree(Kind.NEWS, bob)
    mailing = news()
    letters = delivered(now=NOW)
    paths = {path_in(letter, "/l/c/") for letter in letters.values()}
    assert len(letters) == 2 and len(paths) == 1  # one address, so nobody stands behind it
    assert all("<img" not in html_of(letter) and "/l/o/" not in html_of(letter) for letter in letters.values())
    assert client.get(paths.pop(), **AS_FIREFOX).headers["Location"] == TARGET
    assert not MailVisit.objects.exists() and not MailLink.objects.filter(letter__isnull=False).exists()
    assert numbers_of(mailing).visits == Times(1, 0, 0, readers=0)


def test_a_link_over_our_redirect_says_where_it_leads(measured: User) -> None:
    news()
    letter = delivered()["alice@example.org"]
    assert "Leads to blog.example.org." in html_of(letter)
    assert "Read (leads to blog.example.org):" in text_of(letter)


@pytest.mark.parametrize("kind", sorted(set(kinds()) - MEASURED))
def test_no_other_letter_carries_a_pixel_or_a_redirect(kind: str, alice: User) -> None:
    agree(Kind.MAIL_MEASUREMENT, alice)
    content = Content(subject="s", paragraphs=("p",), button=Button("Open", TARGET))
    letter = send(content, kind=kind, recipient=alice.email, now=NOW, because=Because.MEMBER, user_id=alice.pk)
    assert "/l/o/" not in letter.html and "/l/c/" not in letter.html + letter.text and "<img" not in letter.html
    assert TARGET in letter.html and TARGET in letter.text
    assert not MailLink.objects.exists() and not WayOut.objects.exists()


def plugin_letter(address: str) -> Letter:
    typed_now(address)
    content = Content(
        subject="Plugin", paragraphs=("p",), button=Button("Download", "http://localhost:8000/plugin/abc/")
    )
    return send(content, kind="plugin_link", recipient=address, now=NOW, because=Because.TYPED)


def test_the_plugins_letter_is_measured_when_the_box_was_ticked_and_direct_when_not(client: Client) -> None:
    plain = plugin_letter("plain@example.org")
    assert "/plugin/abc/" in plain.html and "/l/" not in plain.html and not MailLink.objects.exists()
    agree(Kind.MAIL_MEASUREMENT, "ticked@example.org")
    ticked = plugin_letter("ticked@example.org")
    assert "/plugin/abc/" not in ticked.html and "/l/o/" in ticked.html
    assert "Stop noting it" in ticked.html and not ticked.unsubscribe_url  # one letter is no list
    assert MailLink.objects.filter(letter=ticked).count() == 2


def test_looking_whether_the_address_works_is_no_visit(measured: User, client: Client) -> None:
    news()
    letter = delivered()["alice@example.org"]
    assert client.head(path_in(letter, "/l/c/"), **AS_FIREFOX).status_code == 303
    assert client.head(path_in(letter, "/l/o/"), **AS_FIREFOX).status_code == 200
    assert client.post(path_in(letter, "/l/c/")).status_code == 405
    assert noted() == []


def test_a_browser_that_objects_is_counted_without_its_reader(measured: User, client: Client) -> None:
    mailing = news()
    letter = delivered()["alice@example.org"]
    client.get(path_in(letter, "/l/c/"), HTTP_SEC_GPC="1", **AS_FIREFOX)
    assert noted() == [] and numbers_of(mailing).visits == Times(1, 0, 0, readers=0)


def test_taking_the_consent_back_takes_the_reader_off_what_was_noted_at_once(measured: User, client: Client) -> None:
    mailing = news()
    letter = delivered()["alice@example.org"]
    client.get(path_in(letter, "/l/c/"), **AS_FIREFOX)
    client.get(path_in(letter, "/l/o/"), HTTP_USER_AGENT="Mozilla/5.0")
    withdraw(kind=Kind.MAIL_MEASUREMENT, user_id=measured.pk, now=NOW)
    assert not MailVisit.objects.exists() and not MailLink.objects.filter(letter__isnull=False).exists()
    assert (numbers_of(mailing).visits, numbers_of(mailing).opens) == (Times(1, 0, 0, 0), Times(0, 1, 0, 0))
    assert (
        client.get(path_in(letter, "/l/c/"), **AS_FIREFOX).headers["Location"] == TARGET
    )  # the old letter still works
    assert noted() == [] and numbers_of(mailing).visits.persons == 2


def test_a_consent_that_ended_without_telling_anybody_counts_as_none(measured: User, client: Client) -> None:
    """Consent is asked again when the event arrives; the letter of the past proves nothing."""
    from leavethemeeting.consent.models import Consent

    news()
    letter = delivered()["alice@example.org"]
    Consent.objects.filter(kind=Kind.MAIL_MEASUREMENT).update(withdrawn_at=NOW)
    client.get(path_in(letter, "/l/c/"), **AS_FIREFOX)
    assert noted() == []


def test_what_somebody_opened_goes_with_them(measured: User, bob: User, client: Client) -> None:
    agree(Kind.NEWS, bob)
    agree(Kind.MAIL_MEASUREMENT, bob)
    mailing = news()
    for letter in delivered().values():
        client.get(path_in(letter, "/l/o/"), **AS_FIREFOX)
    delete_member(user=measured)
    assert list(MailVisit.objects.values_list("link__letter__recipient", flat=True)) == ["bob@example.org"]
    assert not Letter.objects.filter(recipient="alice@example.org").exists()
    assert not WayOut.objects.filter(address="alice@example.org").exists()
    assert numbers_of(mailing).opens == Times(1, 0, 0, readers=1)


def test_after_thirty_days_only_numbers_are_left_and_after_a_year_not_even_the_links(
    measured: User, client: Client
) -> None:
    mailing = news()
    letter = delivered()["alice@example.org"]
    client.get(path_in(letter, "/l/c/"), **AS_FIREFOX)
    delete_old_letters(now=NOW + KEPT_FOR)
    mailing.refresh_from_db()
    numbers = numbers_of(mailing)
    assert (numbers.written, numbers.delivered, numbers.visits) == (1, 1, Times(1, 0, 0, 0))
    assert not MailVisit.objects.exists()
    forget_what_is_over(now=NOW + LINKS_KEPT_FOR - timedelta(seconds=1))
    assert client.get(path_in(letter, "/l/c/")).status_code == 303
    forget_what_is_over(now=NOW + LINKS_KEPT_FOR)
    assert client.get(path_in(letter, "/l/c/")).status_code == 404
    assert client.get(path_in(letter, "/l/o/")).status_code == 200  # the picture never breaks


def test_a_scanner_that_follows_every_link_is_a_machine_also_where_it_began(client: Client) -> None:
    agree(Kind.MAIL_MEASUREMENT, "bob@example.org")
    typed_now("bob@example.org")
    links = tuple(Button(f"Page {number}", f"https://e{number}.example/") for number in range(3))
    letter = send(
        Content(subject="s", paragraphs=("p",), links=links), kind="plugin_link", recipient="bob@example.org", now=NOW,
        because=Because.TYPED,
    )  # fmt: skip
    Letter.objects.filter(pk=letter.pk).update(sent_at=timezone.now() - timedelta(hours=1))
    import re

    paths = dict.fromkeys(re.findall(r"http://localhost:8000(/l/c/[\w-]+)", letter.html))
    judgements = []
    for path in paths:
        client.get(path, **AS_FIREFOX)
        judgements.append({judged for _, judged, _ in noted()})
    assert len(paths) == 3
    assert judgements == [{Judged.PERSON}, {Judged.PERSON}, {Judged.MACHINE}]
    assert {why for _, _, why in noted()} == {Why.BURST}


def test_a_reader_sees_their_own_letters_and_what_they_opened_and_nobody_elses(
    measured: User, bob: User, client: Client
) -> None:
    news()
    client.get(path_in(delivered()["alice@example.org"], "/l/c/"), **AS_FIREFOX)
    assert [(visit.link.target, visit.judged) for visit in opened_by(measured.pk)] == [(TARGET, Judged.PERSON)]
    assert [letter.kind for letter in letters_to(measured.pk)] == ["news"]
    assert not opened_by(bob.pk) and not letters_to(bob.pk)


def test_a_letter_cannot_fill_the_database(measured: User, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visits, "MOST_VISITS", 3)
    news()
    path = path_in(delivered()["alice@example.org"], "/l/o/")
    assert [client.get(path, **AS_FIREFOX).status_code for _ in range(5)] == [200] * 5
    assert len(noted()) == 3


def test_the_redirect_leads_only_where_a_letter_led(client: Client) -> None:
    assert client.get("/l/c/https:%2F%2Fevil.example").status_code == 404
    assert client.get(f"/l/c/{'x' * 22}?to=https://evil.example").status_code == 404
    typed_now("bob@example.org")
    with pytest.raises(BadTarget):
        send(
            Content(subject="s", paragraphs=("p",), button=Button("x", "javascript:alert(1)")), kind="plugin_link",
            recipient="bob@example.org", now=NOW, because=Because.TYPED,
        )  # fmt: skip


def test_tokens_are_long_random_and_kept_as_hashes(measured: User) -> None:
    news()
    letter = delivered()["alice@example.org"]
    tokens = [path_in(letter, under).rpartition("/")[2] for under in ("/l/c/", "/l/o/")]
    assert all(len(token) == 22 for token in tokens) and tokens[0] != tokens[1]
    kept = set(MailLink.objects.values_list("token_sha256", flat=True))
    assert {token_sha256(token) for token in tokens} <= kept
    assert not set(tokens) & kept
