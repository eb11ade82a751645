"""The writer of opens and visits: noted with consent, counted without, folded into a number when consent ends."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet

from leavethemeeting.consent.kinds import Kind
from leavethemeeting.mail.guard import Reader
from leavethemeeting.mail.judging import BURST, BURST_LINKS, Judged, Why, judged
from leavethemeeting.mail.lists import agreed
from leavethemeeting.mail.measuring import shared_link
from leavethemeeting.mail.models import Letter, LinkKind, MailLink, MailVisit

MOST_VISITS = 100  # of one link that are noted: whoever holds a letter cannot fill the database with it

_COUNTER = {Judged.PERSON: "persons", Judged.MACHINE: "machines", Judged.UNKNOWN: "unknowns"}


def _count(link: MailLink, verdict: Judged, now: datetime, times: int = 1) -> None:
    """Add to the number that the mailing's readers share."""
    if not link.shared:
        link, _ = shared_link(link.mailing, LinkKind(link.kind), link.target, now)
    counter = _COUNTER[verdict]
    MailLink.objects.filter(pk=link.pk).update(**{counter: F(counter) + times})


def _may_be_noted(letter: Letter, headers: Mapping[str, str]) -> bool:
    """Whether its reader consents now, and the browser at hand says nothing against it."""
    if headers.get("Sec-GPC", "") == "1":
        return False
    return agreed(Kind.MAIL_MEASUREMENT, Reader(letter.recipient, letter.user_id, letter.kind))


def _was_a_burst(letter: Letter, at: datetime) -> None:
    """Several links of one letter within two seconds: all of that was a scanner, also what came first."""
    near = MailVisit.objects.filter(
        link__letter=letter, link__kind=LinkKind.VISIT, at__gt=at - BURST, at__lte=at + BURST
    )
    if near.values("link").distinct().count() >= BURST_LINKS:
        near.exclude(judged=Judged.MACHINE).update(judged=Judged.MACHINE, why=Why.BURST)


@transaction.atomic
def note(link: MailLink, *, headers: Mapping[str, str], now: datetime) -> None:
    """One GET of ``link``'s address; ``headers`` are the request's, of which only the judgement is kept."""
    letter = link.letter
    since = now - letter.sent_at if letter and letter.sent_at else None
    verdict, why = judged(headers, since_delivery=since)
    if letter is None or not _may_be_noted(letter, headers):
        _count(link, verdict, now)
        return
    if link.visits.count() >= MOST_VISITS:
        return
    MailVisit.objects.create(link=link, at=now, judged=verdict, why=why)
    if link.kind == LinkKind.VISIT:
        _was_a_burst(letter, now)


def _fold(links: QuerySet[MailLink], now: datetime) -> None:
    """Turn visits into numbers without times and readers."""
    visits = MailVisit.objects.filter(link__in=links)
    found = list(visits.select_related("link__mailing"))
    for visit in found:
        _count(visit.link, Judged(visit.judged), now)
    MailVisit.objects.filter(pk__in=[visit.pk for visit in found]).delete()


@transaction.atomic
def take_off_readers(letters: QuerySet[Letter], *, now: datetime) -> None:
    """From now on nothing that these letters' addresses are asked leads to a person; the numbers stay."""
    links = MailLink.objects.filter(letter__in=letters)
    _fold(links, now)
    links.update(letter=None)


@transaction.atomic
def forget_visits(letters: QuerySet[Letter]) -> None:
    """The person goes, and what they opened goes with them; their letters' links lead on."""
    links = MailLink.objects.filter(letter__in=letters)
    MailVisit.objects.filter(link__in=links).delete()
    links.update(letter=None)
