"""What tables, columns and values are called on pages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leavethemeeting.shared.moments import to_datetime
from leavethemeeting.shared.table_words import title_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_LONGEST = 500
_FIRST_MOMENT = 10**12  # milliseconds: whatever is below is a number, not a time

#: Where a table's title speaks to the reader, or of something else than a person.
OF_A_PERSON: Mapping[str, StrOrPromise] = {
    "usersessions_usersession": gettext_lazy("Where they are signed in"),
    "meetings_meeting": gettext_lazy("Meetings they host"), "meetings_co_host": gettext_lazy("Meetings they co-host"),
    "meetings_attendee": gettext_lazy("Meetings they came to"), "attendance_claim": gettext_lazy("What the record says of them"),
}  # fmt: skip


def title_of_theirs(table: str) -> str:
    """A table's title on the page of one person."""
    return str(OF_A_PERSON[table]) if table in OF_A_PERSON else title_of(table)


def value_words(value: object) -> str:
    """A stored value as it is read: moments in the reader's zone, yes and no, the size of a picture."""
    match value:
        case None | "":
            return ""
        case bool():
            return _("yes") if value else _("no")
        case datetime():
            return f"{timezone.localtime(value):%Y-%m-%d %H:%M:%S}"
        case int() if value >= _FIRST_MOMENT:
            return f"{timezone.localtime(to_datetime(value)):%Y-%m-%d %H:%M:%S}"
        case bytes() | memoryview():
            return _("%(count)d bytes") % {"count": len(bytes(value))}
    return str(value)[:_LONGEST]
