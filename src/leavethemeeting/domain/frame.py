"""What every attendee of a meeting shares: its end, the room server's outages, the rosters.

Computed once per meeting; with it one attendee's timeline can be computed alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from leavethemeeting.domain.events import EventType, SourceKind
from leavethemeeting.domain.evidence import Admitted, Evidence, Ref
from leavethemeeting.domain.intervals import Span
from leavethemeeting.domain.meeting import HOUR, MeetingFacts, Parameters
from leavethemeeting.domain.rosters import RosterLog, roster_logs

# Whose word on the meeting's end counts most. A platform comes before our own opening and
# closing, because a host may forget to close ours.
_END_TRUST = (
    SourceKind.HOST,
    SourceKind.WEBHOOK,
    SourceKind.FILE,
    SourceKind.ROOM,
    SourceKind.HOST_PLUGIN,
    SourceKind.PLUGIN,
)
# An unplanned meeting of which only a platform tells is taken to go on this long in silence.
_QUIET_MS = 4 * HOUR
Outage = tuple[int, int | None]  # (last checkpoint, first checkpoint of the next boot)


@dataclass(frozen=True, slots=True)
class Frame:
    """The meeting around its attendees, as known at ``as_of``; times in ms.

    ``closing`` is where presence without an exit is taken to end; ``live`` says that the
    meeting is taken to be still running. ``listings`` are the spans in which the room's
    checkpoints listed a connection, one per boot.
    """

    as_of: int
    meeting_end: int | None
    closing: int
    live: bool
    last: int
    ends: dict[str, list[int]] = field(default_factory=dict)  # by source
    room_ends: list[int] = field(default_factory=list)
    outages: dict[str, list[Outage]] = field(default_factory=dict)
    listings: dict[Ref, list[Span]] = field(default_factory=dict)
    rosters: dict[str, RosterLog] = field(default_factory=dict)


def frame_of(admitted: Admitted, meeting: MeetingFacts, parameters: Parameters, as_of: int) -> Frame:
    """Read the evidence about the meeting as a whole."""
    found = admitted.meeting
    starts, stops = found.get(EventType.MEETING_START, []), found.get(EventType.MEETING_END, [])
    end = _meeting_end(starts, stops, meeting, parameters)
    last = admitted.last if admitted.last is not None else as_of
    planned = meeting.scheduled_end
    horizon = last if planned is None else max(planned, last)
    patience = _QUIET_MS if planned is None else parameters.occurrence_stitch_ms
    live = end is None and as_of <= horizon + patience
    listings, outages = _checkpoints(found.get(EventType.CHECKPOINT, []), as_of, parameters)
    ends: dict[str, list[int]] = {}
    for stop in stops:
        ends.setdefault(stop.event.source, []).append(stop.at)
    return Frame(
        as_of=as_of,
        meeting_end=end,
        closing=as_of if live else min(as_of, horizon if end is None else end),
        live=live,
        last=last,
        ends={source: sorted(times) for source, times in ends.items()},
        room_ends=sorted(s.at for s in stops if s.event.source_kind is SourceKind.ROOM),
        outages=outages,
        listings=listings,
        rosters=roster_logs(found.get(EventType.ROSTER, []), admitted.seen, parameters),
    )


def _meeting_end(
    starts: list[Evidence], stops: list[Evidence], meeting: MeetingFacts, parameters: Parameters
) -> int | None:
    """When the occurrence ended, by the most trusted kind of source that says so.

    A platform restarts a meeting under a new id when its host drops out: runs that follow
    each other within ``occurrence_stitch_ms`` are one. Of several runs the one counts that
    covers most of the plan.
    """
    for kind in _END_TRUST:
        marks = [(s.at, 1) for s in stops if s.event.source_kind is kind]
        if marks:
            marks += [(s.at, 0) for s in starts if s.event.source_kind is kind]
            return _end_of_runs(sorted(marks), meeting, parameters.occurrence_stitch_ms)
    return None


def _end_of_runs(marks: list[tuple[int, int]], meeting: MeetingFacts, stitch: int) -> int | None:
    runs: list[list[int | None]] = []  # [start, end]
    for at, is_end in marks:
        if is_end:
            if not runs:
                runs.append([at, at])
            runs[-1][1] = at
        elif not runs:
            runs.append([at, None])
        elif (ended := runs[-1][1]) is not None:
            if at - ended <= stitch:
                runs[-1][1] = None
            else:
                runs.append([at, None])
    return max(runs, key=lambda run: _overlap(run, meeting))[1]


def _overlap(run: list[int | None], meeting: MeetingFacts) -> int:
    """How much of the plan a run covers, ms; without a plan the first run wins."""
    start, end = meeting.scheduled_start, meeting.scheduled_end
    if start is None or end is None or run[0] is None:
        return 0
    return max(0, min(end, end if run[1] is None else run[1]) - max(start, run[0]))


def _checkpoints(
    found: list[Evidence], as_of: int, parameters: Parameters
) -> tuple[dict[Ref, list[Span]], dict[str, list[Outage]]]:
    """When each connection was listed, per boot, and when the room's server was down."""
    boots: dict[tuple[str, str], list[Evidence]] = {}
    for one in found:
        boots.setdefault((one.event.source, one.event.boot), []).append(one)
    listings: dict[Ref, list[Span]] = {}
    lives: dict[str, list[Span]] = {}
    for (source, _), points in boots.items():
        points.sort(key=lambda one: one.at)
        lives.setdefault(source, []).append((points[0].at, points[-1].at))
        first, last = _first_listed(points), _first_listed(points[::-1])
        for connection, since in first.items():
            listings.setdefault((source, connection), []).append((since, last[connection]))
    for spans in listings.values():
        spans.sort()
    silence = as_of - parameters.lease_ttl_ms
    return listings, {source: _outages(sorted(spans), silence) for source, spans in lives.items()}


def _first_listed(points: list[Evidence]) -> dict[str, int]:
    """For each connection the first of ``points`` that lists it; set arithmetic is fast."""
    known: set[str] = set()
    first: dict[str, int] = {}
    for point in points:
        new = set(point.event.present) - known
        known |= new
        first.update(dict.fromkeys(new, point.at))
    return first


def _outages(lives: list[Span], silence: int) -> list[Outage]:
    """From the last sign of one boot to the first of the next, or without end."""
    outages: list[Outage] = [(end, lives[i + 1][0]) for i, (_, end) in enumerate(lives[:-1])]
    if lives[-1][1] < silence:
        outages.append((lives[-1][1], None))
    return outages
