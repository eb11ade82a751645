"""Where letters of this installation go: a page that promises one must not keep back that it cannot be sent."""

from __future__ import annotations

from django.http import HttpRequest

from leavethemeeting.mail.access import is_open_here
from leavethemeeting.shared.environment import environment


def whereabouts_of_letters(request: HttpRequest) -> dict[str, object]:
    """For templates: ``delivers`` (a mail server is set), ``outbox_here`` (this reader may open the outbox), ``sender``."""
    seen = environment()
    return {"delivers": seen.smtp is not None, "outbox_here": is_open_here(request), "sender": seen.email_from}
