"""What the mail slice does by the clock, beside delivery. Each at most a chunk; the scheduler comes back for the rest."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet

from leavethemeeting.mail.models import Letter, Mailing, MailLink, Undeliverable, WayOut
from leavethemeeting.mail.visits import take_off_readers

KEPT_FOR = timedelta(days=30)  # declared in personal_data.py, column by column, as are the others
WAYS_KEPT_FOR = timedelta(days=365)  # a letter that is found a year later still lets its reader go
LINKS_KEPT_FOR = timedelta(days=365)
DEAD_FOR = timedelta(days=90)  # then an address is tried again
CHUNK = 200  # rows a transaction, so that the realtime app's writer never waits long


def _keep_numbers(letters: list[Letter]) -> None:
    """What became of letters that go, added to their mailing's numbers."""
    for letter in letters:
        if letter.mailing_id is None:
            continue
        failed = letter.given_up_at is not None or letter.bounced_at is not None
        column = "failed_before" if failed else "delivered_before"
        if failed or letter.sent_at is not None:
            Mailing.objects.filter(pk=letter.mailing_id).update(**{column: F(column) + 1})


@transaction.atomic
def delete_old_letters(*, now: datetime) -> int:
    """Delete at most ``CHUNK`` letters older than thirty days, whatever became of them; how many.

    Their visits become numbers of the mailing: after thirty days nobody knows who opened what.
    """
    old = list(Letter.objects.filter(written_at__lte=now - KEPT_FOR).defer("text", "html")[:CHUNK])
    letters = Letter.objects.filter(pk__in=[letter.pk for letter in old])
    _keep_numbers(old)
    take_off_readers(letters, now=now)
    letters.delete()
    return len(old)


def _old_links(now: datetime) -> QuerySet[MailLink]:
    """Links that lead on no longer: a year old, or in a letter to one person that is gone itself."""
    lone = Q(mailing__reference=F("mailing__kind"), shared=False, letter__isnull=True, made_at__lte=now - KEPT_FOR)
    return MailLink.objects.filter(Q(made_at__lte=now - LINKS_KEPT_FOR) | lone)


def _old_mailings(now: datetime) -> QuerySet[Mailing]:
    long_ago = Mailing.objects.filter(written_at__lte=now - LINKS_KEPT_FOR, letters__isnull=True)
    return long_ago.exclude(reference=F("kind"))  # the one of a standing kind goes on


def forget_what_is_over(*, now: datetime) -> int:
    """Delete links, ways out, dead addresses and mailings whose time is over; how many rows."""
    gone = 0
    for rows in (
        _old_links(now),
        WayOut.objects.filter(made_at__lte=now - WAYS_KEPT_FOR),
        Undeliverable.objects.filter(since__lte=now - DEAD_FOR),
        _old_mailings(now),
    ):
        found = list(rows.values_list("pk", flat=True)[:CHUNK])
        gone += rows.model.objects.filter(pk__in=found).delete()[0]
    return gone
