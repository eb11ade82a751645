"""Log data for the person it is about, and for the provider (whose look is noted by the page that calls)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from leavethemeeting.logdata.kinds import DEVICE_TYPES, FEATURES, METHODS, RESULTS, Feature, Method, Result, What
from leavethemeeting.logdata.models import Entry, Error


def entries_of(user_id: UUID) -> QuerySet[Entry]:
    """A member's own, the newest first."""
    return Entry.objects.filter(user_id=user_id).order_by("-at", "-pk")


def all_entries(*, what: What | None = None, result: Result | None = None) -> QuerySet[Entry]:
    """Everybody's, the newest first; for the provider, who has given a reason."""
    found = Entry.objects.order_by("-at", "-pk")
    if what:
        found = found.filter(what=what.value)
    return found.filter(result=result.value) if result else found


def all_errors() -> QuerySet[Error]:
    """Kinds of errors, the last to happen first. They are about nobody."""
    return Error.objects.order_by("-last_at", "fingerprint")


def new_errors(*, since: datetime) -> int:
    """How many kinds of errors were first seen since then."""
    return Error.objects.filter(first_at__gte=since).count()


def told(entries: Iterable[Entry]) -> list[dict[str, object]]:
    """In words, for a page."""
    return [
        {
            "entry": entry,
            "what": FEATURES[Feature(entry.feature)] if entry.feature else RESULTS[Result(entry.result)],
            "how": _how(entry),
            "device": ", ".join(
                str(one) for one in (entry.browser, entry.system, DEVICE_TYPES.get(entry.device_type, "")) if one
            ),
        }
        for entry in entries
    ]  # fmt: skip


def _how(entry: Entry) -> str:
    if not entry.method:
        return ""
    return entry.network.title() if entry.network else str(METHODS[Method(entry.method)])
