"""A letter that comes back is noted, and nothing else that a stranger could write."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leavethemeeting.mail.bounces import LONGEST_REPORT, NoReport, Outcome, read_report, record, says_dead, take
from leavethemeeting.mail.delivery import deliver
from leavethemeeting.mail.jobs import DEAD_FOR, forget_what_is_over
from leavethemeeting.mail.models import Letter, Undeliverable
from leavethemeeting.mail.transport import message_of
from tests.mail.servers import Mailbox, smtp_server, write

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[2]

# As Postfix writes it, shortened.
REPORT = """\
Return-Path: <>
From: MAILER-DAEMON@mx.example.net (Mail Delivery System)
To: meetings@meet.example.org
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net
{envelope}
Final-Recipient: rfc822; bob@example.org
Action: {action}
Status: {status}
Remote-MTA: dns; mail.example.org
Diagnostic-Code: smtp; 550 {status} <bob@example.org>: Recipient address
    rejected

--b1
Content-Type: {quoted_type}

{quoted}
--b1--
"""


def report(
    letter: Letter, *, action: str = "failed", status: str = "5.1.1", quoted: str | None = None, envelope: str = "X-Queue: 1"
) -> bytes:  # fmt: skip
    sent = message_of(letter, sender="meetings@meet.example.org")
    headers = "".join(f"{name}: {value}\n" for name, value in sent.items())
    body = headers if quoted is None else quoted
    filled = REPORT.format(
        action=action, status=status, envelope=envelope, quoted=body, quoted_type="text/rfc822-headers"
    )
    return filled.encode()


def test_a_letter_to_a_dead_address_is_noted_and_the_address_gets_no_more_news(as_provider: Client) -> None:
    letter = write(now=NOW)
    assert record(read_report(report(letter)), now=NOW) is Outcome.DEAD
    letter.refresh_from_db()
    assert letter.bounced_at == NOW
    assert letter.last_error == "smtp; 550 5.1.1 <bob@example.org>: Recipient address rejected"
    assert Undeliverable.objects.get().address == "bob@example.org"
    page = as_provider.get(f"/outbox/{letter.id}/").content.decode()
    assert "it gets no news for 90 days" in page and "Came back" in page and "Recipient address rejected" in page


@pytest.mark.parametrize(("status", "dead"), [
    ("5.1.1", True), ("5.1.2", True), ("5.1.6", True), ("5.1.10", True), ("5.2.1", True), ("5.4.1", True),
    ("5.2.2", False), ("5.7.1", False), ("5.0.0", False), ("5.1.12", False), ("", False),
])  # fmt: skip
def test_a_full_mailbox_or_a_spam_filter_does_not_make_an_address_dead(status: str, dead: bool) -> None:
    found = read_report(report(write(now=NOW), status=status))
    assert found.dead is dead
    assert record(found, now=NOW) is (Outcome.DEAD if dead else Outcome.GIVEN_BACK)
    assert Undeliverable.objects.exists() is dead


def test_a_server_that_still_tries_changes_nothing() -> None:
    letter = write(now=NOW)
    assert record(read_report(report(letter, action="delayed", status="4.4.1")), now=NOW) is Outcome.DELAYED
    letter.refresh_from_db()
    assert letter.bounced_at is None


def test_the_letter_is_found_by_its_header_its_message_id_or_the_id_given_with_it() -> None:
    letter = write(now=NOW)
    for known in (
        report(letter, quoted=f"X-Letter: {letter.id}\n"),
        report(letter, quoted=f"message-id: <{letter.id}@localhost>\n"),
        report(letter, quoted="Subject: nothing else\n", envelope=f"Original-Envelope-Id: {str(letter.id).upper()}"),
    ):
        assert read_report(known).letter_id == letter.id


def test_a_report_about_no_letter_of_ours_is_ignored_with_a_sentence() -> None:
    letter = write(now=NOW)
    gone = report(letter, quoted=f"X-Letter: {uuid4()}\n")
    assert record(read_report(gone), now=NOW) is Outcome.UNKNOWN
    assert take(report(letter, quoted="Subject: hello\n")) == "Ignored: it quotes no letter of ours."
    assert take(b"Subject: I am on holiday\n\nUntil Monday.") == (
        "Ignored: it has no delivery status of a recipient (RFC 3464)."
    )
    assert take(b"x" * (LONGEST_REPORT + 1)) == "Ignored: longer than any report."
    letter.refresh_from_db()
    assert letter.bounced_at is None and not Undeliverable.objects.exists()


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_nothing_that_comes_down_the_pipe_makes_it_fall_over(data: st.DataObject) -> None:
    """Reports with pieces cut out, doubled and overwritten, and bytes that are no mail at all."""
    whole = report(Letter(id=uuid4(), recipient="bob@example.org", subject="Hi", text="t", html="", written_at=NOW))
    raw = bytearray(whole)
    for _ in range(data.draw(st.integers(0, 8))):
        start = data.draw(st.integers(0, max(len(raw) - 1, 0)))
        length = data.draw(st.integers(0, 60))
        raw[start : start + length] = data.draw(st.binary(max_size=60))
    for candidate in (bytes(raw), data.draw(st.binary(max_size=400))):
        try:
            found = read_report(candidate)
        except NoReport:
            continue
        assert len(found.said) <= 500 and found.said.isprintable()


def test_a_mailbox_that_the_first_server_already_calls_dead_gets_no_news_either() -> None:
    write("nobody@example.org", now=NOW)
    write("full@example.org", now=NOW)
    mailbox = Mailbox()
    mailbox.refused_recipients = {
        "nobody@example.org": "550 5.1.1 No such mailbox", "full@example.org": "552 5.2.2 Mailbox full",
    }  # fmt: skip
    with smtp_server(mailbox) as smtp:
        deliver(smtp, now=NOW)
    assert [dead.address for dead in Undeliverable.objects.all()] == ["nobody@example.org"]
    assert says_dead("550 5.1.1 No") and not says_dead("550 No such mailbox") and not says_dead("250 5.1.1")


def test_a_dead_address_is_tried_again_after_ninety_days() -> None:
    record(read_report(report(write(now=NOW))), now=NOW)
    forget_what_is_over(now=NOW + DEAD_FOR - timedelta(seconds=1))
    assert Undeliverable.objects.exists()
    forget_what_is_over(now=NOW + DEAD_FOR)
    assert not Undeliverable.objects.exists()


def test_the_command_takes_a_report_from_a_pipe_and_never_answers_the_server_with_an_error(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "DATA_DIR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path}/x.sqlite3",
        "PYTHONPATH": "src",
    }
    command = [sys.executable, "-m", "leavethemeeting", "bounce"]
    holiday = b"Subject: I am on holiday\n\nUntil Monday."
    done = subprocess.run(command, cwd=ROOT, env=environment, input=holiday, capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (0, b"Ignored: it has no delivery status of a recipient (RFC 3464).\n")
    letter = report(Letter(id=uuid4(), recipient="bob@example.org", subject="Hi", text="t", html="", written_at=NOW))
    later = subprocess.run(command, cwd=ROOT, env=environment, input=letter, capture_output=True, check=False)
    assert later.returncode == os.EX_TEMPFAIL  # this database was never migrated: the server keeps the report
