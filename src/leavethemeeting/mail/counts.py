"""What became of a mailing, in numbers."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum

from leavethemeeting.mail.judging import Judged
from leavethemeeting.mail.models import Letter, LinkKind, Mailing, MailLink, MailVisit


@dataclass(frozen=True, slots=True)
class Times:
    """How often, by who it looks to have been. ``readers``: different people, of those whose letters still exist."""

    persons: int
    machines: int
    unknowns: int
    readers: int


@dataclass(frozen=True, slots=True)
class Numbers:
    """Letters ``written``, ``waiting``, ``delivered`` and ``failed`` (refused or bounced); ``measured`` by consent."""

    written: int
    waiting: int
    delivered: int
    failed: int
    measured: int
    opens: Times
    visits: Times


def mailings(kind: str) -> QuerySet[Mailing]:
    """All mailings of a kind, the newest first."""
    return Mailing.objects.filter(kind=kind).order_by("-written_at")


def _times(mailing: Mailing, kind: LinkKind) -> Times:
    visits = MailVisit.objects.filter(link__mailing=mailing, link__kind=kind)
    noted = {judged: visits.filter(judged=judged).count() for judged in Judged}
    counted = MailLink.objects.filter(mailing=mailing, kind=kind, shared=True).aggregate(
        persons=Sum("persons", default=0), machines=Sum("machines", default=0), unknowns=Sum("unknowns", default=0)
    )
    return Times(
        persons=noted[Judged.PERSON] + counted["persons"], machines=noted[Judged.MACHINE] + counted["machines"],
        unknowns=noted[Judged.UNKNOWN] + counted["unknowns"],
        readers=visits.filter(judged=Judged.PERSON).values("link__letter").distinct().count(),
    )  # fmt: skip


def numbers_of(mailing: Mailing) -> Numbers:
    """Counted now; letters that are gone by now are included as far as they were delivered or failed."""
    bad = Q(given_up_at__isnull=False) | Q(bounced_at__isnull=False)
    found = Letter.objects.filter(mailing=mailing).aggregate(
        all=Count("pk"), failed=Count("pk", filter=bad), sent=Count("pk", filter=Q(sent_at__isnull=False) & ~bad)
    )
    before = mailing.delivered_before + mailing.failed_before
    measured = MailLink.objects.filter(mailing=mailing, kind=LinkKind.OPEN, letter__isnull=False).count()
    return Numbers(
        written=found["all"] + before, waiting=found["all"] - found["failed"] - found["sent"],
        delivered=found["sent"] + mailing.delivered_before, failed=found["failed"] + mailing.failed_before,
        measured=measured, opens=_times(mailing, LinkKind.OPEN), visits=_times(mailing, LinkKind.VISIT),
    )  # fmt: skip
