"""The table of a report: one row per attendee, sorted and filtered before it is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from leavethemeeting.attendance.queries import ConnectionKey, Counted, slug_of
from leavethemeeting.domain.attendance import Row as Measured
from leavethemeeting.domain.events import ExitReason, Interaction
from leavethemeeting.domain.people import normal_email, normal_name
from leavethemeeting.domain.timelines import AttendeeTimeline, Edge, EdgeQuality, Flag, State
from leavethemeeting.meetings.models import Attendee
from leavethemeeting.reports.cells import plain

#: Kinds that add up to "interactions"; switching a device on or off is listed but not added.
ADDED_UP = (
    Interaction.CHAT, Interaction.REACTION, Interaction.HAND_UP, Interaction.POLL_ANSWER, Interaction.CHECK_ANSWER,
    Interaction.SCREEN_ON,
)  # fmt: skip
_ADDED_UP = tuple(kind.value for kind in ADDED_UP)  # a plain text is found faster than a member of an enumeration
AUTO_RULE = f"{ExitReason.AUTO_RULE.value}:"


@dataclass(frozen=True, slots=True)
class Row:
    """One attendee of one occurrence. Times are milliseconds UTC, percentages have one decimal."""

    slug: str
    name: str
    email: str
    email_verified: bool
    role: str  # "host", "participant", "viewer"
    standing: str  # "member", "guest" (came through our door), "outside" (another source knows them)
    line: AttendeeTimeline
    counts: Mapping[str, int]
    speaking_ms: int
    percent: float
    percent_upper: float | None  # only where something is unknown

    @property
    def interactions(self) -> int:
        """Everything that adds up."""
        return sum([self.counts.get(kind, 0) for kind in _ADDED_UP]) if self.counts else 0

    @property
    def late(self) -> bool:
        return Flag.LATE in self.line.flags

    @property
    def early(self) -> bool:
        return Flag.EARLY in self.line.flags

    @property
    def review(self) -> bool:
        return Flag.REVIEW in self.line.flags

    @property
    def here(self) -> bool:
        """Present at the moment the report was made."""
        return self.line.state is State.PRESENT

    @property
    def last_edge(self) -> Edge | None:
        return self.line.stays[-1].end if self.line.stays else None

    @property
    def why_left(self) -> str:
        """The reason of the last exit, in words; empty while present."""
        return "" if self.here or self.last_edge is None else why(self.last_edge)

    @property
    def did(self) -> list[tuple[str, int]]:
        """``(kind, how often)`` of what adds up, in the order of ``ADDED_UP``."""
        return [(kind.value, self.counts[kind]) for kind in ADDED_UP if self.counts.get(kind)]


def why(edge: Edge) -> str:
    """Why a stay ended, in words. A source's own reason that we do not know is shown as it came."""
    known = {
        ExitReason.LEFT: _("left"),
        ExitReason.REMOVED: _("removed by a host"),
        ExitReason.ENDED: _("meeting ended"),
        ExitReason.CLOSED: _("closed the page"),
        ExitReason.LOST: _("connection lost"),
        ExitReason.TRANSPORT: _("connection dropped"),
    }
    by_quality = {
        EdgeQuality.OPEN: _("still present"),
        EdgeQuality.ASSUMED: _("no exit seen, taken to last until the end"),
        EdgeQuality.LEASE_EXPIRED: _("no more signs of life"),
        EdgeQuality.OBSERVED: _("gone from the host's list"),
        EdgeQuality.MANUAL: _("set by a host"),
        EdgeQuality.HEARTBEAT: _("last sign of life"),
    }
    if edge.reason.startswith(AUTO_RULE):
        return _("left by the rule “%(rule)s”") % {"rule": plain(edge.reason.removeprefix(AUTO_RULE)).replace("_", " ")}
    if edge.reason in known:
        return known[ExitReason(edge.reason)]
    return plain(edge.reason) or by_quality.get(edge.quality, "")


