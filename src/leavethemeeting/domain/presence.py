"""Events to timelines: the one door of the presence rules.

``timeline`` is a pure function of the *set* of events: their order and repetition do not
matter, and it is simply computed again when another event arrives. It reads no clock; what
was not yet received at ``as_of`` does not exist for it. The rules stand in
docs/developer/presence.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from leavethemeeting.domain.connections import Connection
from leavethemeeting.domain.events import Correction, Event, EventType, Hints, SourceKind
from leavethemeeting.domain.evidence import Admitted, Evidence, Ref, admit, offset_size
from leavethemeeting.domain.frame import Frame, frame_of
from leavethemeeting.domain.identity import identify
from leavethemeeting.domain.measures import Trace, measured, trace
from leavethemeeting.domain.meeting import DEFAULTS, MeetingFacts, Parameters, Window, WindowRule
from leavethemeeting.domain.people import Claimant, Identities, Person, Tier
from leavethemeeting.domain.rosters import RosterReading
from leavethemeeting.domain.testimony import Testimony
from leavethemeeting.domain.timelines import AttendeeTimeline, Flag, Timeline

_NOBODY = Hints()


def timeline(
    events: Iterable[Event], *, meeting: MeetingFacts, parameters: Parameters = DEFAULTS, as_of: int
) -> Timeline:
    """The timelines of everybody seen in one occurrence, as known at ``as_of`` (ms UTC)."""
    admitted = admit(events, as_of=as_of, parameters=parameters)
    frame = frame_of(admitted, meeting, parameters, as_of)
    identities = _identities(admitted, frame, meeting)
    corrections = _corrections(admitted, identities)
    people = (*identities.people, *_added(corrections, identities, meeting))
    traces = [
        trace(_testimony(person, admitted, frame, parameters), corrections.get(person.key, []), parameters, frame)
        for person in people
    ]
    hosts = [_is_host(person, meeting) for person in people]
    window = window_of(traces, hosts, meeting, frame)
    doubtful = {doubt.key for doubt in identities.review}
    rows = [
        measured(found, person, window, frame, parameters, host=host, doubtful=person.key in doubtful)
        for person, host, found in zip(people, hosts, traces, strict=True)
    ]
    rows.sort(key=lambda row: row.person.key)
    tokens = {token: person.key for person in people for token in person.tokens}
    return Timeline(window, as_of, frame.meeting_end, tuple(rows), identities.review, identities.rejected, tokens)


def attendee_timeline(
    events: Iterable[Event],
    *,
    person: Person,
    whole: Timeline,
    meeting: MeetingFacts,
    parameters: Parameters = DEFAULTS,
    as_of: int,
) -> AttendeeTimeline:
    """One attendee computed again, for a live view between two full computations.

    ``events`` are those of the connections in ``person.claimants``, the host's corrections
    for the attendee, and all that are about the meeting (MEETING_START, MEETING_END,
    CHECKPOINT, ROSTER). The window and the question who is a guest come from ``whole``,
    the last full timeline.
    """
    admitted = admit(events, as_of=as_of, parameters=parameters)
    frame = frame_of(admitted, meeting, parameters, as_of)
    own = {person.key, *person.tokens}
    corrections = [one for one in _changes(admitted) if one.event.target in own]
    found = trace(_testimony(person, admitted, frame, parameters), corrections, parameters, frame)
    doubtful = any(doubt.key == person.key for doubt in whole.review)
    host = _is_host(person, meeting)
    return measured(found, person, whole.window, frame, parameters, host=host, doubtful=doubtful)


def window_of(traces: list[Trace], hosts: list[bool], meeting: MeetingFacts, frame: Frame) -> Window:
    """Rule 8: the plan narrowed to what took place; while it runs, the part so far."""
    rule = meeting.window_rule
    if rule is WindowRule.CUSTOM and meeting.custom_window is not None:
        return meeting.custom_window
    entries = [found.stays[0].start.at for found in traces if found.stays]
    exits = [found.stays[-1].end.at for found in traces if found.stays]
    led = [f.stays[0].start.at for f, host in zip(traces, hosts, strict=True) if host and f.stays]
    planned, planned_end = meeting.scheduled_start, meeting.scheduled_end
    happened_end = frame.meeting_end if frame.meeting_end is not None else max([frame.last, *exits])
    if rule is WindowRule.ACTUAL or planned is None:
        first = min(entries, default=frame.closing if planned is None else planned)
        end = happened_end
        if rule is not WindowRule.ACTUAL and planned_end is not None:
            end = min(planned_end, happened_end)
        return _so_far(first, end, frame)
    if rule is WindowRule.SCHEDULED:
        return _so_far(planned, happened_end if planned_end is None else planned_end, frame)
    end = happened_end if planned_end is None else planned_end
    if frame.meeting_end is not None:
        end = min(end, frame.meeting_end)
    return _so_far(max(planned, min(led)) if led else planned, end, frame)


def _so_far(start: int, end: int, frame: Frame) -> Window:
    """Of a meeting still running only the part so far; a window never ends before it starts."""
    return Window(start, max(start, min(end, frame.as_of)))


def _is_host(person: Person, meeting: MeetingFacts) -> bool:
    if person.role == "host" or person.key in meeting.hosts:
        return True
    return bool(meeting.hosts) and not meeting.hosts.isdisjoint(person.tokens)


def _identities(admitted: Admitted, frame: Frame, meeting: MeetingFacts) -> Identities:
    corrections = admitted.meeting.get(EventType.CORRECT, [])
    binds = [(one.event.hints.attendee, one.event.target) for one in corrections if one.event.value == Correction.BIND]
    claimants = [_claimant(ref, several, frame) for ref, several in admitted.connections.items()]
    return identify(claimants, expected=meeting.expected, binds=(*meeting.binds, *binds))


def _claimant(ref: Ref, several: list[Evidence], frame: Frame) -> Claimant:
    hints = _hints(several)
    log = frame.rosters.get(ref[0]) if frame.rosters else None
    many = log is not None and hints.name in log.doubled
    return Claimant(ref[0], ref[1], hints, many)


def _hints(several: list[Evidence]) -> Hints:
    """What a connection says about its person; the earliest word on each matter stands."""
    best = _NOBODY
    for one in several:
        hints = one.event.hints
        if hints is best or hints in (_NOBODY, best):
            continue
        best = hints if best is _NOBODY else _together(best, hints)
    return best


def _together(first: Hints, later: Hints) -> Hints:
    verify = later.email_verified and not first.email_verified
    address = later if verify or not first.email else first
    return Hints(
        attendee=first.attendee or later.attendee,
        email=address.email,
        email_verified=address.email_verified,
        platform_account=first.platform_account or later.platform_account,
        name=first.name or later.name,
        role="host" if "host" in (first.role, later.role) else first.role or later.role,
    )


def _corrections(admitted: Admitted, identities: Identities) -> dict[str, list[Evidence]]:
    """Inclusions and exclusions by attendee key."""
    found = _changes(admitted)
    if not found:
        return {}
    key_of: Mapping[str, str] = {token: p.key for p in identities.people for token in (p.key, *p.tokens)}
    sorted_out: dict[str, list[Evidence]] = {}
    for one in found:
        sorted_out.setdefault(key_of.get(one.event.target, one.event.target), []).append(one)
    return sorted_out


def _changes(admitted: Admitted) -> list[Evidence]:
    """The host's corrections of time; binds are read with identity."""
    changes = (Correction.INCLUDE, Correction.EXCLUDE)
    found = admitted.meeting.get(EventType.CORRECT, [])
    return [c for c in found if c.event.value in changes and c.until is not None and c.until > c.at]


