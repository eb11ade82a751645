"""How long somebody stays signed in: without doing anything, and at all (ASVS 5.0, 7.3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol


@dataclass(frozen=True, slots=True)
class SessionLimits:
    """``idle``: without a sign of life; ``whole``: whatever happens."""

    idle: timedelta
    whole: timedelta


#: The provider's staff, who reach everybody's data; what is set for everybody holds where it is shorter.
STAFF = SessionLimits(idle=timedelta(hours=1), whole=timedelta(hours=12))
DEFAULT = SessionLimits(idle=timedelta(hours=12), whole=timedelta(days=14))


class Reader(Protocol):
    """How variables are read (``shared.environment``)."""

    def parsed(self, name: str, default: int, parse: Callable[[str], int], wanted: str) -> int: ...


def read_session_limits(reader: Reader) -> SessionLimits:
    """``SESSION_IDLE_HOURS`` and ``SESSION_DAYS``."""
    hours = reader.parsed("SESSION_IDLE_HOURS", 12, within(1, 336), "whole hours from 1 to 336")
    days = reader.parsed("SESSION_DAYS", 14, within(1, 90), "whole days from 1 to 90")
    return SessionLimits(idle=timedelta(hours=hours), whole=timedelta(days=days))


def within(least: int, most: int) -> Callable[[str], int]:
    """A parser of whole numbers between these."""

    def parse(seen: str) -> int:
        if not least <= int(seen) <= most:
            raise ValueError(seen)
        return int(seen)

    return parse
