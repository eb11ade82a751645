"""Letters reach a real mail server, whatever mood it is in."""

from __future__ import annotations

import ssl
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import trustme

from leavethemeeting.mail.delivery import LEASE, MAX_ATTEMPTS, _claim, deliver, deliver_due, wait_after
from leavethemeeting.mail.models import Letter
from leavethemeeting.shared.environment import Smtp
from tests.mail.servers import Mailbox, smtp_server, write
from tests.ports import free_port

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


def test_a_letter_arrives_once_with_both_its_bodies_and_its_words_intact() -> None:
    mailbox, letter = Mailbox(), write(now=NOW)
    with smtp_server(mailbox) as smtp:
        assert deliver(smtp, now=NOW) == 1
        assert deliver(smtp, now=NOW + timedelta(days=1)) == 0
    (arrived,) = mailbox.letters
    assert mailbox.recipients == [["bob@example.org"]]
    assert arrived["Subject"] == "Tuesday’s meeting"
    assert arrived["Auto-Submitted"] == "auto-generated"
    assert arrived["Message-ID"].startswith(f"<{letter.id}@")
    text, html = arrived.get_body(("plain",)), arrived.get_body(("html",))
    assert text is not None and text.get_content().strip() == "Come in — the door’s ajar."
    assert html is not None and html.get_content().strip() == "<p>Come in</p>"
    letter.refresh_from_db()
    assert (letter.sent_at, letter.attempts, letter.last_error) == (NOW, 1, "")


def test_a_server_that_is_down_costs_patience_and_no_letter() -> None:
    mailbox, port, letter = Mailbox(), free_port(), write(now=NOW)
    assert deliver(Smtp("127.0.0.1", port, "", "", "none"), now=NOW) == 0
    letter.refresh_from_db()
    assert (letter.attempts, letter.next_attempt_at, letter.given_up_at) == (1, NOW + timedelta(minutes=1), None)
    assert "refused" in letter.last_error.lower()
    with smtp_server(mailbox, port=port) as smtp:
        assert deliver(smtp, now=NOW + timedelta(seconds=59)) == 0
        assert deliver(smtp, now=NOW + timedelta(seconds=60)) == 1
    letter.refresh_from_db()
    assert (letter.sent_at, letter.attempts, letter.last_error) == (NOW + timedelta(seconds=60), 2, "")


def test_a_busy_server_is_asked_again_and_the_waits_grow() -> None:
    mailbox, letter, now = Mailbox(), write(now=NOW), NOW
    mailbox.answers = ["451 Come back later", "452 Still busy"]
    with smtp_server(mailbox) as smtp:
        for attempt in (1, 2):
            assert deliver(smtp, now=now) == 0
            letter.refresh_from_db()
            assert letter.next_attempt_at == now + timedelta(minutes=attempt)
            assert letter.last_error.startswith(("451", "452"))
            now = letter.next_attempt_at
        assert deliver(smtp, now=now) == 1
    assert len(mailbox.letters) == 1


def test_an_address_that_does_not_exist_is_given_up_at_once_and_the_next_letter_still_leaves(
    caplog: pytest.LogCaptureFixture,
) -> None:
    mailbox, lost = Mailbox(), write("nobody@example.org", now=NOW)
    write("bob@example.org", now=NOW)
    mailbox.refused_recipients = {"nobody@example.org": "550 5.1.1 No mailbox nobody@example.org"}
    with smtp_server(mailbox) as smtp:
        assert deliver(smtp, now=NOW) == 1
    lost.refresh_from_db()
    assert (lost.given_up_at, lost.last_error) == (NOW, "550 5.1.1 No mailbox nobody@example.org")
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("leavethemeeting")]
    assert ours == [f"letter {lost.pk} (invitation) given up after 1 attempts: 550"]  # the log names no person
    assert mailbox.recipients == [["bob@example.org"]]


def test_patience_ends_and_says_so(caplog: pytest.LogCaptureFixture) -> None:
    nowhere, letter, now = Smtp("127.0.0.1", free_port(), "", "", "none"), write(now=NOW), NOW
    for _ in range(MAX_ATTEMPTS):
        assert letter.given_up_at is None
        deliver(nowhere, now=now)
        letter.refresh_from_db()
        now = letter.next_attempt_at
    assert letter.given_up_at is not None
    assert timedelta(hours=12) < letter.given_up_at - NOW < timedelta(hours=30)
    assert f"given up after {MAX_ATTEMPTS} attempts" in caplog.text
    assert deliver(nowhere, now=now + timedelta(days=9)) == 0


def test_the_waits_double_up_to_six_hours() -> None:
    minutes = [wait_after(attempts).total_seconds() / 60 for attempts in range(1, 13)]
    assert minutes == [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360, 360]


def test_one_process_wins_a_letter_and_a_dead_one_loses_it_after_a_while() -> None:
    letter = write(now=NOW)
    seen_by_another = Letter.objects.get(pk=letter.pk)
    assert _claim(letter, NOW)
    assert not _claim(seen_by_another, NOW)
    with smtp_server(mailbox := Mailbox()) as smtp:
        assert deliver(smtp, now=NOW + LEASE - timedelta(seconds=1)) == 0
        assert deliver(smtp, now=NOW + LEASE) == 1
    assert len(mailbox.letters) == 1


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> trustme.CA:
    """A certificate authority that this process trusts."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    return authority


def tls_context(authority: trustme.CA, *names: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names).configure_cert(context)
    return context


def test_starttls_and_a_password_open_the_door(authority: trustme.CA) -> None:
    mailbox, letter = Mailbox(), write(now=NOW)
    with smtp_server(mailbox, tls=tls_context(authority, "localhost")) as smtp:
        wrong = replace(smtp, user="postman", password="guessed")
        assert deliver(wrong, now=NOW) == 0
        letter.refresh_from_db()
        assert letter.last_error.startswith("(535") and letter.given_up_at is None
        right = replace(smtp, user="postman", password="rings twice")
        assert deliver(right, now=letter.next_attempt_at) == 1
    assert len(mailbox.letters) == 1


def test_a_server_with_a_strangers_certificate_gets_neither_password_nor_letter(authority: trustme.CA) -> None:
    mailbox, letter = Mailbox(), write(now=NOW)
    with smtp_server(mailbox, tls=tls_context(authority, "elsewhere.example")) as smtp:
        assert deliver(replace(smtp, user="postman", password="rings twice"), now=NOW) == 0
    letter.refresh_from_db()
    assert "certificate" in letter.last_error.lower()
    assert mailbox.letters == []


def test_without_a_mail_server_letters_stay_where_they_are() -> None:
    letter = write(now=NOW)
    assert deliver_due(now=NOW) == 0
    letter.refresh_from_db()
    assert (letter.attempts, letter.sent_at, letter.given_up_at) == (0, None, None)
