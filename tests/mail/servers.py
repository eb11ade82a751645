"""A real SMTP server on a free loopback port, which can be told to be difficult."""

from __future__ import annotations

import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from leavethemeeting.mail.actions import post
from leavethemeeting.mail.guard import Because, typed_now
from leavethemeeting.mail.models import Letter
from leavethemeeting.shared.environment import Smtp
from tests.ports import free_port


class Mailbox:
    """What arrived, and ``answers`` to give instead of taking the next letters."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.raw: list[bytes] = []
        self.recipients: list[list[str]] = []
        self.answers: list[str] = []
        self.options: list[list[str]] = []  # what came with MAIL FROM
        self.refused_recipients: dict[str, str] = {}

    async def handle_MAIL(  # noqa: N802 -- aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        self.options.append([option for option in options if option.startswith(("ENVID=", "RET="))])
        return "250 OK"

    async def handle_RCPT(  # noqa: N802 -- aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refused_recipients:
            return self.refused_recipients[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 -- aiosmtpd's name
        if self.answers:
            return self.answers.pop(0)
        content = cast(bytes, envelope.content)
        self.raw.append(content)
        self.letters.append(message_from_bytes(content, policy=SMTP_POLICY))
        self.recipients.append(list(envelope.rcpt_tos))
        return "250 Taken"


class OnlyPostman:
    """Lets in one user with one password."""

    def __call__(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        known = isinstance(data, LoginPassword) and (data.login, data.password) == (b"postman", b"rings twice")
        return AuthResult(success=known, handled=False)


class ReportingMailbox(Mailbox):
    """On a server that reports failures (RFC 3461) and says so in its greeting."""

    async def handle_EHLO(  # noqa: N802 -- aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        return [responses[0], "250-DSN", *responses[1:]]


class _Server(SMTP):
    def _getparams(self, params: Sequence[str]) -> Any:
        """aiosmtpd refuses parameters it does not know; these belong to the extension above."""
        return super()._getparams([param for param in params if not param.startswith(("ENVID=", "RET="))])


class _Controller(Controller):
    def factory(self) -> SMTP:
        return _Server(self.handler, **self.SMTP_kwargs)


@contextmanager
def smtp_server(mailbox: Mailbox, *, port: int | None = None, tls: ssl.SSLContext | None = None) -> Iterator[Smtp]:
    """Serve ``mailbox``; with ``tls`` it wants STARTTLS first and a password then."""
    port = port or free_port()
    demands: dict[str, Any] = {}
    if tls:
        demands = {
            "tls_context": tls,
            "require_starttls": True,
            "auth_required": True,
            "authenticator": OnlyPostman(),
        }
    controller = _Controller(mailbox, hostname="127.0.0.1", port=port, **demands)
    controller.start()
    try:
        yield Smtp("localhost" if tls else "127.0.0.1", port, "", "", "starttls" if tls else "none")
    finally:
        controller.stop()


def write(
    recipient: str = "bob@example.org", subject: str = "Tuesday’s meeting", *, now: datetime, text: str = "Come in — the door’s ajar.",
    html: str = "<p>Come in</p>",
) -> Letter:  # fmt: skip
    """A letter that somebody asked for by typing the address."""
    typed_now(recipient)
    return post(
        kind="invitation", recipient=recipient, subject=subject, text=text, html=html, now=now, because=Because.TYPED
    )
