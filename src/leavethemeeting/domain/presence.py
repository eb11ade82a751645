"""Events to timelines: the one door of the presence rules.

``timeline`` is a pure function of the *set* of events: their order and repetition do not
matter, and it is simply computed again when another event arrives. It reads no clock; what
was not yet received at ``as_of`` does not exist for it. The rules stand in
docs/developer/presence.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from leavethemeeting.domain.connections import Connection
from leavethemeeting.domain.events import Correction, Event, EventType, Hints, SourceKind
from leavethemeeting.domain.evidence import Admitted, Evidence, Ref, admit, evidence_of, offset_size
from leavethemeeting.domain.frame import Frame, frame_of
from leavethemeeting.domain.identity import identify
from leavethemeeting.domain.intervals import Span
from leavethemeeting.domain.measures import Trace, measured, trace
from leavethemeeting.domain.meeting import DEFAULTS, MeetingFacts, Parameters, Window, WindowRule
from leavethemeeting.domain.people import Claimant, Identities, Person, Tier
from leavethemeeting.domain.plain import PlainStay, Visits, lone_stays, measured_plainly, sorted_out
from leavethemeeting.domain.rosters import RosterReading
from leavethemeeting.domain.testimony import Testimony
from leavethemeeting.domain.timelines import AttendeeTimeline, Flag, Timeline
from leavethemeeting.domain.visitors import Visitor, told_apart

_NOBODY = Hints()


def timeline(
    events: Iterable[Event],
    *,
    meeting: MeetingFacts,
    parameters: Parameters = DEFAULTS,
    as_of: int,
    visits: Iterable[Visits] = (),
) -> Timeline:
    """The timelines of everybody seen in one occurrence, as known at ``as_of`` (ms UTC).

    ``visits`` are short for more events, two for each stay; the result is the same as if those were told.
    """
    plain, told = sorted_out(visits, list(events), as_of)
    admitted = admit(told, as_of=as_of, parameters=parameters)
    if plain:
        admitted.last = max([admitted.last or 0, *[stay[1] for one in plain for stay in one.stays]])
    frame = frame_of(admitted, meeting, parameters, as_of)
    visitors, identities, others = _everybody(admitted, plain, frame, meeting, parameters)
    people = [*[one.person for one in visitors], *identities.people]
    corrections = _corrections(admitted, people)
    reading = _Reading(admitted, others, corrections, parameters, frame)
    lives: list[Trace | list[PlainStay]] = [reading.visit(one) if corrections else one.visits.stays for one in visitors]
    people += _added(corrections, people, meeting)
    lives += [reading.life(person) for person in people[len(visitors) :]]
    hosts = [_is_host(person, meeting) for person in people]
    window = window_of([_ends(life) for life in lives], hosts, meeting, frame)
    doubtful = {doubt.key for doubt in identities.review}
    rows = [
        measured_plainly(life, person, window, parameters, host=host, doubtful=person.key in doubtful)
        if isinstance(life, list)
        else measured(life, person, window, frame, parameters, host=host, doubtful=person.key in doubtful)
        for person, host, life in zip(people, hosts, lives, strict=True)
    ]
    rows.sort(key=_by_key)
    return Timeline(window, as_of, frame.meeting_end, tuple(rows), identities.review, identities.rejected)


def _by_key(row: AttendeeTimeline) -> str:
    return row.person.key


@dataclass(slots=True)
class _Reading:
    """Reads people's lives: by the general rules, or as plain stays where those are all."""

    admitted: Admitted
    plain: dict[Ref, Visits]  # each connection by itself
    corrections: dict[str, list[Evidence]]
    parameters: Parameters
    frame: Frame

    def visit(self, visitor: Visitor) -> Trace | list[PlainStay]:
        """The life of somebody of whom nothing is known but plain stays, unless the host corrected it."""
        if visitor.person.key not in self.corrections:
            return visitor.visits.stays
        self.plain |= _each(visitor.visits)
        return self.life(visitor.person)

    def life(self, person: Person) -> Trace | list[PlainStay]:
        corrections = self.corrections.get(person.key)
        if self.plain and not corrections and person.claimants:
            stays = lone_stays(person, self.plain, self.parameters)
            if stays is not None:
                return stays
        for ref in person.claimants:
            if ref in self.plain:
                self.admitted.connections[ref] = [evidence_of(event) for event in self.plain[ref].events()]
        testimony = _testimony(person, self.admitted, self.frame, self.parameters)
        return trace(testimony, corrections or [], self.parameters, self.frame)


