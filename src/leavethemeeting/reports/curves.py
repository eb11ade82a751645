"""The two curves of a report as geometry: how many were there, and how many had left for good."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from leavethemeeting.reports.axis import Axis, Tick

TOP, PLOT = 24, 148

Steps = Sequence[tuple[int, float]]
"""``(moment, value from then on)``, by moment."""


@dataclass(frozen=True, slots=True)
class Level:
    """A horizontal help line. ``y`` in pixels of a picture whose plot begins at ``TOP`` and is ``PLOT`` high."""

    y: float
    label: str


@dataclass(frozen=True, slots=True)
class Curve:
    """What the template writes: paths in a box of 1000 × 100, stretched to the picture's size."""

    line: str
    area: str
    ticks: list[Tick]
    levels: list[Level]
    mark: tuple[float, float] | None  # from x, width, in percent


def draw(steps: Steps, *, axis: Axis, top: float, unit: str = "", mark: tuple[int, int] | None = None) -> Curve:
    """A stair line through ``steps``; ``top`` is the value at the upper edge; ``mark`` shades a stretch."""
    top = max(top, 1.0)
    points = [f"M0 {_y(_value_at(steps, axis.start), top)}"]
    for moment, value in steps:
        if axis.start < moment <= axis.end:
            points.append(f"H{_box(axis.x(moment))}V{_y(value, top)}")
    line = "".join(points) + "H1000"
    return Curve(
        line=line,
        area=f"{line}V100H0Z",
        ticks=axis.ticks(),
        levels=_levels(top, unit),
        mark=None if mark is None else (axis.x(mark[0]), axis.width(*mark)),
    )


def _value_at(steps: Steps, moment: int) -> float:
    return next((value for at, value in reversed(steps) if at <= moment), 0.0)


def _box(percent: float) -> float:
    return round(percent * 10, 2)


def _y(value: float, top: float) -> float:
    return round(100 - 100 * value / top, 2)


def _levels(top: float, unit: str) -> list[Level]:
    """Zero, a half where it is a whole number, and the top."""
    values = [0.0, top / 2, top] if top % 2 == 0 else [0.0, top]
    return [Level(TOP + _y(value, top) * PLOT / 100, f"{value:g}{unit}") for value in values]
