"""The timeline picture: one lane per attendee, drawn by the server as geometry that a template writes out.

Present is solid, unknown is hatched, disputed has an outline, absent is the empty line; what
somebody did is a small shape of its own kind. Colour says nothing that form does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from leavethemeeting.reports.axis import Axis, Tick

LANE = 28  # pixels; the style sheet's --lane
BAR = 18
MARK = 14
_MARK_ROOM = 0.7  # percent of the width: shapes of one kind closer than this become one

#: The shape of each kind that has one; the others are counted, not drawn.
SHAPES = {
    "chat": "ix-chat", "reaction": "ix-reaction", "hand_up": "ix-hand", "poll_answer": "ix-poll",
    "check_answer": "ix-check", "screen_on": "ix-screen", "speaking": "ix-talk",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Span:
    """``state`` is present, unknown or disputed, over ``[start, end)``."""

    state: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Lane:
    """What one attendee's lane shows. ``marks`` are ``(kind, moment)``."""

    name: str
    href: str
    told: str
    spans: Sequence[Span]
    marks: Sequence[tuple[str, int]] = ()


@dataclass(frozen=True, slots=True)
class Bar:
    state: str
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Mark:
    shape: str
    x: float


@dataclass(frozen=True, slots=True)
class DrawnLane:
    """A lane with its place; ``y`` are pixels from the top of the picture."""

    name: str
    href: str
    told: str
    top: int
    middle: int
    bar_y: int
    mark_y: int
    bars: list[Bar] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything the template writes. ``window`` is where the numbers count, as a bar in percent."""

    height: int
    ticks: list[Tick]
    lanes: list[DrawnLane]
    window: Bar
    now: float | None


def draw(lanes: Iterable[Lane], *, axis: Axis, window: tuple[int, int], now: int | None = None) -> Picture:
    """The picture of ``lanes`` in their order; ``now`` draws the thin line of a running occurrence."""
    placed = list(lanes)
    height = LANE * (len(placed) + 1)
    return Picture(
        height=height,
        ticks=axis.ticks(),
        lanes=[_lane(lane, index, axis) for index, lane in enumerate(placed)],
        window=Bar("planned", axis.x(window[0]), axis.width(*window)),
        now=None if now is None else axis.x(now),
    )


def _lane(lane: Lane, index: int, axis: Axis) -> DrawnLane:
    top = LANE * (index + 1)
    return DrawnLane(
        name=lane.name, href=lane.href, told=lane.told, top=top, middle=top + LANE // 2,
        bar_y=top + (LANE - BAR) // 2, mark_y=top + (LANE - MARK) // 2,
        bars=[_bar(span, axis) for span in lane.spans if span.end > axis.start and span.start < axis.end],
        marks=_marks(lane.marks, axis),
    )  # fmt: skip


def _bar(span: Span, axis: Axis) -> Bar:
    # A stay of seconds in a day-long picture would vanish: a hair stays visible.
    return Bar(span.state, axis.x(span.start), max(axis.width(span.start, span.end), 0.15))


def _marks(marks: Sequence[tuple[str, int]], axis: Axis) -> list[Mark]:
    """One shape per kind and place: a picture of ten thousand messages has no more shapes than room."""
    last: dict[str, float] = {}
    drawn: list[Mark] = []
    for kind, moment in sorted(marks, key=lambda mark: mark[1]):
        shape, x = SHAPES.get(kind), axis.x(moment)
        if shape is None or x - last.get(shape, -100.0) < _MARK_ROOM:
            continue
        last[shape] = x
        drawn.append(Mark(shape, x))
    return drawn