def _each(visits: Visits) -> dict[Ref, Visits]:
    """Every connection's stay by itself."""
    return {(stay.source, stay.ref): Visits(visits.hints, [stay]) for stay in visits.stays}


def _ends(life: Trace | list[PlainStay]) -> Span | None:
    """First entrance and last exit."""
    if isinstance(life, list):
        return (life[0].start, life[-1].end)
    return (life.stays[0].start.at, life.stays[-1].end.at) if life.stays else None


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


def window_of(lives: list[Span | None], hosts: list[bool], meeting: MeetingFacts, frame: Frame) -> Window:
    """Rule 8: the plan narrowed to what took place; while it runs, the part so far."""
    rule = meeting.window_rule
    if rule is WindowRule.CUSTOM and meeting.custom_window is not None:
        return meeting.custom_window
    entries = [life[0] for life in lives if life]
    exits = [life[1] for life in lives if life]
    led = [life[0] for life, host in zip(lives, hosts, strict=True) if host and life]
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
    return person.role == "host" or person.key in meeting.hosts or not meeting.hosts.isdisjoint(person.known_by)


def _everybody(
    admitted: Admitted, plain: list[Visits], frame: Frame, meeting: MeetingFacts, parameters: Parameters
) -> tuple[list[Visitor], Identities, dict[Ref, Visits]]:
    """Who was there: visitors, everybody else, and the plain stays of everybody else."""
    corrections = admitted.meeting.get(EventType.CORRECT, [])
    said = [(one.event.hints.attendee, one.event.target) for one in corrections if one.event.value == Correction.BIND]
    binds = (*meeting.binds, *said)
    words = {ref: _hints(several) for ref, several in admitted.connections.items()}
    visitors, rest = told_apart(plain, words.values(), expected=meeting.expected, binds=binds, parameters=parameters)
    others = {ref: alone for one in rest for ref, alone in _each(one).items()}
    claimants = [_claimant(ref, hints, frame) for ref, hints in words.items()]
    claimants += [_claimant(ref, one.hints, frame) for ref, one in others.items()]
    return visitors, identify(claimants, expected=meeting.expected, binds=binds), others


def _claimant(ref: Ref, hints: Hints, frame: Frame) -> Claimant:
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


def _corrections(admitted: Admitted, people: list[Person]) -> dict[str, list[Evidence]]:
    """Inclusions and exclusions by attendee key."""
    found = _changes(admitted)
    if not found:
        return {}
    key_of: Mapping[str, str] = {token: p.key for p in people for token in (p.key, *p.tokens)}
    by_key: dict[str, list[Evidence]] = {}
    for one in found:
        by_key.setdefault(key_of.get(one.event.target, one.event.target), []).append(one)
    return by_key


def _changes(admitted: Admitted) -> list[Evidence]:
    """The host's corrections of time; binds are read with identity."""
    changes = (Correction.INCLUDE, Correction.EXCLUDE)
    found = admitted.meeting.get(EventType.CORRECT, [])
    return [c for c in found if c.event.value in changes and c.until is not None and c.until > c.at]


def _added(corrections: dict[str, list[Evidence]], people: list[Person], meeting: MeetingFacts) -> list[Person]:
    """People the host includes whom no source has seen."""
    known = {person.key for person in people}
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
