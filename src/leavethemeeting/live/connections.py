"""One connection as the log tells it so far, and one attendee's row drawn from their connections.

The live view keeps the kernel's rules that need no knowledge of what comes later: an exit closes only its
own connection, several connections are one presence, and a gap of at most thirty seconds is closed unless
somebody or something ended the stay on purpose (docs/developer/presence.md, rule 7).
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from leavethemeeting.domain.events import Event, ExitReason, Interaction
from leavethemeeting.live.leases import SILENT, Lease
from leavethemeeting.live.shapes import Row, State, Stay

GAP_MS = 30_000
_EXPLICIT = frozenset({ExitReason.LEFT.value, ExitReason.REMOVED.value, ExitReason.ENDED.value})
_ENDS: dict[str, State] = {ExitReason.LOST.value: "lost", ExitReason.REMOVED.value: "removed"}
_OPEN_END = 1 << 62

ENTER, EXIT = 0, 1
Mark = tuple[int, int, int, int, str]
"""``(at, seq, position, ENTER or EXIT, reason)``."""


def is_explicit(reason: str) -> bool:
    """Whether somebody, or a rule somebody set, ended the stay on purpose."""
    return reason in _EXPLICIT or reason.startswith(ExitReason.AUTO_RULE.value)


class Track:
    """Marks of coming and going in any order, and the spans they make."""

    __slots__ = ("marks", "open_since", "spans")

    def __init__(self) -> None:
        self.marks: list[Mark] = []
        self.spans: list[Stay] = []
        self.open_since: int | None = None

    def add(self, mark: Mark) -> bool:
        """Whether that changed anything."""
        if not self.marks or mark > self.marks[-1]:
            self.marks.append(mark)
            return self._step(mark)
        before = (self.open_since, list(self.spans))
        insort(self.marks, mark)
        self.redraw()
        return before != (self.open_since, self.spans)

    def redraw(self) -> None:
        self.spans, self.open_since = [], None
        for mark in self.marks:
            self._step(mark)

    def _step(self, mark: Mark) -> bool:
        if mark[3] == ENTER:
            if self.open_since is not None:
                return False
            self.open_since = mark[0]
            return True
        if self.open_since is None:
            return False  # a second exit, or one without an entrance, credits nothing
        self.spans.append(Stay(self.open_since, mark[0], mark[4]))
        self.open_since = None
        return True


@dataclass(slots=True, eq=False)
class Connection:
    """One connection. Lists named ``*_ups`` keep what was raised after the last lowering."""

    source: str
    ref: str
    token: str
    number: int = 0  # in the order in which they were first heard of
    inside: Track = field(default_factory=Track)
    lobby: Track = field(default_factory=Track)
    lease: Lease | None = None  # of sources that send signs of life
    reported: list[tuple[int, Stay]] = field(default_factory=list)  # finished stays as a platform tells them
    seen_at: int = 0  # in a roster
    name: str = ""
    email: str = ""
    role: str = ""
    named_at: int = -1  # position of the event that said the name
    counts: dict[str, int] = field(default_factory=dict)
    speaking: int = 0
    sends: set[str] = field(default_factory=set)
    hand_ups: list[int] = field(default_factory=list)
    hand_down: int = -1
    away: tuple[int, int, bool] = (-1, -1, False)  # (at, position, whether away)

    def spans(self, now: int) -> list[Stay]:
        """What this connection says of coming and going, as far as it is believed at ``now``."""
        if self.lease is not None:
            return self.lease.spans(self.inside.spans, self.inside.open_since, now)
        lasting = [] if self.inside.open_since is None else [Stay(self.inside.open_since, None)]
        return [*self.inside.spans, *lasting]

    def is_in(self, now: int) -> bool:
        """Whether it is open, and believed to be."""
        if self.inside.open_since is None:
            return False
        return self.lease is None or self.spans(now)[-1].until is None

    def count(self, event: Event, at: int, position: int) -> None:
        """Take in one interaction."""
        what = event.interaction
        self.counts[what] = self.counts.get(what, 0) + 1
        match what:
            case Interaction.SPEAKING:
                self.speaking += max(0, (event.until or event.at) - event.at)
            case Interaction.HAND_UP:
                if at > self.hand_down:
                    insort(self.hand_ups, at)
            case Interaction.HAND_DOWN:
                self.hand_down = max(self.hand_down, at)
                self.hand_ups = [up for up in self.hand_ups if up > self.hand_down]
            case Interaction.AWAY | Interaction.BACK:
                self.away = max(self.away, (at, position, what == Interaction.AWAY))
            case Interaction.MIC_ON | Interaction.CAMERA_ON | Interaction.SCREEN_ON:
                self.sends.add(what.removesuffix("_on"))
            case Interaction.MIC_OFF | Interaction.CAMERA_OFF | Interaction.SCREEN_OFF:
                self.sends.discard(what.removesuffix("_off"))

    def forget(self, event: Event, position: int) -> None:
        """Take back one event; a hand, a switch or a pause it told of stays as it is."""
        for track in (self.inside, self.lobby):
            track.marks = [mark for mark in track.marks if mark[2] != position]
            track.redraw()
        if self.lease is not None:
            self.lease.forget(position)
        self.reported = [one for one in self.reported if one[0] != position]
        if event.interaction in self.counts:
            self.counts[event.interaction] -= 1
            if not self.counts[event.interaction]:
                del self.counts[event.interaction]
        if event.interaction == Interaction.SPEAKING:
            self.speaking -= max(0, (event.until or event.at) - event.at)


Edit = tuple[int, int, bool]
"""The host's correction ``(from, until, whether to include)``."""


