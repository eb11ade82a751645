"""Reports that a letter came no further (RFC 3464), as a mail server hands them over on a pipe.

Anybody can send mail to the address where reports arrive, so a report is believed about nothing but
the one letter it quotes, by an id that only that letter's reader and the servers on the way have seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.errors import MessageError
from email.message import Message
from email.policy import default as modern
from enum import StrEnum
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from leavethemeeting.mail.models import Letter, Undeliverable

LONGEST_REPORT = 1_000_000  # bytes; a report quotes headers, or the letter at most
LONGEST_SAID = 500
LETTER_HEADER = "X-Letter"
_ID = r"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"
_QUOTED = re.compile(rf"^(?:X-Letter:\s*|Message-ID:\s*<|Original-Envelope-Id:\s*){_ID}", re.IGNORECASE | re.MULTILINE)
_DEAD = re.compile(r"5\.(1\.[1236]|2\.1|1\.10|4\.1)\b")  # RFC 3463: no such mailbox or host, moved away, disabled


class NoReport(ValueError):
    """This is no report about one of our letters; ``str()`` says what is missing."""


class Outcome(StrEnum):
    """What a report led to."""

    DEAD = "the address is dead; no more news go there for a while"
    GIVEN_BACK = "noted in the outbox; other letters are still tried"
    DELAYED = "the server is still trying; nothing was changed"
    UNKNOWN = "there is no such letter, or no longer; nothing was changed"


@dataclass(frozen=True, slots=True)
class Report:
    """What a server says about one letter. ``status`` is an enhanced status code (RFC 3463) like 5.1.1."""

    letter_id: UUID
    failed: bool
    status: str
    said: str

    @property
    def dead(self) -> bool:
        """Whether the address itself is the reason; a full mailbox or a spam filter is not."""
        return self.failed and _DEAD.match(self.status) is not None


def _fields(part: Message) -> Iterator[Message]:
    """The groups of a ``message/delivery-status`` part: about the message, then one for each recipient."""
    payload = part.get_payload()
    if isinstance(payload, list):
        yield from (group for group in payload if isinstance(group, Message))


def one_line(words: object) -> str:
    """What a stranger's server said, as one printable line."""
    return " ".join(re.sub(r"[^\x20-\x7e\xa0-\U0010ffff]", " ", str(words)).split())[:LONGEST_SAID]


def read_report(raw: bytes) -> Report:
    """The report in ``raw``, a whole mail. Raises NoReport; never anything else, whatever is in it."""
    if len(raw) > LONGEST_REPORT:
        raise NoReport("longer than any report")
    try:
        message = message_from_bytes(raw, policy=modern)
        parts = list(message.walk())
        group = next(
            (group for part in parts if part.get_content_type() == "message/delivery-status" for group in _fields(part) if group.get("Action")),
            None,
        )  # fmt: skip
        if group is None:
            raise NoReport("it has no delivery status of a recipient (RFC 3464)")
        action, status = one_line(group.get("Action", "")).lower(), one_line(group.get("Status", ""))
        said = one_line(group.get("Diagnostic-Code", "")) or status
    except (MessageError, ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError) as error:
        if isinstance(error, NoReport):
            raise
        raise NoReport(f"it cannot be read as a mail ({type(error).__name__})") from error
    return Report(_quoted_letter(raw), action == "failed", status, said)


def _quoted_letter(raw: bytes) -> UUID:
    """Which letter the report quotes: its own header, its Message-ID, or the id we gave the server with it."""
    found = _QUOTED.search(raw.decode("utf-8", "replace"))
    if found is None:
        raise NoReport("it quotes no letter of ours")
    return UUID(found[1])


@transaction.atomic
def record(report: Report, *, now: datetime) -> Outcome:
    """Write down what became of the letter; a dead address gets no more news."""
    letter = Letter.objects.filter(pk=report.letter_id).first()
    if letter is None:
        return Outcome.UNKNOWN
    if not report.failed:
        return Outcome.DELAYED
    Letter.objects.filter(pk=letter.pk).update(bounced_at=now, last_error=report.said)
    if not report.dead:
        return Outcome.GIVEN_BACK
    mark_dead(letter.recipient, said=report.said, now=now)
    return Outcome.DEAD


def mark_dead(address: str, *, said: str, now: datetime) -> None:
    """An address that a server called dead."""
    Undeliverable.objects.update_or_create(
        address=address.lower(), defaults={"since": now, "said": said[:LONGEST_SAID]}
    )


def says_dead(answer: str) -> bool:
    """Whether a mail server's answer (``550 5.1.1 No such user``) calls the address itself dead."""
    found = re.match(r"5\d\d[ -](5\.\d+\.\d+)", answer)
    return found is not None and _DEAD.match(found[1]) is not None


def take(raw: bytes) -> str:
    """What a pipe hands over: note it, and say in one sentence what was done. Raises DatabaseError."""
    try:
        report = read_report(raw)
    except NoReport as reason:
        return f"Ignored: {reason}."
    return f"Letter {report.letter_id}: {record(report, now=timezone.now())}."
