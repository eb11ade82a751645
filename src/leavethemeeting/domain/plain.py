"""Plain stays: the commonest evidence of all, measured without weighing anything.

A platform said of one connection that it was entered, and later that it was exited, and no
more. An attendee of whom nothing but that is known, and whose stays neither meet nor lie so
close that a gap is smoothed, is present in exactly those stays, so integers are enough. For
everybody else a plain stay is told as its two events, and the general rules read those.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from operator import itemgetter
from typing import NamedTuple

from leavethemeeting.domain.events import Event, EventType, Hints, SourceKind
from leavethemeeting.domain.evidence import Ref, claimant_ref
from leavethemeeting.domain.meeting import Parameters, Window
from leavethemeeting.domain.people import Person
from leavethemeeting.domain.timelines import Assurance, AttendeeTimeline, Edge, EdgeQuality, Flag, State, Stay

#: Who is believed from an entrance to an exit and whose clock is taken as it is.
PLAIN_KINDS = (SourceKind.ROOM, SourceKind.WEBHOOK, SourceKind.FILE)
_EXPLICIT = EdgeQuality.EXPLICIT
_PLATFORM = Assurance.PLATFORM
_ABSENT = State.ABSENT


class PlainStay(NamedTuple):
    """All that is known about one connection: an entrance and an exit, times in ms UTC.

    ``start < end``; ``kind`` is one of ``PLAIN_KINDS``; ``told_at`` and ``closed_at`` are when
    the two events were received. ``hints`` came with the entrance, none with the exit.
    """

    start: int
    end: int
    source: str
    kind: SourceKind
    ref: str
    entrance: str
    exit: str
    reason: str
    told_at: int
    closed_at: int
    hints: Hints

    def events(self) -> tuple[Event, Event]:
        """The two events that this is short for."""
        source, kind = self.source, self.kind
        return (
            Event(source, kind, self.entrance, EventType.ENTER, self.start, self.told_at, self.ref, hints=self.hints),
            Event(source, kind, self.exit, EventType.EXIT, self.end, self.closed_at, self.ref, reason=self.reason),
        )


def sorted_out(
    stays: Iterable[PlainStay], events: Collection[Event], as_of: int
) -> tuple[dict[Ref, PlainStay], list[Event]]:
    """The stays that are plain at ``as_of``, by connection, and ``events`` with the others told in full."""
    taken_back = {event.source for event in events if event.type is EventType.RETRACT}
    touched = {claimant_ref(event) for event in events}
    touched.update((event.source, ref) for event in events for ref in event.present)
    plain: dict[Ref, PlainStay] = {}
    told = list(events)
    for stay in stays:
        ref = (stay.source, stay.ref)
        known = stay.end <= as_of and stay.told_at <= as_of and stay.closed_at <= as_of
        if known and stay.source not in taken_back and ref not in touched:
            plain[ref] = stay
        else:
            told.extend(stay.events())
    return plain, told


def lone_stays(person: Person, plain: dict[Ref, PlainStay], parameters: Parameters) -> list[PlainStay] | None:
    """The person's stays by time, if those are all there is and no rule has anything to weigh."""
    stays = [plain[ref] for ref in person.claimants if ref in plain]
    if len(stays) != len(person.claimants):
        return None
    if len(stays) > 1:
        stays.sort(key=itemgetter(0))
        nearest = parameters.gap_merge_ms
        before = stays[0].end
        for stay in stays[1:]:
            if stay.start - before <= nearest:
                return None
            before = stay.end
    return stays


def measured_plainly(
    stays: list[PlainStay], person: Person, window: Window, parameters: Parameters, *, host: bool, doubtful: bool
) -> AttendeeTimeline:
    """The row of an attendee with ``lone_stays``: ``measures.measured`` where nothing is unknown or disputed."""
    start, end = window.start, window.end
    present = tuple(
        [(max(s[0], start), min(s[1], end)) for s in stays if s[0] < end and s[1] > start] if start < end else ()
    )
    inside = sum([b - a for a, b in present])
    late = present[0][0] - start if present else None
    early = end - present[-1][1] if present else None
    gaps = present[-1][1] - present[0][0] - inside if present else 0
    last = stays[-1].end
    return AttendeeTimeline(
        person, host, tuple([_stay(one) for one in stays]), present, (), (),
        inside, inside, 0, 0, 0, 0, 0,
        sum([s[1] - s[0] for s in stays]) - inside, 0, 0,
        (("", inside),) if inside else (), ((_PLATFORM, inside),) if inside else (),
        stays[0].start, last, late, early, gaps, max(0, len(present) - 1), 1, 0, None, None,
        _flags(inside, late, early, parameters, doubtful=doubtful), _ABSENT, last,
    )  # fmt: skip


def _stay(one: PlainStay) -> Stay:
    start, end, source, kind, _, entrance, exit_id, reason, *_ = one
    begun = Edge(start, _EXPLICIT, "", source, kind, entrance)
    return Stay(begun, Edge(end, _EXPLICIT, reason, source, kind, exit_id), (kind,), _PLATFORM)


_LATE, _EARLY, _BRIEF, _REVIEW = Flag.LATE, Flag.EARLY, Flag.BRIEF, Flag.REVIEW
_SETS: dict[tuple[bool, bool, bool, bool], frozenset[Flag]] = {}


def _flags(
    present_ms: int, late: int | None, early: int | None, parameters: Parameters, *, doubtful: bool
) -> frozenset[Flag]:
    """Of sixteen possible sets each is made once."""
    which = (
        late is not None and late > parameters.late_grace_ms,
        early is not None and early > parameters.early_grace_ms,
        present_ms < parameters.min_presence_ms,
        doubtful,
    )
    found = _SETS.get(which)
    if found is None:
        flags = (_LATE, _EARLY, _BRIEF, _REVIEW)
        found = _SETS[which] = frozenset(flag for flag, holds in zip(flags, which, strict=True) if holds)
    return found
