"""How long things are kept, rule by rule, and whether the clock keeps up with it.

A rule knows when the first of its rows ought to go (``due``) and which duty lets it go (``do``, which stands in
``project/schedule.py`` as well). Whatever is still there longer than ``SLACK`` after that is *overdue*: a number
that the doctor, the self-check and a public page show. Nothing of a row is shown but its age.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Min, QuerySet
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SLACK = timedelta(
    hours=3
)  # the slowest duty comes every hour; one may fail, and a long outage takes a while to catch up
Due = Callable[[], datetime | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """``days`` is None where each row says itself when it ends. ``tables``: what of the data map it is about."""

    name: str
    title: StrOrPromise
    tables: tuple[str, ...]
    days: int | None
    due: Due
    do: Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Reading:
    """One rule, measured. ``late`` is how far the first row is beyond its time; zero where nothing is.

    ``share`` is the age of the oldest row over its limit: 1.0 is the moment at which it goes; None where a rule has
    no one limit.
    """

    rule: Rule
    due: datetime | None
    late: timedelta
    share: float | None

    @property
    def overdue(self) -> bool:
        return self.late > SLACK


def first_of(rows: QuerySet[Any], field: str, kept: timedelta = timedelta(0)) -> Due:
    """``kept`` after the smallest ``field`` of ``rows``; the rows are asked for anew each time."""

    def due() -> datetime | None:
        found: datetime | None = rows.all().aggregate(first=Min(field))["first"]
        return None if found is None else found + kept

    return due


def sooner(*dues: Due) -> Due:
    """The earliest of several."""

    def due() -> datetime | None:
        return min((moment for one in dues if (moment := one()) is not None), default=None)

    return due


_rules: dict[str, Rule] = {}


def keep(*rules: Rule) -> None:
    """Enter rules. Raises ValueError for a name that another rule has."""
    for rule in rules:
        if _rules.setdefault(rule.name, rule) is not rule:
            raise ValueError(f"two rules of keeping are called {rule.name!r}")


def rules() -> Mapping[str, Rule]:
    """Every rule by its name."""
    return dict(_rules)


def measure(rule: Rule, *, now: datetime) -> Reading:
    due = rule.due()
    if due is None:
        return Reading(rule, None, timedelta(0), None if rule.days is None else 0.0)
    limit = timedelta(days=rule.days) if rule.days else None
    share = round((limit - (due - now)) / limit, 3) if limit else None
    return Reading(rule, due, max(timedelta(0), now - due), share)


def measured(*, now: datetime) -> list[Reading]:
    """Every rule, in the order in which they were entered."""
    return [measure(rule, now=now) for rule in _rules.values()]


def overdue(*, now: datetime) -> list[str]:
    """One sentence for each rule whose rows are still there; empty when all have gone in time."""
    return [
        f"{reading.rule.name}: the oldest row should have gone {_span(reading.late)} ago"
        for reading in measured(now=now)
        if reading.overdue
    ]


def _span(late: timedelta) -> str:
    hours = int(late.total_seconds() // 3600)
    return f"{hours // 24} days" if hours >= 48 else f"{hours} hours"


TITLES: Mapping[str, StrOrPromise] = {
    "letters": _("Letters, and who opened them"), "links": _("Links in letters"), "ways_out": _("Ways out of lists"),
    "dead_addresses": _("Addresses that returned letters"), "mailings": _("Mailings without letters"),
    "meta_requests": _("Deletions asked for at Facebook"), "unconfirmed": _("Sign-ups that nobody confirmed"),
    "ending_accounts": _("Accounts whose owner asked to delete them"), "session_addresses": _("Full IP addresses of sign-ins"),
    "known_devices": _("Known devices"), "plugins": _("Connected plugins"), "looks": _("Who looked"),
    "deeds": _("What the provider did"), "blocks": _("Blocked networks"), "suspensions": _("Suspensions that were lifted"),
    "readings": _("What plugins can read"), "alarms": _("Pages that plugins cannot read"),
    "log_addresses": _("Full IP addresses of log data"), "log_data": _("Log data"), "errors": _("Errors"),
    "acceptances": _("What guests accepted"), "consents": _("Consents that ended, of people without an account"),
    "invitations": _("Invitations"), "sessions": _("Sessions of browsers"), "limits": _("Counted tries"),
    "plugin_wishes": _("Wishes for the plugin’s link"), "cases": _("Closed cases"),
    "unconfirmed_cases": _("Cases whose address was never confirmed"), "evidence": _("Evidence of a meeting, until its host’s limit"),
    "attendees": _("Attendees of whom nothing is kept any more"),
}  # fmt: skip
