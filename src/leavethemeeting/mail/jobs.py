"""What the mail slice does by the clock, beside delivery."""

from __future__ import annotations

from datetime import datetime, timedelta

from leavethemeeting.mail.models import Letter

KEPT_FOR = timedelta(days=30)  # declared in personal_data.py, column by column
CHUNK = 200  # rows a transaction, so that the realtime app's writer never waits long


def delete_old_letters(*, now: datetime) -> int:
    """Delete at most ``CHUNK`` letters older than thirty days, whatever became of them; how many."""
    old = Letter.objects.filter(written_at__lte=now - KEPT_FOR).values_list("pk", flat=True)[:CHUNK]
    return Letter.objects.filter(pk__in=list(old)).delete()[0]
