"""What this slice does by the clock."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from leavethemeeting.evidence.actions import check_itself
from leavethemeeting.evidence.models import SelfCheck, Undeclared
from leavethemeeting.privacy.keeping import Rule, first_of

CHECKS_KEPT_FOR = timedelta(days=90)
UNDECLARED_KEPT_FOR = timedelta(days=30)
EVERY = timedelta(hours=1)
CHUNK = 200


def check_by_the_clock(*, now: datetime) -> int:
    """A self-check, unless another process made one within the hour; how many were made."""
    if SelfCheck.objects.filter(at__gt=now - EVERY, at__lte=now).exists():
        return 0
    check_itself(now=now)
    return 1


def forget_old_checks(*, now: datetime) -> int:
    """Delete self-checks after ninety days, and what no register knew thirty days after it was last seen; how many rows."""
    gone = 0
    for rows in (
        SelfCheck.objects.filter(at__lte=now - CHECKS_KEPT_FOR),
        Undeclared.objects.filter(last_at__lte=now - UNDECLARED_KEPT_FOR),
    ):
        old = list(rows.values_list("pk", flat=True)[:CHUNK])
        gone += rows.model._default_manager.filter(pk__in=old).delete()[0]
    return gone


RULES = (
    Rule("self_checks", _("Self-checks"), ("evidence_self_check",), CHECKS_KEPT_FOR.days,
         first_of(SelfCheck.objects.all(), "at", CHECKS_KEPT_FOR), forget_old_checks),
    Rule("undeclared", _("Names of cookies that no register knew"), ("evidence_undeclared",), UNDECLARED_KEPT_FOR.days,
         first_of(Undeclared.objects.all(), "last_at", UNDECLARED_KEPT_FOR), forget_old_checks),
)  # fmt: skip
