"""Delivery: at least once, by whichever process comes first, and patient.

A letter is claimed by one conditional UPDATE that moves its next attempt ahead; the database
lets exactly one process win, on SQLite and on PostgreSQL alike. A process that dies with a
letter in its hand leaves it to whoever looks after ``LEASE``.
"""

from __future__ import annotations

import logging
import time
from datetime import datetime, timedelta

from django.db.models import F, QuerySet

from leavethemeeting.mail.bounces import mark_dead, says_dead
from leavethemeeting.mail.by_api import ServiceConnection
from leavethemeeting.mail.models import Letter
from leavethemeeting.mail.transport import Connection, NotDelivered, Refused, Unreachable
from leavethemeeting.shared.environment import Smtp, environment

log = logging.getLogger(__name__)

MAX_ATTEMPTS = 12  # with the waits below: about twenty hours
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)
LEASE = timedelta(minutes=10)  # longer than any one conversation can last
ROUND_LETTERS = 50
ROUND_S = 60.0
LONGEST_ERROR = 500


def wait_after(attempts: int) -> timedelta:
    """How long to wait after the ``attempts``-th failure: a minute, doubled each time, at most six hours."""
    return min(FIRST_WAIT * (1 << (attempts - 1)), LONGEST_WAIT)


def _due(now: datetime) -> QuerySet[Letter]:
    waiting = Letter.objects.filter(sent_at__isnull=True, given_up_at__isnull=True)
    return waiting.filter(next_attempt_at__lte=now).order_by("next_attempt_at", "id")


def _claim(letter: Letter, now: datetime) -> bool:
    """Whether this process may deliver the letter; counts the attempt before it is made."""
    seen = Letter.objects.filter(
        pk=letter.pk, attempts=letter.attempts, sent_at__isnull=True, given_up_at__isnull=True, next_attempt_at__lte=now
    )
    if not seen.update(attempts=F("attempts") + 1, next_attempt_at=now + LEASE):
        return False
    letter.attempts += 1
    return True


def _note_failure(letter: Letter, error: NotDelivered, now: datetime) -> None:
    """Write down what the server said, and either wait or give up and say so."""
    said = str(error)[:LONGEST_ERROR]
    # A server's answer often repeats the address; the row may hold it, the log may not.
    shown = said if isinstance(error, Unreachable) else said[:3]
    if isinstance(error, Refused) or letter.attempts >= MAX_ATTEMPTS:
        log.error("letter %s (%s) given up after %d attempts: %s", letter.pk, letter.kind, letter.attempts, shown)
        Letter.objects.filter(pk=letter.pk).update(given_up_at=now, last_error=said)
        if says_dead(said):
            mark_dead(letter.recipient, said=said, now=now)
        return
    retry_at = now + wait_after(letter.attempts)
    log.warning("letter %s (%s) not delivered, next try %s: %s", letter.pk, letter.kind, retry_at.isoformat(), shown)
    Letter.objects.filter(pk=letter.pk).update(next_attempt_at=retry_at, last_error=said)


def deliver(smtp: Smtp, *, now: datetime) -> int:
    """Offer every due letter to ``smtp``; how many it took. Stops early when nobody answers."""
    connection = ServiceConnection(smtp) if smtp.service else Connection(smtp)
    sent, started = 0, time.monotonic()
    try:
        for letter in _due(now)[:ROUND_LETTERS]:
            if time.monotonic() - started > ROUND_S:
                break
            if not _claim(letter, now):
                continue
            try:
                connection.send(letter)
            except NotDelivered as error:
                _note_failure(letter, error, now)
                if isinstance(error, Unreachable):
                    break
            else:
                Letter.objects.filter(pk=letter.pk).update(sent_at=now, last_error="")
                sent += 1
    finally:
        connection.close()
    return sent


def deliver_due(*, now: datetime) -> int:
    """The scheduler's duty: how many letters left. Without a mail server they stay in the outbox."""
    smtp = environment().smtp
    return deliver(smtp, now=now) if smtp else 0
