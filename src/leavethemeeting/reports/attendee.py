"""One attendee of one occurrence: every stay, who says so, and what they did."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leavethemeeting.accounts.devices import method_words
from leavethemeeting.domain.events import Event
from leavethemeeting.domain.timelines import Edge, EdgeQuality, Flag, Stay
from leavethemeeting.meetings.models import Attendee, SharedProfile
from leavethemeeting.meetings.people import has_picture
from leavethemeeting.reports.cells import plain
from leavethemeeting.reports.queries import Report
from leavethemeeting.reports.rows import Row, why
from leavethemeeting.reports.tables import KINDS, moment
from leavethemeeting.reports.words import assurance_words, source_words
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
#: The columns of a shared profile that are words, in the order of the page.
SHARED = {
    "pronouns": gettext_lazy("Pronouns"),
    "organisation": gettext_lazy("Organisation"),
    "time_zone": gettext_lazy("Time zone"),
    "date_joined": gettext_lazy("Member since"),
    "last_login": gettext_lazy("Last signed in"),
    "sign_in_method": gettext_lazy("Last signed in with"),
    "ways_in": gettext_lazy("Signs in with"),
}


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


def shared_profile(profile: SharedProfile | None) -> list[tuple[str, str]]:
    """What a member shared beside name and e-mail when they last entered: ``(label, value)`` of what is filled."""
    if profile is None:
        return []
    values = ((str(label), _shared_value(column, getattr(profile, column))) for column, label in SHARED.items())
    return [(label, value) for label, value in values if value]


def _shared_value(column: str, value: Any) -> str:
    if column == "ways_in":
        return ", ".join(filter(None, map(method_words, value.split())))
    if column == "sign_in_method":
        return method_words(value)
    return date_format(value, "j F Y") if hasattr(value, "year") else plain(str(value or ""))


def at_our_door(row: Row, report: Report) -> Attendee | None:
    """The attendee of our own door that a row is about; None for whom only another source knows."""
    tokens = (row.line.key, *row.line.person.known_by)
    return next((report.known[token] for token in tokens if token in report.known), None)


def portrait(profile: SharedProfile | None) -> str:
    """Where the picture is that was shared, empty without one. Its own address asks again who may see it."""
    if profile is None or not has_picture(profile):
        return ""
    return reverse("meetings:picture", args=[profile.attendee.meeting_id, profile.attendee_id])


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
