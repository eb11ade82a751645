"""Plain stays: the commonest evidence of all, measured without weighing anything.

A platform said of one connection that it was entered, and later that it was exited, and no
more. An attendee of whom nothing but that is known, and whose stays neither meet nor lie so
close that a gap is smoothed, is present in exactly those stays, so integers are enough. For
everybody else a plain stay is told as its two events, and the general rules read those.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from operator import itemgetter
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
) -> tuple[list[PlainStay], list[Event]]:
    """The stays that are plain at ``as_of``, and ``events`` with the others told in full."""
    taken_back = {event.source for event in events if event.type is EventType.RETRACT}
    touched = {claimant_ref(event) for event in events}
    touched.update((event.source, ref) for event in events for ref in event.present)
    sources = {source for source, _ in touched}
    plain: list[PlainStay] = []
    told = list(events)
    for stay in stays:
        _, end, source, _, ref, _, _, _, told_at, closed_at, _ = stay
        known = end <= as_of and told_at <= as_of and closed_at <= as_of
        if known and (source not in sources or (source not in taken_back and (source, ref) not in touched)):
            plain.append(stay)
        else:
            told.extend(stay.events())
    return plain, told


def lone_stays(person: Person, plain: dict[Ref, PlainStay], parameters: Parameters) -> list[PlainStay] | None:
    """The person's stays by time, if those are all there is and no rule has anything to weigh."""
    stays = [plain[ref] for ref in person.claimants if ref in plain]
    if len(stays) != len(person.claimants):
        return None
    return stays if far_apart(stays, parameters) else None


def far_apart(stays: list[PlainStay], parameters: Parameters) -> bool:
    """Put ``stays`` in order; do they lie so far apart that no gap is smoothed?"""
    if len(stays) > 1:
        stays.sort(key=itemgetter(0))
        nearest = parameters.gap_merge_ms
        before = stays[0].end
        for stay in stays[1:]:
            if stay.start - before <= nearest:
                return False
            before = stay.end
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
