"""One click leaves a list, without signing in, without a cookie (RFC 8058)."""

from __future__ import annotations

import pytest
from django.test import Client

from leavethemeeting.accounts.models import User
from leavethemeeting.consent.kinds import Kind
from leavethemeeting.consent.queries import consented
from leavethemeeting.mail.delivery import deliver
from leavethemeeting.mail.models import Letter, WayOut
from tests.mail.servers import Mailbox, smtp_server
from tests.mail.subscribers import NOW, agree, delivered, html_of, news, path_in, text_of, way_out_of

pytestmark = pytest.mark.django_db
ONE_CLICK = "List-Unsubscribe=One-Click"


def mail_program() -> Client:
    """Posts as RFC 8058 says: no cookie, no login, no token of a form."""
    return Client(enforce_csrf_checks=True)


def press(path: str) -> int:
    answer = mail_program().post(path, ONE_CLICK, content_type="application/x-www-form-urlencoded")
    assert not answer.cookies and "Location" not in answer.headers
    return answer.status_code


def test_a_mail_program_takes_its_reader_off_the_list_and_the_next_news_skips_them(alice: User, bob: User) -> None:
    agree(Kind.NEWS, alice)
    agree(Kind.NEWS, bob)
    news()
    letter = delivered()["alice@example.org"]
    assert letter["List-Unsubscribe-Post"] == ONE_CLICK
    assert press(way_out_of(letter)) == 200
    assert not consented(Kind.NEWS, user_id=alice.pk) and consented(Kind.NEWS, user_id=bob.pk)
    news(subject="New in December")
    assert set(delivered()) == {"bob@example.org"}


def test_it_works_for_an_address_without_an_account() -> None:
    agree(Kind.NEWS, "dora@example.org")
    news()
    assert press(way_out_of(delivered()["dora@example.org"])) == 200
    assert not consented(Kind.NEWS, email="dora@example.org")


def test_looking_at_the_link_changes_nothing_and_the_page_has_a_button(alice: User) -> None:
    agree(Kind.NEWS, alice)
    news()
    letter = delivered()["alice@example.org"]
    for look in (mail_program().get, mail_program().head):
        assert look(way_out_of(letter)).status_code == 200
    page = mail_program().get(way_out_of(letter)).content.decode()
    assert "Stop product news?" in page and '<form method="post">' in page and "<button" in page
    assert consented(Kind.NEWS, user_id=alice.pk)
    done = mail_program().post(way_out_of(letter)).content.decode()
    assert "It is off" in done
    assert not consented(Kind.NEWS, user_id=alice.pk)


def test_a_second_press_says_the_same_and_the_link_keeps_no_address(alice: User) -> None:
    agree(Kind.NEWS, alice)
    news()
    path = way_out_of(delivered()["alice@example.org"])
    assert [press(path), press(path)] == [200, 200]
    used = WayOut.objects.get(used_at__isnull=False)
    assert (used.address, used.user_id) == ("", None)
    agree(Kind.NEWS, alice)  # she comes back: the old link is used up and does not throw her out
    assert press(path) == 200 and consented(Kind.NEWS, user_id=alice.pk)


def test_news_that_was_waiting_is_not_sent_after_it(alice: User) -> None:
    agree(Kind.NEWS, alice)
    news()
    waiting = Letter.objects.get()
    press(waiting.unsubscribe_url.removeprefix("http://localhost:8000"))
    mailbox = Mailbox()
    with smtp_server(mailbox) as smtp:
        assert deliver(smtp, now=NOW) == 0
    assert mailbox.letters == []


def test_each_list_is_left_by_itself(alice: User) -> None:
    agree(Kind.NEWS, alice)
    agree(Kind.POLICY_CHANGES, alice)
    news()
    press(way_out_of(delivered()["alice@example.org"]))
    assert consented(Kind.POLICY_CHANGES, user_id=alice.pk)


def test_being_measured_ends_with_a_link_of_its_own_and_the_news_go_on(alice: User) -> None:
    agree(Kind.NEWS, alice)
    agree(Kind.MAIL_MEASUREMENT, alice)
    news()
    letter = delivered()["alice@example.org"]
    (measuring,) = {found for found in _ways_out(html_of(letter)) if found != way_out_of(letter)}
    assert measuring in text_of(letter)
    assert press(measuring) == 200
    assert consented(Kind.NEWS, user_id=alice.pk) and not consented(Kind.MAIL_MEASUREMENT, user_id=alice.pk)
    news(subject="New in December")
    assert path_in(delivered()["alice@example.org"], "/l/o/") == ""


def _ways_out(html: str) -> set[str]:
    import re

    return set(re.findall(r"http://localhost:8000(/u/[\w-]+)", html))


def test_nobody_leaves_by_guessing() -> None:
    assert press("/u/" + "x" * 22) == 404
    assert mail_program().get("/u/" + "x" * 22).status_code == 404
