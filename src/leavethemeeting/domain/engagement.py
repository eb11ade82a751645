"""Engagement scores, 0 to 10, with every part shown. Window focus is never counted.

Formulas: docs/developer/presence.md, "Engagement".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Part(StrEnum):
    """What is counted."""

    TALK = "talk"
    MESSAGES = "messages"
    HANDS = "hands"
    REACTIONS = "reactions"
    POLLS = "polls"


@dataclass(frozen=True, slots=True)
class Counters:
    """One attendee's interactions: speaking time in ms, the rest as numbers of times."""

    talk_ms: int = 0
    messages: int = 0
    hands: int = 0
    reactions: int = 0
    polls: int = 0  # answered


@dataclass(frozen=True, slots=True)
class Engagement:
    """``bbb``: as BigBlueButton's dashboard computes it; ``score``: ours. Both 0 to 10.

    ``parts``: for every category in use, the share of the most active attendee (or of the
    polls) that this attendee reached, 0 to 1.
    """

    bbb: float
    score: float
    parts: tuple[tuple[Part, float], ...]


EQUAL_WEIGHTS: Mapping[Part, float] = dict.fromkeys(Part, 1.0)


def engagement(
    counters: Mapping[str, Counters],
    *,
    polls: int,
    hosts: frozenset[str] = frozenset(),
    weights: Mapping[Part, float] = EQUAL_WEIGHTS,
) -> dict[str, Engagement]:
    """Scores by attendee key; hosts are left out and do not raise the maxima."""
    guests = {key: one for key, one in counters.items() if key not in hosts}
    most = {part: max((_amount(one, part) for one in guests.values()), default=0) for part in Part}
    most[Part.POLLS] = polls
    used = [part for part in Part if most[part] > 0]
    total = sum(weights.get(part, 0.0) for part in used)
    found = {}
    for key, one in guests.items():
        parts = tuple((part, min(1.0, _amount(one, part) / most[part])) for part in used)
        ours = sum(weights.get(part, 0.0) * share for part, share in parts)
        found[key] = Engagement(2 * sum(share for _, share in parts), 10 * ours / total if total else 0.0, parts)
    return found


def _amount(one: Counters, part: Part) -> int:
    match part:
        case Part.TALK:
            return one.talk_ms
        case Part.MESSAGES:
            return one.messages
        case Part.HANDS:
            return one.hands
        case Part.REACTIONS:
            return one.reactions
        case Part.POLLS:
            return one.polls
