"""What stands on the envelope: headers that mail programs act on."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default as modern

import pytest

from leavethemeeting.mail.bounces import LETTER_HEADER
from leavethemeeting.mail.delivery import deliver
from leavethemeeting.mail.models import Letter
from leavethemeeting.mail.transport import message_of
from leavethemeeting.shared.environment import environment
from tests.mail.servers import Mailbox, ReportingMailbox, smtp_server, write

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


def listed(host: str = "meet.example.org") -> Letter:
    letter = write(now=NOW)
    letter.unsubscribe_url = f"https://{host}/u/{'x' * 22}"
    letter.save()
    return letter


def test_a_letter_to_a_list_can_be_left_with_one_click_of_the_mail_program() -> None:
    mailbox, letter = Mailbox(), listed()
    with smtp_server(mailbox) as smtp:
        deliver(smtp, now=NOW)
    (arrived,) = mailbox.letters
    assert arrived["List-Unsubscribe"] == f"<{letter.unsubscribe_url}>"
    assert arrived["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_letter_to_one_person_has_no_list_to_leave() -> None:
    mailbox = Mailbox()
    write(now=NOW)
    with smtp_server(mailbox) as smtp:
        deliver(smtp, now=NOW)
    assert mailbox.letters[0]["List-Unsubscribe"] is None


def test_the_way_out_stays_an_address_however_long_the_host_is() -> None:
    letter = listed("a-very-long-name.with-several-labels.meetings.example-university.ac.uk:8443")
    raw = message_of(letter, sender="LeaveTheMeeting <meetings@example.org>").as_bytes()
    assert f"List-Unsubscribe: <{letter.unsubscribe_url}>\r\n".encode() in raw


@pytest.mark.parametrize("subject", ["Ünïcödé " * 31, "x" * 255, "Tuesday’s meeting", "نص عربي"])
def test_every_subject_arrives_as_it_was_written_on_lines_that_mail_allows(subject: str) -> None:
    raw = message_of(write(subject=subject, now=NOW), sender="meetings@example.org").as_bytes()
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998
    assert message_from_bytes(raw, policy=modern)["Subject"].strip() == subject.strip()


def test_every_letter_says_who_sent_it_when_which_and_that_nobody_need_answer() -> None:
    letter = write(now=NOW)
    message = message_of(letter, sender="LeaveTheMeeting <meetings@example.org>")
    assert message["From"] == "LeaveTheMeeting <meetings@example.org>"
    assert message["To"] == "bob@example.org"
    assert message["Date"].datetime == NOW
    assert message["Message-ID"] == f"<{letter.id}@{environment().public_host}>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message[LETTER_HEADER] == str(letter.id)
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert message.get_content_type() == "multipart/alternative"


def test_a_server_that_reports_failures_is_told_which_letter_it_is() -> None:
    mailbox, plain = ReportingMailbox(), Mailbox()
    letter = write(now=NOW)
    with smtp_server(mailbox) as smtp:
        assert deliver(smtp, now=NOW) == 1
    assert mailbox.options == [[f"ENVID={str(letter.id).upper()}", "RET=HDRS"]]  # the server's library shouts
    write(now=NOW)
    with smtp_server(plain) as smtp:
        assert deliver(smtp, now=NOW) == 1
    assert plain.options == [[]]