def _added(corrections: dict[str, list[Evidence]], identities: Identities, meeting: MeetingFacts) -> list[Person]:
    """People the host includes whom no source has seen."""
    known = {person.key for person in identities.people}
    planned = {one.key: one for one in meeting.expected}
    added = []
    for key, several in corrections.items():
        if key in known:
            continue
        plan = planned.get(key)
        named = min(several, key=lambda one: (one.event.received_at, one.id)).event.hints
        email = plan.emails[0] if plan and plan.emails else ""
        name = plan.name if plan else named.name
        added.append(Person(key, Tier.ACCOUNT, name, email, named.role, (key,), (), expected=plan is not None))
    return added


def _testimony(person: Person, admitted: Admitted, frame: Frame, parameters: Parameters) -> Testimony:
    """Everything the person's connections say."""
    testimony = Testimony()
    for ref in person.claimants:
        several = admitted.connections.get(ref)
        if not several:
            continue
        Connection(several[0].event, ref[1], frame, parameters, testimony).read(several)
        if several[0].event.source_kind is SourceKind.HOST_PLUGIN:
            seen = [one for one in several if one.event.type is EventType.SEEN]
            if seen:
                RosterReading(frame.rosters[ref[0]], ref[1], frame, parameters, testimony).read(seen)
        offset = admitted.offsets.get(ref)
        if offset:
            testimony.clock_offset_ms = max(testimony.clock_offset_ms, offset, key=offset_size)
        if ref in admitted.clamped:
            testimony.flags.add(Flag.CLOCK_CLAMPED)
    return testimony
