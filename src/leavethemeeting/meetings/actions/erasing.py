"""A person goes from the meetings they came to, their hosts' lists included."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from leavethemeeting.meetings.models import Admission, Attendee
from leavethemeeting.shared.wakeups import ACCESS, ring_on_commit


def guests_under(email: str) -> list[UUID]:
    """Attendees without an account who came under this address."""
    found = Attendee.objects.filter(user__isnull=True, email__iexact=email.strip())
    return list(found.values_list("pk", flat=True))


def attendees_of(user_id: UUID) -> list[UUID]:
    """What a member is in meetings, their own included."""
    return list(Attendee.objects.filter(user_id=user_id).values_list("pk", flat=True))


@transaction.atomic
def erase_attendees(attendee_ids: Collection[UUID]) -> None:
    """Their rows go, with admissions, removals and hand-overs; what they have open closes, and boards are built anew."""
    for attendee_id in attendee_ids:
        ring_on_commit(ACCESS, f"attendee:{attendee_id}")
    Attendee.objects.filter(pk__in=list(attendee_ids)).delete()


def forget_address(email: str) -> None:
    """For ``shared.departures``: guests under the address, and what they were called when they asked to come in."""
    erase_attendees(guests_under(email))
    Admission.objects.filter(email__iexact=email).delete()
