"""The only writer of new letters."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from leavethemeeting.mail.guard import Because, Reader, ensure_asked_for
from leavethemeeting.mail.models import Letter, Mailing
from leavethemeeting.shared.wakeups import LETTERS, ring_on_commit

LONGEST_SUBJECT = 255


class BadLetter(ValueError):
    """The letter cannot be written so: its recipient is no address or its subject is no single line."""


def _one_line(subject: str) -> str:
    """The subject, or BadLetter: a line break in it would start a header of the writer's choosing."""
    if not subject.strip() or len(subject) > LONGEST_SUBJECT:
        raise BadLetter(f"a subject has 1 to {LONGEST_SUBJECT} characters, this one has {len(subject)}")
    if any(not (character.isprintable() or character == "\N{NO-BREAK SPACE}") for character in subject):
        raise BadLetter("a subject is one line of printable characters")
    return subject


def _one_address(recipient: str) -> str:
    try:
        validate_email(recipient)
    except ValidationError as error:
        raise BadLetter("a letter goes to exactly one address") from error
    return recipient


def post(
    *, kind: str, recipient: str, subject: str, text: str, html: str, now: datetime, because: Because,
    user_id: UUID | None = None, mailing: Mailing | None = None, unsubscribe_url: str = "",
) -> Letter:  # fmt: skip
    """Write one letter to one person, in the caller's transaction; it leaves after the commit.

    ``kind`` names the letter (``verify_email``), ``html`` may be empty, ``now`` is aware.
    Raises BadLetter for a recipient or a subject that could smuggle a header in, and
    ``guard.Unasked`` where ``because`` does not hold for the recipient.
    """
    recipient, subject = _one_address(recipient), _one_line(subject)
    ensure_asked_for(kind=kind, reader=Reader(recipient, user_id, kind), because=because)
    letter = Letter.objects.create(
        kind=kind,
        recipient=recipient,
        user_id=user_id,
        because=because,
        mailing=mailing,
        unsubscribe_url=unsubscribe_url,
        subject=subject,
        text=text,
        html=html,
        written_at=now,
        next_attempt_at=now,
    )
    ring_on_commit(LETTERS)
    return letter