def draw_row(key: str, connections: Sequence[Connection], edits: Sequence[Edit] = (), now: int = 0) -> Row:
    """One attendee as of ``now``."""
    stays, alive_since = _stays(connections, now)
    for edit in edits:
        stays = _edited(stays, edit)
    waiting = _waiting_since(connections)
    here = bool(stays) and stays[-1].until is None
    last = None if here or not stays else stays[-1].until
    reason = "" if here or not stays else stays[-1].reason
    hand, away = (_hand(connections, alive_since), _away(connections, alive_since)) if here else (None, None)
    silent = any(one.inside.open_since is not None for one in connections)
    state, since = _state(stays, away, waiting, silent=silent)
    named = connections[0] if len(connections) == 1 else max(connections, key=lambda one: one.named_at)
    counts, speaking, sends = _sums(connections, now)
    return Row(
        key=key, name=named.name, email=named.email or _first(one.email for one in connections),
        role=named.role or _first(one.role for one in connections),
        state=state, since=since,
        devices=sum(one.is_in(now) for one in connections),
        first=stays[0].since if stays else None, last=last, reason=reason, stays=tuple(stays),
        counts=counts, speaking=speaking, sends=sends, hand_since=hand,
    )  # fmt: skip


def _first(words: Iterable[str]) -> str:
    return next((word for word in words if word), "")


def _state(stays: list[Stay], away: int | None, waiting: int | None, *, silent: bool) -> tuple[State, int | None]:
    if stays and stays[-1].until is None:
        return ("here", stays[-1].since) if away is None else ("away", away)
    if waiting is not None:
        return "waiting", waiting
    if not stays:
        return "left", None
    if silent and stays[-1].reason == SILENT:
        return "unknown", stays[-1].until
    return _ENDS.get(stays[-1].reason, "left"), stays[-1].until


def _stays(connections: Sequence[Connection], now: int) -> tuple[list[Stay], int]:
    """Stays with short gaps closed, and since when the last of them has had no gap at all."""
    only = connections[0] if len(connections) == 1 else None
    if only is not None and only.lease is None and not only.inside.spans and not only.reported:
        since = only.inside.open_since  # by far the most rows: came once and is here
        return ([], 0) if since is None else ([Stay(since, None)], since)
    spans = [stay for one in connections for stay in one.spans(now)]
    spans += [stay for one in connections for _, stay in one.reported]
    spans.sort(key=lambda stay: (stay.since, _end(stay), not is_explicit(stay.reason), stay.reason))
    merged: list[Stay] = []
    alive_since = 0
    for stay in spans:
        if not merged or not _continues(merged[-1], stay):
            merged.append(stay)
            alive_since = stay.since
            continue
        if stay.since > _end(merged[-1]):
            alive_since = stay.since
        merged[-1] = _joined(merged[-1], stay)
    return merged, alive_since


def _end(stay: Stay) -> int:
    return _OPEN_END if stay.until is None else stay.until


def _continues(one: Stay, other: Stay) -> bool:
    gap = other.since - _end(one)
    return gap <= 0 or (gap <= GAP_MS and not is_explicit(one.reason))


def _joined(one: Stay, other: Stay) -> Stay:
    """The one that ends last says why; of two that end together, the one that ended on purpose."""
    ends_later = _end(other) > _end(one)
    together = _end(other) == _end(one) and is_explicit(other.reason) and not is_explicit(one.reason)
    winner = other if ends_later or together else one
    return Stay(one.since, winner.until, winner.reason)


def _edited(stays: list[Stay], edit: Edit) -> list[Stay]:
    since, until, include = edit
    kept: list[Stay] = []
    for stay in stays:
        if stay.since < since:
            kept.append(stay if _end(stay) <= since else Stay(stay.since, since, "corrected"))
        if _end(stay) > until:
            kept.append(stay if stay.since >= until else Stay(until, stay.until, stay.reason))
    if not include:
        return kept
    touching = [stay for stay in stays if stay.since <= until and _end(stay) >= since]
    last = max(touching, key=_end, default=Stay(since, until, "corrected"))
    around = last if _end(last) > until else Stay(since, until, "corrected")
    whole = Stay(min([since, *(stay.since for stay in touching)]), around.until, around.reason)
    return sorted([*(stay for stay in stays if stay not in touching), whole], key=lambda stay: stay.since)


def _waiting_since(connections: Sequence[Connection]) -> int | None:
    return min((one.lobby.open_since for one in connections if one.lobby.open_since is not None), default=None)


def _hand(connections: Sequence[Connection], alive_since: int) -> int | None:
    down = max(one.hand_down for one in connections)
    ups = (up for one in connections for up in one.hand_ups if up > down and up >= alive_since)
    return min(ups, default=None)


def _away(connections: Sequence[Connection], alive_since: int) -> int | None:
    at, _, away = max(one.away for one in connections)
    return at if away and at >= alive_since else None


def _sums(connections: Sequence[Connection], now: int) -> tuple[dict[str, int], int, tuple[str, ...]]:
    if len(connections) == 1:
        only = connections[0]
        return dict(only.counts), only.speaking, tuple(sorted(only.sends)) if only.is_in(now) else ()
    counts: dict[str, int] = {}
    sends: set[str] = set()
    for one in connections:
        for kind, number in one.counts.items():
            counts[kind] = counts.get(kind, 0) + number
        if one.is_in(now):
            sends |= one.sends
    return counts, sum(one.speaking for one in connections), tuple(sorted(sends))
