"""One conversation with the mail server, and its answers sorted into three kinds."""

from __future__ import annotations

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime, parseaddr
from smtplib import (
    SMTPException,
    SMTPNotSupportedError,
    SMTPRecipientsRefused,
    SMTPResponseException,
)

from leavethemeeting.mail.bounces import LETTER_HEADER
from leavethemeeting.mail.models import Letter
from leavethemeeting.shared.environment import Smtp, environment
from leavethemeeting.shared.outgoing import MailLine

TIMEOUT_S = 20  # for each step of the conversation
# RFC 5322 §2.1.1 allows 998 characters a line. At the usual 78 Python would write a long List-Unsubscribe as
# encoded words, which no mail program reads as an address.
TRAVELLING = SMTP_POLICY.clone(max_line_length=998)
PERMANENT = 500  # RFC 5321 §4.2.1: 5yz will not become true by asking again


class NotDelivered(Exception):
    """The letter was not taken. ``str()`` is what the server said."""


class Refused(NotDelivered):
    """Never: the server says this letter cannot be delivered."""


class NotNow(NotDelivered):
    """Perhaps later: the server is busy, or greylists."""


class Unreachable(NotDelivered):
    """There is no server to talk to, or it does not let us in. Every letter would meet the same."""


def _said(code: int, answer: bytes | str) -> str:
    words = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return f"{code} {' '.join(words.split())}"


def _sorted_out(error: SMTPException) -> NotDelivered:
    """What the server's answer to one letter means."""
    answer: bytes | str
    if isinstance(error, SMTPRecipientsRefused):
        code, answer = next(iter(error.recipients.values()))
    elif isinstance(error, SMTPResponseException):
        code, answer = error.smtp_code, error.smtp_error
    elif isinstance(error, SMTPNotSupportedError):
        return Refused(str(error))  # an address with letters the server cannot carry (RFC 6531)
    else:
        return Unreachable(str(error) or type(error).__name__)
    return Refused(_said(code, answer)) if code >= PERMANENT else NotNow(_said(code, answer))


def message_of(letter: Letter, *, sender: str) -> EmailMessage:
    """The letter as it travels. ``email.policy`` refuses line breaks in headers once more."""
    message = EmailMessage(policy=TRAVELLING)
    name, address = parseaddr(sender)
    message["From"] = Address(display_name=name, addr_spec=address)
    message["To"] = letter.recipient
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(letter.written_at)
    message["Message-ID"] = f"<{letter.id}@{environment().public_host}>"  # the same at every attempt
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers, please
    message[LETTER_HEADER] = str(letter.id)  # comes back in a report that it was not delivered
    if letter.unsubscribe_url:  # RFC 8058; the signature (DKIM) must cover both
        message["List-Unsubscribe"] = f"<{letter.unsubscribe_url}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(letter.text)
    if letter.html:
        message.add_alternative(letter.html, subtype="html")
        message.set_boundary(f"letter-{letter.id.hex}")  # the same bytes at every attempt
    return message


class Connection:
    """Opened at the first letter, kept for the round. Certificates are always checked."""

    def __init__(self, smtp: Smtp) -> None:
        self.smtp = smtp
        self._line: MailLine | None = None

    def send(self, letter: Letter) -> None:
        """Hand the letter over. Raises Refused, NotNow or Unreachable."""
        if self._line is None:
            try:
                self._line = MailLine(self.smtp, name=environment().public_host, timeout_s=TIMEOUT_S)
            except (OSError, SMTPException) as error:
                raise Unreachable(str(error) or type(error).__name__) from error
        try:
            # Where the server knows RFC 3461: quote this id and no more than the headers in a report.
            options = [f"ENVID={letter.id}", "RET=HDRS"] if self._line.can("dsn") else []
            self._line.send(message_of(letter, sender=environment().email_from), options=options)
        except SMTPException as error:
            raise _sorted_out(error) from error
        except OSError as error:
            raise Unreachable(str(error) or type(error).__name__) from error

    def close(self) -> None:
        """Say goodbye where somebody is still listening."""
        if self._line is not None:
            self._line.close()
            self._line = None
