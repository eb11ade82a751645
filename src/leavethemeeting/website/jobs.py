"""What the website does by the clock, a chunk at a time; the scheduler comes back for the rest."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Max, Q

from leavethemeeting.website.cases import close
from leavethemeeting.website.models import Case, PluginLinkRequest
from leavethemeeting.website.personal_data import CASE_DAYS

REQUEST_KEPT_FOR = timedelta(days=30)  # A15; declared in personal_data.py
CASE_KEPT_FOR = timedelta(days=CASE_DAYS)
UNCONFIRMED_FOR = timedelta(days=7)  # time enough for the provider to judge one without its code
SILENT_FOR = timedelta(days=30)  # an answered case to which nobody writes back is done
CHUNK = 200  # rows a transaction, so that the realtime app's writer never waits long


def delete_old_requests(*, now: datetime) -> int:
    """Delete requests for the plugin's link that nobody followed for thirty days; how many."""
    old = PluginLinkRequest.objects.filter(asked_at__lte=now - REQUEST_KEPT_FOR).values_list("pk", flat=True)[:CHUNK]
    return PluginLinkRequest.objects.filter(pk__in=list(old)).delete()[0]


def close_silent_cases(*, now: datetime) -> int:
    """Close answered questions in which nothing was written for thirty days; how many.

    About a child, or about somebody's rights, only the provider can say that all is done.
    """
    silent = Case.objects.filter(state=Case.State.ANSWERED, kind=Case.Kind.CONTACT).annotate(last=Max("messages__at"))
    found = list(silent.filter(last__lte=now - SILENT_FOR)[:CHUNK])
    for case in found:
        close(case=case, now=now)
    return len(found)


def delete_old_cases(*, now: datetime) -> int:
    """Delete cases a year after they were closed, and those whose address was never confirmed; how many."""
    never = Q(state=Case.State.UNCONFIRMED, opened_at__lte=now - UNCONFIRMED_FOR)
    done = Q(state=Case.State.CLOSED, closed_at__lte=now - CASE_KEPT_FOR)
    found = list(Case.objects.filter(never | done).values_list("pk", flat=True)[:CHUNK])
    Case.objects.filter(pk__in=found).delete()
    return len(found)
