"""The door of this slice for all others: ``Content`` in, one letter out."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from leavethemeeting.mail.actions import post
from leavethemeeting.mail.content import Button, Content, absolute, rendered
from leavethemeeting.mail.guard import Because, Reader
from leavethemeeting.mail.lists import MEASURED
from leavethemeeting.mail.measuring import dress
from leavethemeeting.mail.models import Letter, Mailing

__all__ = ["Because", "Button", "Content", "absolute", "rendered", "send"]


def _standing_mailing(kind: str, now: datetime) -> Mailing:
    """The one mailing of letters that are written one by one, like the plugin's."""
    found, _ = Mailing.objects.get_or_create(
        reference=kind, defaults={"kind": kind, "subject": "", "written_at": now, "finished_at": now}
    )
    return found


@transaction.atomic
def send(
    content: Content, *, kind: str, recipient: str, now: datetime, because: Because, user_id: UUID | None = None,
    mailing: Mailing | None = None,
) -> Letter:  # fmt: skip
    """Write the letter to ``recipient``; ``user_id`` where it is to a member as such.

    Letters of the kinds in ``lists.MEASURED`` are noted as opened and visited when their reader consents.
    Raises BadLetter (see ``mail.actions.post``), ``guard.Unasked`` where ``because`` does not hold, and
    ``measuring.BadTarget`` where a link to be counted leads nowhere.
    """
    if kind not in MEASURED:
        text, html = rendered(content)
        return post(
            kind=kind, recipient=recipient, subject=content.subject, text=text, html=html, now=now, because=because,
            user_id=user_id,
        )  # fmt: skip
    mailing = mailing or _standing_mailing(kind, now)
    dressed = dress(content, Reader(recipient, user_id, kind), mailing=mailing, now=now)
    text, html = rendered(dressed.content, dressed.foot)
    letter = post(
        kind=kind, recipient=recipient, subject=content.subject, text=text, html=html, now=now, because=because,
        user_id=user_id, mailing=mailing, unsubscribe_url=dressed.foot.unsubscribe_url,
    )  # fmt: skip
    dressed.keep(letter)
    return letter
