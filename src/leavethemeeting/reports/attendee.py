"""One attendee of one occurrence: every stay, who says so, and what they did."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leavethemeeting.accounts.devices import method_words
from leavethemeeting.accounts.models import Picture, User
from leavethemeeting.accounts.second_factor import has_passkey
from leavethemeeting.domain.events import Event
from leavethemeeting.domain.promises import Audience, Category
from leavethemeeting.domain.timelines import Edge, EdgeQuality, Flag, Stay
from leavethemeeting.reports.cells import plain
from leavethemeeting.reports.queries import Report
from leavethemeeting.reports.rows import Row, why
from leavethemeeting.reports.tables import KINDS, moment
from leavethemeeting.reports.words import assurance_words, source_words
from leavethemeeting.shared.personal_data import data_map
from leavethemeeting.shared.templatetags.moments import clock, duration

_QUALITIES = {
    EdgeQuality.EXPLICIT: gettext_lazy("said at the time"),
    EdgeQuality.HEARTBEAT: gettext_lazy("first or last sign of life"),
    EdgeQuality.LEASE_EXPIRED: gettext_lazy("signs of life stopped; the true end may be later"),
    EdgeQuality.ASSUMED: gettext_lazy("nobody said; taken to last until the end"),
    EdgeQuality.IMPORTED: gettext_lazy("read from a file"),
    EdgeQuality.MANUAL: gettext_lazy("set by a host"),
    EdgeQuality.OBSERVED: gettext_lazy("between two looks at the list of attendees"),
    EdgeQuality.OPEN: gettext_lazy("still going on"),
}
_FLAGS = {
    Flag.CLOCK_OFFSET: gettext_lazy("Their device's clock was wrong by %(offset)s; the times here are corrected."),
    Flag.CLOCK_CLAMPED: gettext_lazy("Their device sent a time from the future; it was cut to when it arrived."),
    Flag.ORPHAN_EXIT: gettext_lazy("An exit came without an entrance; it counts for nothing."),
    Flag.CONFLICT: gettext_lazy("A total that a platform reports differs from the stays here."),
    Flag.AGGREGATE: gettext_lazy("Only a total is known; the stay shows the span it lies in."),
    Flag.OUTAGE: gettext_lazy("The server was away while they were in."),
    Flag.DISPUTED: gettext_lazy("A platform's final report denies time that another source claims."),
    Flag.CORRECTED: gettext_lazy("A host has corrected this."),
}
_SHARED_LABELS = {
    "time_zone": gettext_lazy("Time zone"),
    "date_joined": gettext_lazy("Member since"),
    "last_login": gettext_lazy("Last signed in"),
    "pronouns": gettext_lazy("Pronouns"),
    "organisation": gettext_lazy("Organisation"),
    "sign_in_method": gettext_lazy("Last signed in with"),
}
# Named elsewhere on the page, or no information about the person but the service's own book-keeping.
_NOT_LISTED = frozenset({"id", "name", "email", "is_provider", "age_ok_at"})


@dataclass(frozen=True, slots=True)
class ToldEdge:
    """One end of a stay and the source of that."""

    at: str
    quality: str
    source: str
    reference: str
    received: str
    raw: str


@dataclass(frozen=True, slots=True)
class ToldStay:
    number: int
    entrance: ToldEdge
    exit: ToldEdge
    why: str
    length: str
    smoothed: str
    assurance: str


@dataclass(frozen=True, slots=True)
class Did:
    """One interaction in words."""

    at: str
    kind: str
    value: str
    text: str


def stays(row: Row, report: Report) -> list[ToldStay]:
    """Each stay with the source of every edge: who said so, when we heard, how sure, in their own words."""
    said = {(event.source, event.id): event for event in report.events}
    return [_stay(number, stay, said, report) for number, stay in enumerate(row.line.stays, start=1)]


def did(found: Iterable[tuple[Row, Event, str]], report: Report) -> list[Did]:
    """Interactions in words, with the attendee's own public chat lines where the host keeps the text."""
    zone = report.occurrence.meeting.time_zone
    return [
        Did(
            at=clock(event.at, zone),
            kind=str(KINDS.get(event.interaction, event.interaction)),
            value=duration(event.until - event.at) if event.until else plain(event.value),
            text=plain(text),
        )
        for _row, event, text in found
    ]


def remarks(row: Row) -> list[str]:
    """What a reader should know about this row, in full sentences."""
    offset = duration(abs(row.line.clock_offset_ms))
    found = [str(text) % {"offset": offset} for flag, text in _FLAGS.items() if flag in row.line.flags]
    if row.line.lobby_ms:
        found.append(
            _("They waited %(time)s in the waiting room, which does not count.") % {"time": duration(row.line.lobby_ms)}
        )
    if row.line.outside_ms:
        found.append(_("%(time)s of their presence lie outside the window.") % {"time": duration(row.line.outside_ms)})
    if row.line.max_devices > 1:
        found.append(
            _("They used up to %(n)d devices or tabs at once; that counts once.") % {"n": row.line.max_devices}
        )
    return found


def shared_profile(user: User) -> list[tuple[str, str]]:
    """What the data map lets a host see of a member beside name and e-mail: ``(label, value)`` of what is filled."""
    shared = []
    for column, declared in data_map()["accounts_user"].columns.items():
        seen = Audience.HOST in declared.audience and declared.category in (Category.ACCOUNT, Category.PROFILE)
        value = getattr(user, column, None) if seen and column not in _NOT_LISTED else None
        if value:
            label = _SHARED_LABELS.get(column, column.replace("_", " ").capitalize())
            shared.append((str(label), _shared_value(column, value)))
    return [*shared, (_("Signs in with"), ", ".join(_sign_in(user)))]


def _shared_value(column: str, value: Any) -> str:
    if column == "sign_in_method":
        return method_words(value)
    return date_format(value, "j F Y") if hasattr(value, "year") else plain(str(value))


def portrait(user: User | None) -> str:
    """Where the member's picture is, empty without one. The picture's own page asks again who may see it."""
    if user is None or not Picture.objects.filter(user=user).exists():
        return ""
    return reverse("accounts:picture", args=[user.pk])


def _sign_in(user: User) -> list[str]:
    """How the member signs in; never what with."""
    ways = [_("password")] if user.has_usable_password() else []
    if has_passkey(user.pk):
        ways.append(_("passkey"))
    if apps.is_installed("allauth.socialaccount"):
        accounts = apps.get_model("socialaccount", "SocialAccount")._default_manager.filter(user=user)
        ways += [str(name).capitalize() for name in accounts.values_list("provider", flat=True)]
    return ways or [_("a code by mail")]


def _stay(number: int, stay: Stay, said: dict[tuple[str, str], Event], report: Report) -> ToldStay:
    return ToldStay(
        number=number,
        entrance=_edge(stay.start, said, report),
        exit=_edge(stay.end, said, report),
        why=why(stay.end),
        length=duration(stay.end.at - stay.start.at),
        smoothed=duration(stay.smoothed_ms) if stay.smoothed_ms else "",
        assurance=assurance_words(stay.assurance),
    )


def _edge(edge: Edge, said: dict[tuple[str, str], Event], report: Report) -> ToldEdge:
    event = said.get((edge.source, edge.event_id))
    return ToldEdge(
        at=moment(edge.at, report),
        quality=str(_QUALITIES[edge.quality]),
        source=source_words(edge.source_kind) if edge.source_kind else "",
        reference=plain(edge.source),
        received=clock(event.received_at, report.occurrence.meeting.time_zone) if event else "",
        raw=plain(edge.reason),
    )
