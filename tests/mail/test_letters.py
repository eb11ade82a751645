"""What may become a letter, and what a letter looks like."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.mail import EmailMultiAlternatives
from django.core.mail.message import EmailMessage
from django.db import transaction
from pytest_django import DjangoCaptureOnCommitCallbacks
from pytest_django.fixtures import Settings

from leavethemeeting.mail.actions import BadLetter
from leavethemeeting.mail.composing import Because, Button, Content, rendered, send
from leavethemeeting.mail.guard import typed_now
from leavethemeeting.mail.jobs import KEPT_FOR, delete_old_letters
from leavethemeeting.mail.models import Letter
from leavethemeeting.shared.wakeups import LETTERS, listen
from tests.mail.servers import write

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)

CONTENT = Content(
    subject="Your <code>",
    greeting="Hello Bob & Co,",
    paragraphs=("Somebody typed <script>alert(1)</script>.",),
    code="BCDF-GHJK",
    button=Button("Open", "https://meet.example.org/x?a=1&b=2"),
    facts=(("When", "3 October 2026, 10:00 CEST"),),
    after=("Bye.",),
)


def to_bob() -> Letter:
    typed_now("bob@example.org")
    return send(CONTENT, kind="k", recipient="bob@example.org", now=NOW, because=Because.TYPED)


@pytest.mark.parametrize(
    "subject", ["Hello\nBcc: eve@example.org", "Hello\r\nX: y", "Hi\x00", "", "  ", "x" * 256, "a\u2028b"]
)
def test_a_subject_that_could_start_another_header_is_refused(subject: str) -> None:
    with pytest.raises(BadLetter):
        write("bob@example.org", subject, now=NOW)
    assert not Letter.objects.exists()


@pytest.mark.parametrize(
    "recipient",
    ["bob@example.org\nBcc: eve@example.org", "bob@example.org, eve@example.org", "Bob <bob@example.org>", "bob", ""],
)
def test_a_letter_goes_to_exactly_one_address(recipient: str) -> None:
    with pytest.raises(BadLetter):
        write(recipient, "Hello", now=NOW)


def test_text_and_html_say_the_same_words() -> None:
    text, html = rendered(CONTENT)
    for words in ("Hello Bob & Co,", "<script>alert(1)</script>", "BCDF-GHJK", "?a=1&b=2", "3 October 2026", "Bye."):
        assert words in text
    assert "Hello Bob &amp; Co," in html
    assert "&lt;script&gt;" in html and "<script" not in html
    assert "\n\n\n" not in text


def test_a_letter_loads_nothing_from_anywhere() -> None:
    _, html = rendered(CONTENT)
    assert not re.search(r"<(img|link|script|iframe|object|form|input)\b|url\(|@import", html)
    assert set(re.findall(r'(?:href|src)="https?://([^/"]+)', html)) <= {"meet.example.org", "localhost:8000"}


def test_a_letter_is_written_with_what_it_tells_or_not_at_all() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        to_bob()
        raise RuntimeError
    assert not Letter.objects.exists()


def test_a_new_letter_rings_the_bell_after_the_commit(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    rung: list[str] = []
    silence = listen(LETTERS, rung.append)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            to_bob()
            assert rung == []
        assert rung == [""]
    finally:
        silence()


def test_mail_sent_through_django_becomes_one_letter_for_each_reader(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "leavethemeeting.mail.backend.OutboxBackend"
    typed_now("bob@example.org")
    typed_now("alice@example.org")
    reason = {"X-Letter-Because": "typed"}
    message = EmailMultiAlternatives("Hello", "text", to=["bob@example.org"], bcc=["alice@example.org"], headers=reason)
    message.attach_alternative("<p>html</p>", "text/html")
    assert message.send() == 1
    assert set(Letter.objects.values_list("recipient", "subject", "text", "html")) == {
        ("bob@example.org", "Hello", "text", "<p>html</p>"),
        ("alice@example.org", "Hello", "text", "<p>html</p>"),
    }
    with pytest.raises(BadLetter):
        EmailMessage(
            "Hello", "text", to=["bob@example.org"], attachments=[("a.txt", "x", "text/plain")], headers=reason
        ).send()


def test_letters_are_forgotten_after_thirty_days() -> None:
    to_bob()
    assert delete_old_letters(now=NOW + KEPT_FOR - timedelta(seconds=1)) == 0
    assert delete_old_letters(now=NOW + KEPT_FOR) == 1
    assert not Letter.objects.exists()
