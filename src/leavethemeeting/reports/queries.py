"""Reports, for whoever may see them: an occurrence's timeline measured, with names and interactions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from leavethemeeting.attendance.queries import (
    ConnectionKey,
    at_our_door,
    evidence_of,
    facts_of,
    interactions_of,
    running,
    tallies_of,
)
from leavethemeeting.attendance.reading import Known
from leavethemeeting.attendance.signs import Sign, with_sign
from leavethemeeting.domain.attendance import Attendance, attendance
from leavethemeeting.domain.events import Event, EventType, SourceKind
from leavethemeeting.domain.permissions import Deed
from leavethemeeting.domain.presence import timeline
from leavethemeeting.domain.timelines import Timeline
from leavethemeeting.meetings.models import Attendee, Occurrence
from leavethemeeting.meetings.queries import Reader, occurrence_for
from leavethemeeting.reports.rows import Row, rows_of
from leavethemeeting.room.models import Checkpoint
from leavethemeeting.shared.memory import collector_paused
from leavethemeeting.shared.templatetags.moments import day_and_clock, zone_name

MOST_DRAWN = 20_000  # interactions of an occurrence up to which they are read to be drawn


@dataclass(frozen=True, slots=True)
class Report:
    """One occurrence as its host reads it, as known at ``as_of`` (milliseconds UTC)."""

    occurrence: Occurrence
    zone: ZoneInfo
    as_of: int
    running: bool
    whole: Timeline
    numbers: Attendance
    rows: list[Row]
    known: dict[str, Attendee]
    evidence: Known

    @property
    def title(self) -> str:
        return self.occurrence.meeting.title

    @property
    def zone_label(self) -> str:
        """``Europe/Berlin (CET)``, or ``(CET, CEST)`` where the clocks change meanwhile."""
        name, window = self.occurrence.meeting.time_zone, self.numbers.window
        short = dict.fromkeys(zone_name(at, name) for at in (window.start, window.end))
        return f"{name} ({', '.join(short)})"

    @property
    def when(self) -> str:
        """Day and clock times of the window, and the zone, for the head of the page."""
        window, zone = self.numbers.window, self.occurrence.meeting.time_zone
        start, end = day_and_clock(window.start, zone), day_and_clock(window.end, zone)
        same_day = start[:-5] == end[:-5]
        return f"{start}–{end[-5:] if same_day else end}, {self.zone_label}"

    @property
    def reviews(self) -> int:
        return sum(row.review for row in self.rows)

    @property
    def interactions_known(self) -> int:
        """How many interaction rows there are, by the tallies."""
        return sum(sum(row.counts.values()) for row in self.rows)

    @property
    def events(self) -> list[Event]:
        """The evidence told in full, made anew each time."""
        return self.evidence.in_full()

    @property
    def corrected(self) -> int:
        """Corrections in force."""
        events = self.evidence.events  # a stay in short is never a correction
        return Counter(event.type for event in events)[EventType.CORRECT] - sum(
            event.type is EventType.RETRACT and event.source_kind is SourceKind.HOST for event in events
        )


def report_for(*, user: Reader, occurrence_id: UUID, now: int) -> Report:
    """The report, if ``user`` may see it. Raises Http404 otherwise."""
    return report_of(occurrence_for(user=user, occurrence_id=occurrence_id, deed=Deed.SEE_REPORT), now=now)


def evidence_now(occurrence: Occurrence) -> Known:
    """The evidence of presence, and who the living room holds at this moment."""
    known, sign = evidence_of(occurrence.id), _sign_of(occurrence.id)
    return known if sign is None else Known(with_sign(known.in_full(), sign), [])


def events_now(occurrence: Occurrence) -> list[Event]:
    """``evidence_now`` told in full."""
    return evidence_now(occurrence).in_full()


def _sign_of(occurrence_id: UUID) -> Sign | None:
    last = Checkpoint.objects.filter(occurrence_id=occurrence_id, boot__stopped_at__isnull=True).select_related("boot")
    found = last.order_by("-at").first()
    if found is None:
        return None
    held = frozenset(one[0] if isinstance(one, list) else str(one) for one in found.connections)
    return Sign(found.boot_id.hex, found.boot.started_at, found.at, held)


def report_of(occurrence: Occurrence, *, now: int) -> Report:
    """The report of an occurrence whose reader has been let in. Interaction rows are not read."""
    with collector_paused():
        return _report_of(occurrence, now=now)


def _report_of(occurrence: Occurrence, *, now: int) -> Report:
    evidence = evidence_now(occurrence)
    facts = facts_of(occurrence)
    whole = timeline(evidence.events, visits=evidence.visits, meeting=facts, as_of=now)
    numbers = attendance(whole, meeting=facts)
    known = at_our_door(occurrence.meeting_id)
    return Report(
        occurrence=occurrence,
        zone=ZoneInfo(occurrence.meeting.time_zone),
        as_of=now,
        running=running(occurrence.id),
        whole=whole,
        numbers=numbers,
        rows=rows_of(numbers.rows, tallies=tallies_of(occurrence.id), known=known),
        known=known,
        evidence=evidence,
    )


def who_did_what(report: Report, rows: Iterable[Row]) -> Iterator[tuple[Row, Event, str]]:
    """``(row, interaction, words)`` of ``rows`` by time, read from the log as they are asked for."""
    of: dict[ConnectionKey, Row] = {claimant: row for row in rows for claimant in row.line.person.claimants}
    for event, text in interactions_of(report.occurrence.id, of.keys()):
        yield of[event.source, event.connection], event, text