def rows_of(
    measured: Iterable[Measured],
    *,
    tallies: Mapping[ConnectionKey, Mapping[str, Counted]],
    known: Mapping[str, Attendee],
) -> list[Row]:
    """A row for everyone. ``known``: attendees of our own door by ``attendee:<id>`` token."""
    return [_row(one, tallies, known) for one in measured]


def _row(
    measured: Measured, tallies: Mapping[ConnectionKey, Mapping[str, Counted]], known: Mapping[str, Attendee]
) -> Row:
    line = measured.attendee
    person = line.person
    ours = next((known[token] for token in (person.key, *person.known_by) if token in known), None)
    counts, speaking = _did(person.claimants, tallies)
    return Row(
        slug=slug_of(person.key),
        name=plain(ours.name if ours else person.name) or _("Unnamed guest"),
        email=plain(ours.email if ours else person.email),
        email_verified=ours.email_verified if ours else any(token.startswith("email:") for token in person.known_by),
        role="host" if line.host else (ours.role if ours else person.role or "participant"),
        standing="outside" if ours is None else "member" if ours.user_id else "guest",
        line=line,
        counts=counts,
        speaking_ms=speaking,
        percent=measured.percent,
        percent_upper=measured.percent_upper if line.unknown_ms else None,
    )


def _did(
    connections: Sequence[ConnectionKey], tallies: Mapping[ConnectionKey, Mapping[str, Counted]]
) -> tuple[dict[str, int], int]:
    counts: dict[str, int] = {}
    speaking = 0
    for connection in connections:
        for kind, counted in tallies.get(connection, {}).items():
            counts[kind] = counts.get(kind, 0) + counted.count
            speaking += counted.milliseconds if kind == Interaction.SPEAKING else 0
    return counts, speaking


_FAR = 1 << 62  # sorts those without a time behind those with one

SORTS: dict[str, Callable[[Row], tuple[object, ...]]] = {
    "name": lambda row: (normal_name(row.name), row.slug),
    "role": lambda row: (row.role, normal_name(row.name)),
    "entrance": lambda row: (row.line.first_entrance or _FAR, row.slug),
    "exit": lambda row: (_FAR if row.here else row.line.last_exit or _FAR, row.slug),
    "present": lambda row: (row.line.present_ms, row.slug),
    "stays": lambda row: (len(row.line.stays), row.slug),
    "late": lambda row: (-1 if row.line.late_ms is None else row.line.late_ms, row.slug),
    "early": lambda row: (-1 if row.line.early_ms is None else row.line.early_ms, row.slug),
    "interactions": lambda row: (row.interactions, row.slug),
    "speaking": lambda row: (row.speaking_ms, row.slug),
}
DEFAULT_SORT = "entrance"

FILTERS: dict[str, Callable[[Row], bool]] = {
    "here": lambda row: row.here,
    "late": lambda row: row.late,
    "early": lambda row: row.early,
    "unknown": lambda row: bool(row.line.unknown_ms),
    "disputed": lambda row: bool(row.line.disputed_ms),
    "review": lambda row: row.review,
}


def sorted_by(rows: Iterable[Row], wanted: str) -> list[Row]:
    """``wanted`` is a key of ``SORTS``, with ``-`` in front for the other way round; unknown: by entrance."""
    key = SORTS.get(wanted.removeprefix("-"), SORTS[DEFAULT_SORT])
    return sorted(rows, key=key, reverse=wanted.startswith("-"))


def found(rows: Iterable[Row], *, text: str = "", only: str = "") -> list[Row]:
    """Rows whose name or address contains ``text``, of those that ``only`` (a key of ``FILTERS``) lets through."""
    name, email = normal_name(text), normal_email(text)
    passes = FILTERS.get(only)
    return [
        row for row in rows
        if (passes is None or passes(row)) and (not text or (name and name in normal_name(row.name)) or (email and email in row.email.casefold()))
    ]  # fmt: skip
