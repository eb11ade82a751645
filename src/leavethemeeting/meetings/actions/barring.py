"""A removed attendee is kept out of every later date as well: the bar is a removal that each new occurrence takes over."""

from __future__ import annotations

from django.db import transaction

from leavethemeeting.accounts.models import User
from leavethemeeting.domain.permissions import Deed
from leavethemeeting.meetings.models import Attendee, Meeting, Occurrence, Removal
from leavethemeeting.meetings.queries import insist
from leavethemeeting.shared.wakeups import COMMANDS, ring_on_commit


def is_barred(attendee: Attendee) -> bool:
    """Whether later dates of the meeting keep them out."""
    return Removal.objects.filter(attendee=attendee, barred=True, lifted_at=None).exists()


def keep_out_barred(occurrence: Occurrence, now: int) -> None:
    """Before ``occurrence`` opens: whoever is barred is removed from it. What was lifted in it stays lifted."""
    barred = Removal.objects.filter(attendee__meeting_id=occurrence.meeting_id, barred=True, lifted_at=None)
    here = Removal.objects.filter(occurrence=occurrence).values("attendee_id")
    for last in barred.exclude(attendee__in=here).order_by("attendee_id", "-removed_at"):
        Removal.objects.get_or_create(
            occurrence=occurrence, attendee_id=last.attendee_id, lifted_at=None,
            defaults={"removed_at": now, "removed_by_id": last.removed_by_id, "barred": True},
        )  # fmt: skip


@transaction.atomic
def bar(*, meeting: Meeting, attendee: Attendee, actor: User) -> bool:
    """Keep a removed attendee out of all later dates too; False where they are not removed. Raises Http404 for strangers."""
    insist(actor, meeting, Deed.REMOVE)
    return bool(
        Removal.objects.filter(attendee=attendee, attendee__meeting=meeting, lifted_at=None).update(barred=True)
    )


@transaction.atomic
def unbar(*, meeting: Meeting, attendee: Attendee, actor: User, now: int) -> bool:
    """Let them in again, to the date that runs and to later ones; False where they are not barred. Raises Http404."""
    insist(actor, meeting, Deed.REMOVE)
    removals = Removal.objects.filter(attendee=attendee, attendee__meeting=meeting, lifted_at=None)
    for occurrence in removals.values_list("occurrence_id", flat=True):
        ring_on_commit(COMMANDS, str(occurrence))
    return bool(removals.update(lifted_at=now))
