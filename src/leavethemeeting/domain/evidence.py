"""From the events as they were stored to the evidence that counts.

Takes back what was retracted, keeps one body per event id, sets right the clocks of clients
and sorts by what an event is about. Rules 1 and 2 of docs/developer/presence.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from leavethemeeting.domain.events import Event, EventType, SourceKind
from leavethemeeting.domain.meeting import Parameters

Ref = tuple[str, str]  # (source, connection)

# Of two events of a connection at the same instant the beginning comes before the end.
_ORDER = {kind: place for place, kind in enumerate(EventType)} | {EventType.EXIT: 99}
_CLIENTS = (SourceKind.PLUGIN, SourceKind.HOST_PLUGIN)
_OF_THE_MEETING = (
    EventType.MEETING_START,
    EventType.MEETING_END,
    EventType.CHECKPOINT,
    EventType.ROSTER,
    EventType.CORRECT,
)
ALL_SO_FAR = "*"  # target of a RETRACT that takes back the whole source


class Evidence(NamedTuple):
    """An event with its time set right. Sorts by time, then by the source's own order."""

    at: int
    seq: int
    order: int
    id: str
    until: int | None
    event: Event


@dataclass(slots=True)
class Admitted:
    """Evidence sorted by what it is about; lists are in no particular order."""

    connections: dict[Ref, list[Evidence]] = field(default_factory=dict)
    meeting: dict[EventType, list[Evidence]] = field(default_factory=dict)
    seen: list[Evidence] = field(default_factory=list)  # all sightings, also in ``connections``
    offsets: dict[Ref, int] = field(default_factory=dict)  # ms, of clients whose clock is wrong
    clamped: set[Ref] = field(default_factory=set)
    last: int | None = None  # the latest moment any evidence speaks of


def admit(events: Iterable[Event], *, as_of: int, parameters: Parameters) -> Admitted:
    """What was known at ``as_of``; the order and repetition of ``events`` do not matter."""
    admitted = Admitted()
    last = -1
    for event in _standing(events, as_of):
        at, until, kind = event.at, event.until, event.type
        if event.sent_at is not None or event.source_kind in _CLIENTS:
            at, until = _set_right(event, admitted, parameters)
        if at > as_of:
            continue
        if until is not None and until > as_of:
            until = as_of
        evidence = Evidence(at, event.seq, _ORDER[kind], event.id, until, event)
        end = at if until is None else until
        last = end if end > last else last
        if kind in _OF_THE_MEETING:
            admitted.meeting.setdefault(kind, []).append(evidence)
        else:
            ref = (event.source, event.connection) if event.connection else claimant_ref(event)
            admitted.connections.setdefault(ref, []).append(evidence)
            if kind is EventType.SEEN:
                admitted.seen.append(evidence)
    admitted.last = last if last >= 0 else None
    for several in admitted.connections.values():
        if len(several) > 1:
            several.sort(key=_place)
    return admitted


def claimant_ref(event: Event) -> Ref:
    """Whose connection an event is about.

    A line of a roster without a connection is its account, address or name, since a person
    must be the same in one roster and the next; any other event then stands alone.
    """
    if event.connection:
        return (event.source, event.connection)
    hints = event.hints
    if event.type is EventType.SEEN:
        return (event.source, hints.platform_account or hints.email or f"name:{hints.name}")
    return (event.source, hints.attendee or hints.platform_account or f"event:{event.id}")


def _place(evidence: Evidence) -> tuple[int, int, int, str]:
    return evidence[:4]


def evidence_of(event: Event) -> Evidence:
    """An event whose own time is right and was known in time."""
    return Evidence(event.at, event.seq, _ORDER[event.type], event.id, event.until, event)


def _standing(events: Iterable[Event], as_of: int) -> Iterable[Event]:
    """One event per (source, id), the first received, without those taken back."""
    chosen: dict[tuple[str, str], Event] = {}
    retracts: list[Event] = []
    for event in events:
        if event.received_at > as_of:
            continue
        key = (event.source, event.id)
        other = chosen.setdefault(key, event)
        if other is not event and _earlier(event, other):
            chosen[key] = event
    retracts = [event for event in chosen.values() if event.type is EventType.RETRACT]
    if retracts:
        _take_back(chosen, retracts)
    return chosen.values()


def _earlier(event: Event, other: Event) -> bool:
    if event.received_at != other.received_at:
        return event.received_at < other.received_at
    return event != other and repr(event) < repr(other)


def _take_back(chosen: dict[tuple[str, str], Event], retracts: list[Event]) -> None:
    """Later retractions first, so that a retraction that was itself taken back does nothing."""
    retracts.sort(key=lambda e: (e.received_at, e.source, e.id), reverse=True)
    for retract in retracts:
        if chosen.pop((retract.source, retract.id), None) is None:
            continue
        if retract.target != ALL_SO_FAR:
            target = chosen.get((retract.source, retract.target))
            if target is not None and _may_take_back(retract, target):
                del chosen[retract.source, retract.target]
            continue
        for key, event in list(chosen.items()):
            if key[0] == retract.source and event.received_at <= retract.received_at:
                del chosen[key]


def _may_take_back(retract: Event, target: Event) -> bool:
    """A retraction cannot undo a retraction that came after it."""
    if target.type is not EventType.RETRACT:
        return True
    return (target.received_at, target.id) <= (retract.received_at, retract.id)


def _set_right(event: Event, admitted: Admitted, parameters: Parameters) -> tuple[int, int | None]:
    """A client's times in the server's time. A platform's own times are trusted."""
    at, until = event.at, event.until
    shift = _offset(event, parameters)
    limit = event.received_at + parameters.future_clamp_ms
    ref = claimant_ref(event)
    if shift:
        admitted.offsets[ref] = max(admitted.offsets.get(ref, 0), shift, key=offset_size)
    at += shift
    until = None if until is None else until + shift
    if at > limit or (until is not None and until > limit):
        admitted.clamped.add(ref)
        at = event.received_at if at > limit else at
        until = event.received_at if until is not None and until > limit else until
    return at, until


def offset_size(offset: int) -> tuple[int, int]:
    """Orders clock offsets: the larger error is the one to show."""
    return (abs(offset), offset)


def _offset(event: Event, parameters: Parameters) -> int:
    if event.sent_at is None:
        return 0
    offset = event.received_at - event.sent_at
    return offset if abs(offset) > parameters.skew_ignore_ms else 0
