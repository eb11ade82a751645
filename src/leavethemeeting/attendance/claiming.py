"""Who a connection is said to belong to, once somebody has shown the address to be theirs."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from leavethemeeting.attendance import packs
from leavethemeeting.attendance.models import Claim


@transaction.atomic
def verify_claims(_user_id: UUID, email: str) -> None:
    """What guests said at our own door under ``email`` counts as verified from now on; the events stay as they are.

    So a report tells the guest's tab and the member's tab of one occurrence as one person.
    """
    said = Claim.objects.filter(attendee_id__isnull=False, email__iexact=email, email_verified=False)
    packs.drop(said.values_list("occurrence_id", flat=True))
    said.update(email_verified=True)
