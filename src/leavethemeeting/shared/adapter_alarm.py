"""On how many plugins a part of a meeting's page must be unreadable before the operator is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Threshold:
    """So many ``plugins``, or where that is 0 so many ``percent`` of those that told anything about it."""

    plugins: int
    percent: int = 0

    def needed(self, seen: int) -> int:
        """How many, where ``seen`` plugins told something within the hour."""
        return self.plugins or max(1, -(-seen * self.percent // 100))


DEFAULT = Threshold(plugins=3)


class Reader(Protocol):
    """How variables are read (``shared.environment``)."""

    def parsed(self, name: str, default: Threshold, parse: Callable[[str], Threshold], wanted: str) -> Threshold: ...


def read_threshold(reader: Reader) -> Threshold:
    """``BROKEN_ADAPTER_AT``."""
    wanted = "a number of plugins from 1 to 1000, or a share of them like 25%"
    return reader.parsed("BROKEN_ADAPTER_AT", DEFAULT, _threshold, wanted)


def _threshold(seen: str) -> Threshold:
    number, is_share = int(seen.removesuffix("%")), seen.endswith("%")
    if not 1 <= number <= (100 if is_share else 1000):
        raise ValueError(seen)
    return Threshold(0, number) if is_share else Threshold(number)
