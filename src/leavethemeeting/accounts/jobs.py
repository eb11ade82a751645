"""What the accounts slice does by the clock, a chunk at a time; the scheduler comes back for the rest."""

from __future__ import annotations

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef

from leavethemeeting.accounts.actions import delete_member
from leavethemeeting.accounts.models import User

UNVERIFIED_FOR = timedelta(days=7)
CHUNK = 200  # rows a transaction, so that the realtime app's writer never waits long


def delete_never_verified(*, now: datetime) -> int:
    """Delete sign-ups whose address was never shown to be theirs, a week later; how many members."""
    verified = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True)
    stale = User.objects.filter(~Exists(verified), last_login__isnull=True, date_joined__lte=now - UNVERIFIED_FOR)
    found = list(stale[:CHUNK])
    for user in found:
        delete_member(user=user)
    return len(found)


def delete_expired_sessions(*, now: datetime) -> int:
    """Delete sessions that open nothing any more; they may still name who began to sign up."""
    found = list(Session.objects.filter(expire_date__lt=now).values_list("pk", flat=True)[:CHUNK])
    Session.objects.filter(pk__in=found).delete()
    return len(found)
