"""What the consent slice forgets by the clock, a chunk at a time."""

from __future__ import annotations

from datetime import datetime, timedelta

from leavethemeeting.consent.models import Acceptance, Consent
from leavethemeeting.consent.personal_data import CHOICE_DAYS, PROOF_DAYS

CHUNK = 200  # rows a transaction, so that the realtime app's writer never waits long


def forget_old_proofs(*, now: datetime) -> int:
    """Delete proofs of people without an account: a year after a guest accepted, or after a consent ended.

    A browser's consent ends with its cookie, even when nobody took it back.
    """
    limit = now - timedelta(days=PROOF_DAYS)
    guests = Acceptance.objects.filter(user__isnull=True, accepted_at__lte=limit).values_list("pk", flat=True)
    ended = Consent.objects.filter(user__isnull=True, withdrawn_at__lte=limit).values_list("pk", flat=True)
    lapsed = Consent.objects.filter(
        withdrawn_at__isnull=True, given_at__lte=limit - timedelta(days=CHOICE_DAYS), user__isnull=True, email=""
    ).values_list("pk", flat=True)
    gone = Acceptance.objects.filter(pk__in=list(guests[:CHUNK])).delete()[0]
    return gone + Consent.objects.filter(pk__in=[*ended[:CHUNK], *lapsed[:CHUNK]]).delete()[0]
