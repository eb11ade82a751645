"""Delivery by a mail service's API instead of SMTP, through django-anymail, which is an extra of its own.

The service's tracking is switched off in every letter: opens and visits are noted here or nowhere.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.core.mail import EmailMultiAlternatives

from leavethemeeting.mail.models import Letter
from leavethemeeting.mail.transport import NotDelivered, NotNow, Refused, Unreachable, message_of
from leavethemeeting.shared.environment import Smtp, environment
from leavethemeeting.shared.mail_services import delivering, proving
from leavethemeeting.shared.outgoing import handed_over, through_the_door
from leavethemeeting.shared.recipients import mail_recipient

KEPT_HEADERS = ("Message-ID", "Date", "Auto-Submitted", "X-Letter", "List-Unsubscribe", "List-Unsubscribe-Post")
KEYS_WRONG = (401, 403)
TOO_BUSY = 429
TIMEOUT_S = 20
REPORTED_AS = "letter"


def _handed_over(letter: Letter, *, reports: bool) -> EmailMultiAlternatives:
    """The letter as anymail takes it: the same headers as over SMTP, and nothing tracked.

    With ``reports`` the letter's number goes along, for the service to name when it tells what became of it.
    """
    travelling = message_of(letter, sender=environment().email_from)
    headers = {name: str(travelling[name]) for name in KEPT_HEADERS if travelling[name]}
    headers["X-PM-KeepID"] = "true"  # Postmark would write a Message-ID of its own, and two attempts be two messages
    message = EmailMultiAlternatives(
        subject=letter.subject, body=letter.text, from_email=environment().email_from, to=[letter.recipient],
        headers=headers,
    )  # fmt: skip
    if letter.html:
        message.attach_alternative(letter.html, "text/html")
    message.track_opens = message.track_clicks = False  # type: ignore[attr-defined]  # -- anymail reads them
    if reports:
        message.metadata = {REPORTED_AS: str(letter.pk)}  # type: ignore[attr-defined]  # -- anymail reads it
    return message


def _sorted_out(error: Any) -> NotDelivered:
    """What the service's answer means. A letter it does not like is tried again: mostly a setting there is wrong."""
    code = error.status_code
    said = " ".join(f"{code or ''} {error}".split())
    if code is None or code in KEYS_WRONG or code == TOO_BUSY or code >= 500:
        return Unreachable(said)
    return NotNow(said)


class ServiceConnection:
    """Opened at the first letter, kept for the round."""

    def __init__(self, smtp: Smtp) -> None:
        self.smtp = smtp
        self._backend: Any = None

    def _open(self) -> Any:
        try:
            module = import_module(f"anymail.backends.{self.smtp.service}")
        except ImportError as error:
            raise Unreachable("django-anymail is not installed: pip install 'leavethemeeting[anymail]'") from error
        backend = module.EmailBackend(timeout=TIMEOUT_S, **delivering(self.smtp.options))
        backend.open()
        through_the_door(backend.session, whole=mail_recipient(self.smtp))
        return backend

    def send(self, letter: Letter) -> None:
        """Hand the letter over. Raises Refused, NotNow or Unreachable."""
        if self._backend is None:
            self._backend = self._open()
        errors = import_module("anymail.exceptions")
        try:
            message = _handed_over(letter, reports=bool(proving(self.smtp.options)))
            self._backend.send_messages([handed_over(mail_recipient(self.smtp), message)])
        except errors.AnymailRecipientsRefused as error:
            raise Refused(" ".join(str(error).split())) from error
        except errors.AnymailAPIError as error:
            raise _sorted_out(error) from error
        except errors.AnymailError as error:
            raise NotNow(" ".join(str(error).split())) from error

    def close(self) -> None:
        if self._backend is not None:
            self._backend.close()
            self._backend = None
