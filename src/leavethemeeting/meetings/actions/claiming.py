"""A guest who turns out to be a member: their attendances become the member's."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models import Q

from leavethemeeting.meetings.models import Attendee
from leavethemeeting.shared.wakeups import ACCESS, ring_on_commit


@transaction.atomic
def claim_attendances(user_id: UUID, email: str) -> None:
    """Guests who came under ``email`` until now were this member, who has just shown that the address is theirs.

    In each meeting the first of these rows becomes the member's, unless they have one already; the others
    are known to be the same person by their verified address. Where the member hosts, no row becomes theirs:
    whoever typed a host's address at the door must not get a host's rights. What a claimed row has
    open closes, and whoever sits there comes back in by signing in.
    """
    under = Attendee.objects.filter(user__isnull=True, email__iexact=email)
    under = under.exclude(Q(meeting__owner_id=user_id) | Q(meeting__co_hosts__user_id=user_id))
    theirs = set(Attendee.objects.filter(user_id=user_id).values_list("meeting_id", flat=True))
    for row in under.order_by("first_came_at", "id"):
        row.email_verified = True
        if row.meeting_id not in theirs:
            theirs.add(row.meeting_id)
            row.user_id = user_id
            ring_on_commit(ACCESS, f"attendee:{row.id}")
        row.save(update_fields=["email_verified", "user_id"])
