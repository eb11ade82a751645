"""Django's mail backend: whatever is mailed through Django becomes a letter in the outbox table.

The row is written in the caller's transaction, so a rolled back sign-up sends nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage, EmailMultiAlternatives
from django.utils import timezone

from leavethemeeting.mail.actions import BadLetter, post
from leavethemeeting.mail.guard import Because, Unasked

log = logging.getLogger(__name__)

KIND_HEADER = "X-Letter-Kind"
REASON_HEADER = "X-Letter-Because"  # a value of ``guard.Because``; neither header travels


def _reason(message: EmailMessage) -> Because:
    try:
        return Because(str(message.extra_headers.get(REASON_HEADER, "")))
    except ValueError as error:
        log.error("a mail sent through Django was refused: it gives no reason")
        raise Unasked(f"mail through Django needs the header {REASON_HEADER}: one of {', '.join(Because)}") from error


def _html(message: EmailMessage) -> str:
    alternatives = message.alternatives if isinstance(message, EmailMultiAlternatives) else []
    return next((str(content) for content, mimetype in alternatives if mimetype == "text/html"), "")


class OutboxBackend(BaseEmailBackend):
    """One letter per recipient. The sender is always EMAIL_FROM; other headers are not kept."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """How many messages were written. Raises BadLetter where one would lose an attachment, Unasked without a reason."""
        for message in email_messages:
            because = _reason(message)
            if message.attachments:
                raise BadLetter("letters carry no attachments; put a link to the page instead")
            for recipient in message.recipients():
                post(
                    kind=str(message.extra_headers.get(KIND_HEADER, "message")),
                    recipient=recipient,
                    subject=str(message.subject),
                    text=str(message.body),
                    html=_html(message),
                    now=timezone.now(),
                    because=because,
                )
        return len(email_messages)
