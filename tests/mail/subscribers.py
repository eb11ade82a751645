"""People who asked for letters, and what arrives at them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.message import EmailMessage

from leavethemeeting.accounts.models import User
from leavethemeeting.consent.actions import give
from leavethemeeting.consent.kinds import Channel, Kind, sentence
from leavethemeeting.mail.content import Button
from leavethemeeting.mail.delivery import deliver
from leavethemeeting.mail.mailings import send_news, write_due
from leavethemeeting.mail.models import Mailing
from leavethemeeting.shared.environment import environment
from tests.mail.servers import Mailbox, smtp_server

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
TARGET = "https://blog.example.org/news?of=november"


def agree(kind: Kind, who: User | str) -> None:
    """A member, or an address without an account, switches ``kind`` on."""
    text, channel = sentence(kind), Channel.CHOICES
    if isinstance(who, User):
        give(kind=kind, user_id=who.pk, text=text, channel=channel, now=NOW)
    else:
        give(kind=kind, email=who, text=text, channel=channel, now=NOW)


def news(*, subject: str = "New in November", now: datetime = NOW, target: str = TARGET) -> Mailing:
    """A piece of news, written to everybody who asked."""
    mailing = send_news(subject=subject, paragraphs=("It is faster.",), button=Button("Read", target), now=now)
    write_due(now=now)
    mailing.refresh_from_db()
    return mailing


def delivered(*, now: datetime = NOW) -> dict[str, EmailMessage]:
    """What a real mail server took, by recipient."""
    mailbox = Mailbox()
    with smtp_server(mailbox) as smtp:
        deliver(smtp, now=now)
    return {recipients[0]: letter for recipients, letter in zip(mailbox.recipients, mailbox.letters, strict=True)}


def html_of(letter: EmailMessage) -> str:
    body = letter.get_body(("html",))
    assert body is not None
    return str(body.get_content())


def text_of(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def path_in(letter: EmailMessage, under: str) -> str:
    """The path of the one address of ours that begins with ``under`` ("/l/c/"); empty where there is none."""
    found = set(re.findall(rf"{re.escape(environment().public_url)}({under}[\w-]+)", html_of(letter)))
    assert len(found) <= 1
    return found.pop() if found else ""


def way_out_of(letter: EmailMessage) -> str:
    """The path in the header that mail programs post to."""
    return str(letter["List-Unsubscribe"]).strip("<>").removeprefix(environment().public_url)
