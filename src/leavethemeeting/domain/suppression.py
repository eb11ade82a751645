"""Small groups are not told: a number that is about a few people is about each of them (decision A18).

Source of the second step: complementary suppression as statistical offices do it (Hundepool et al., Statistical
Disclosure Control, 2012, chapter 4): a hidden number that is what remains of a published sum is not hidden.
"""

from __future__ import annotations

from collections.abc import Sequence

LEAST = 10  # people; a smaller group is hidden. Nobody at all is no group.


def suppressed(counts: Sequence[int], *, least: int = LEAST, sum_is_told: bool = True) -> list[int | None]:
    """``counts`` of people in groups that exclude each other; None stands for a hidden one.

    Where the sum is told as well, what is hidden adds up to at least ``least`` people in at least two groups: the
    smallest that is told is hidden as well, as long as there is one. Raises ValueError for a negative count.
    """
    if any(count < 0 for count in counts):
        raise ValueError("a group has no fewer than nobody in it")
    told: list[int | None] = [None if 0 < count < least else count for count in counts]
    while sum_is_told and _can_be_computed(counts, told, least):
        candidates = [index for index, count in enumerate(told) if count]
        if not candidates:
            break
        told[min(candidates, key=lambda index: counts[index])] = None
    return told


def _can_be_computed(counts: Sequence[int], told: Sequence[int | None], least: int) -> bool:
    hidden = [count for count, shown in zip(counts, told, strict=True) if shown is None]
    return bool(hidden) and (len(hidden) == 1 or sum(hidden) < least)


def sum_told(counts: Sequence[int], *, least: int = LEAST) -> int | None:
    """The sum, or None where it is about a small group itself."""
    whole = sum(counts)
    return None if 0 < whole < least else whole


def share(part: int, whole: int, *, least: int = LEAST) -> float | None:
    """``part`` of ``whole`` as a number from 0 to 1; None where one of the two groups, or what is left, is small."""
    rest = whole - part
    if whole < least or 0 < part < least or 0 < rest < least:
        return None
    return part / whole
