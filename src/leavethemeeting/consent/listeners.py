"""Who wants to know of a posted version, or of a consent that ended. Higher slices register when Django is ready.

Listeners are called inside the transaction; an exception of one undoes it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from leavethemeeting.consent.kinds import Kind
from leavethemeeting.consent.models import PolicyVersion


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """``kind`` was switched off by a member, or for an address that is no member's (then ``user_id`` is None)."""

    kind: Kind
    user_id: UUID | None
    email: str


_on_posted: list[Callable[[PolicyVersion], object]] = []
_on_withdrawn: list[Callable[[Withdrawal], object]] = []


def on_posted(listener: Callable[[PolicyVersion], object]) -> Callable[[], None]:
    """Call ``listener(version)`` when a version is posted: write letters to who asked for them. Returns how to stop."""
    _on_posted.append(listener)
    return lambda: _on_posted.remove(listener)


def tell_posted(version: PolicyVersion) -> None:
    for listener in tuple(_on_posted):
        listener(version)


def on_withdrawn(listener: Callable[[Withdrawal], object]) -> Callable[[], None]:
    """Call ``listener(withdrawal)`` when a consent is taken back: let go of what was kept for it. Returns how to stop."""
    _on_withdrawn.append(listener)
    return lambda: _on_withdrawn.remove(listener)


def tell_withdrawn(withdrawal: Withdrawal) -> None:
    for listener in tuple(_on_withdrawn):
        listener(withdrawal)
