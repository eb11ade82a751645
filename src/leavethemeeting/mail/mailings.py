"""Letters to everybody who asked: begun once, written in small chunks, resumed after any interruption.

A mailing knows how far it came (``written_up_to``), and the database refuses a second letter of it to the
same address. So a process that dies in between costs nothing and doubles nothing.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from leavethemeeting.consent.models import Consent
from leavethemeeting.consent.queries import who_want
from leavethemeeting.mail.composing import send
from leavethemeeting.mail.content import Button, Content
from leavethemeeting.mail.guard import Because, Unasked
from leavethemeeting.mail.letters import news
from leavethemeeting.mail.lists import LISTS, NEWS
from leavethemeeting.mail.models import Letter, Mailing, Undeliverable
from leavethemeeting.mail.readers import reach
from leavethemeeting.shared.wakeups import LETTERS, ring_on_commit

CHUNK = 25  # letters a transaction: with their links and ways out at most 200 rows
ROUND_S = 30.0


def _kept(content: Content) -> dict[str, object]:
    button = {"label": content.button.label, "url": content.button.url} if content.button else None
    return {
        "paragraphs": list(content.paragraphs), "button": button, "facts": [list(fact) for fact in content.facts],
        "after": list(content.after),
    }  # fmt: skip


def _content(mailing: Mailing) -> Content:
    kept = mailing.content
    button = Button(kept["button"]["label"], kept["button"]["url"]) if kept["button"] else None
    return Content(
        subject=mailing.subject, paragraphs=tuple(kept["paragraphs"]), button=button,
        facts=tuple((what, value) for what, value in kept["facts"]), after=tuple(kept["after"]),
    )  # fmt: skip


def begin(content: Content, *, kind: str, reference: str, now: datetime) -> Mailing:
    """A mailing to everybody on the list of ``kind`` as of ``now``; one with this reference is begun once.

    The letters are written by ``write_due``, which the schedule keeps going. Raises ValueError for no list.
    """
    if kind not in LISTS:
        raise ValueError(f"nobody can ask for letters of kind {kind!r}")
    mailing, _ = Mailing.objects.get_or_create(
        reference=reference,
        defaults={"kind": kind, "subject": content.subject, "content": _kept(content), "written_at": now},
    )
    ring_on_commit(LETTERS)
    return mailing


def send_news(
    *, subject: str, paragraphs: Sequence[str], now: datetime, button: Button | None = None, reference: str = ""
) -> Mailing:
    """Product news to everybody who asked for it and has not taken that back.

    Give a ``reference`` of your own (a form's) to make a second press of the same button harmless.
    """
    content = news(subject=subject, paragraphs=paragraphs, button=button)
    return begin(content, kind=NEWS, reference=reference or f"news:{uuid4()}", now=now)


def _next(mailing: Mailing) -> list[Consent]:
    asked = who_want(LISTS[mailing.kind]).filter(given_at__lte=mailing.written_at)
    if mailing.written_up_to:
        asked = asked.filter(pk__gt=mailing.written_up_to)
    return list(asked.order_by("pk")[:CHUNK])


def _addresses(asked: list[Consent]) -> dict[UUID, str]:
    """Where each consent's letter goes, without addresses that are dead."""
    members = reach([consent.user_id for consent in asked if consent.user_id])
    found = {one.pk: one.email or members.get(one.user_id or one.pk, "") for one in asked}
    dead = set(Undeliverable.objects.filter(address__in=[to.lower() for to in found.values()]).values_list(flat=True))
    return {consent: to for consent, to in found.items() if to and to.lower() not in dead}


def _write(mailing: Mailing, asked: list[Consent], now: datetime) -> int:
    content, addresses, written = _content(mailing), _addresses(asked), 0
    for consent in asked:
        to = addresses.get(consent.pk)
        if to is None or Letter.objects.filter(mailing=mailing, recipient__iexact=to).exists():
            continue
        try:
            send(
                content, kind=mailing.kind, recipient=to, now=now, because=Because.SUBSCRIBED, user_id=consent.user_id,
                mailing=mailing,
            )  # fmt: skip
        except Unasked:
            continue  # taken back a moment ago; the guard has said so in the log
        written += 1
    return written


@transaction.atomic
def write_chunk(mailing_id: UUID, *, now: datetime) -> int | None:
    """The next letters of a mailing; how many. None: all are written."""
    mailing = Mailing.objects.select_for_update().get(pk=mailing_id)
    if mailing.finished_at:
        return None
    asked = _next(mailing)
    if not asked:
        mailing.finished_at = now
        mailing.save(update_fields=["finished_at"])
        return None
    written = _write(mailing, asked, now)
    mailing.written_up_to = asked[-1].pk
    mailing.save(update_fields=["written_up_to"])
    return written


def write_due(*, now: datetime) -> int:
    """The scheduler's duty: go on with every mailing that is not finished; how many letters were written."""
    written, started = 0, time.monotonic()
    for mailing_id in (
        Mailing.objects.filter(finished_at__isnull=True).order_by("written_at").values_list("pk", flat=True)
    ):
        while time.monotonic() - started < ROUND_S:
            chunk = write_chunk(mailing_id, now=now)
            if chunk is None:
                break
            written += chunk
    return written
