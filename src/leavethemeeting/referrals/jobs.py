"""What the referrals slice forgets by the clock."""

from __future__ import annotations

from datetime import datetime, timedelta

from leavethemeeting.referrals.models import Invitation
from leavethemeeting.referrals.personal_data import KEPT_DAYS

CHUNK = 200  # rows a transaction, so that the realtime app's writer never waits long


def forget_old_invitations(*, now: datetime) -> int:
    """Delete invitations a year after their links were made; the inviter's numbers shrink with them."""
    old = Invitation.objects.filter(made_at__lte=now - timedelta(days=KEPT_DAYS)).values_list("pk", flat=True)
    return Invitation.objects.filter(pk__in=list(old[:CHUNK])).delete()[0]
