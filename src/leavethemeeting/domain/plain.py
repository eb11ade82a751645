"""Plain stays: the commonest evidence of all, measured without weighing anything.

A platform said of one connection that it was entered, and later that it was exited, and no
more. An attendee of whom nothing but that is known, and whose stays neither meet nor lie so
close that a gap is smoothed, is present in exactly those stays, so integers are enough. For
everybody else a plain stay is told as its two events, and the general rules read those.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple, overload

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
    the two events were received. Who came stands beside it (``Visits``).
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


class Visits(NamedTuple):
    """Plain stays whose entrances said the very same of who it is: ``hints``. Their exits said nothing of it."""

    hints: Hints
    stays: list[PlainStay]

    def events(self) -> list[Event]:
        """The events that this is short for, two for each stay."""
        return [
            event
            for at, end, source, kind, ref, entrance, leaving, reason, told_at, closed_at in self.stays
            for event in (
                Event(source, kind, entrance, EventType.ENTER, at, told_at, ref, hints=self.hints),
                Event(source, kind, leaving, EventType.EXIT, end, closed_at, ref, reason=reason),
            )
        ]


def sorted_out(visits: Iterable[Visits], events: Collection[Event], as_of: int) -> tuple[list[Visits], list[Event]]:
    """The visits that are plain at ``as_of``, and ``events`` with the others told in full."""
    taken_back = {event.source for event in events if event.type is EventType.RETRACT}
    touched = {claimant_ref(event) for event in events}
    touched.update((event.source, ref) for event in events for ref in event.present)
    sources = {source for source, _ in touched}
    plain: list[Visits] = []
    told = list(events)
    for one in visits:
        kept = [
            stay
            for stay in one.stays
            if stay[1] <= as_of
            and stay[8] <= as_of
            and stay[9] <= as_of
            and (stay[2] not in sources or (stay[2] not in taken_back and (stay[2], stay[4]) not in touched))
        ]
        if len(kept) == len(one.stays):
            plain.append(one)
            continue
        if kept:
            plain.append(Visits(one.hints, kept))
        still = set(kept)
        told += Visits(one.hints, [stay for stay in one.stays if stay not in still]).events()
    return plain, told


def lone_stays(person: Person, plain: dict[Ref, Visits], parameters: Parameters) -> list[PlainStay] | None:
    """The person's stays by time, if those are all there is and no rule has anything to weigh.

    ``plain``: each connection's one stay.
    """
    stays = [plain[ref].stays[0] for ref in person.claimants if ref in plain]
    if len(stays) != len(person.claimants):
        return None
    return stays if far_apart(stays, parameters) else None


def far_apart(stays: list[PlainStay], parameters: Parameters) -> bool:
    """Put ``stays`` in order; do they lie so far apart that no gap is smoothed?"""
    if len(stays) > 1:
        stays.sort()
        nearest = parameters.gap_merge_ms
        before = stays[0][0] - nearest - 1
        for stay in stays:
            if stay[0] - before <= nearest:
                return False
            before = stay[1]
    return True


def measured_plainly(
    stays: list[PlainStay], person: Person, window: Window, parameters: Parameters, *, host: bool, doubtful: bool
) -> AttendeeTimeline:
    """The row of an attendee with ``lone_stays``: ``measures.measured`` where nothing is unknown or disputed."""
    start, end = window.start, window.end
    spans = []
    inside = whole = 0
    for stay in stays:
        begun, ended = stay[0], stay[1]
        whole += ended - begun
        begun, ended = begun if begun > start else start, ended if ended < end else end
        if begun < ended:
            inside += ended - begun
            spans.append((begun, ended))
    late = early = None
    gaps = again = 0
    if spans:
        late, early = spans[0][0] - start, end - spans[-1][1]
        gaps, again = spans[-1][1] - spans[0][0] - inside, len(spans) - 1
    last = stays[-1].end
    return AttendeeTimeline(
        person, host, StaysInShort(stays), tuple(spans), (), (),
        inside, inside, 0, 0, 0, 0, 0, whole - inside, 0, 0,
        (("", inside),) if inside else (), ((_PLATFORM, inside),) if inside else (),
        stays[0].start, last, late, early, gaps, again, 1, 0, None, None,
        _flags(inside, late, early, parameters, doubtful=doubtful), _ABSENT, last,
    )  # fmt: skip


class StaysInShort(Sequence[Stay]):
    """Plain stays as the stays they amount to, told when somebody looks at them; equal to the tuple of those."""

    __slots__ = ("_short", "_told")

    def __init__(self, short: list[PlainStay]) -> None:
        self._short = short
        self._told: tuple[Stay, ...] | None = None

    def told(self) -> tuple[Stay, ...]:
        """All of them, made once."""
        if self._told is None:
            self._told = tuple([_stay(one) for one in self._short])
        return self._told

    def __len__(self) -> int:
        return len(self._short)

    @overload
    def __getitem__(self, place: int) -> Stay: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Stay, ...]: ...
    def __getitem__(self, place: int | slice) -> Stay | tuple[Stay, ...]:
        return self.told()[place]

    def __eq__(self, other: object) -> bool:
        if isinstance(other, StaysInShort):
            return self._short == other._short or self.told() == other.told()
        return self.told() == other

    def __hash__(self) -> int:
        return hash(self.told())

    def __repr__(self) -> str:
        return repr(self.told())


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
