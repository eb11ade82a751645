"""How far an erasure is, for people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from leavethemeeting.privacy.models import Erasure
from leavethemeeting.shared.moments import to_datetime

LOOK_AGAIN_S = 2


@dataclass(frozen=True, slots=True)
class Progress:
    """``percent`` stays below 100 until the last row is gone."""

    gone: int
    expected: int
    percent: int
    done_at: datetime | None
    look_again_s: int = LOOK_AGAIN_S


def progress_of(erasure: Erasure) -> Progress:
    """As it is now."""
    expected = max(erasure.expected, erasure.gone, 1)
    done = to_datetime(erasure.done_at) if erasure.done_at else None
    return Progress(erasure.gone, expected, 100 if done else min(99, erasure.gone * 100 // expected), done)
