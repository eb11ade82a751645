"""What goes when a meeting or a member goes, and no foreign key takes along.

The event log and what stands beside it belong to higher slices than ``meetings``, so they
register here when Django is ready (``AppConfig.ready``), and ``meetings`` asks this list:
before a deletion what would go (for the confirmation), and in its transaction to let it go.
In the same way ``accounts`` lets ``meetings`` know that a member goes, and ``privacy`` lets everybody
know that an address is erased.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

Forget = Callable[[UUID], object]
Name = Callable[[UUID], list[str]]


@dataclass(frozen=True, slots=True)
class _Departure:
    forget: Forget
    name: Name | None


_departures: list[_Departure] = []
_of_given: list[Forget] = []
_of_members: list[Forget] = []
_of_addresses: list[Callable[[str], object]] = []


def on_meeting_deleted(forget: Forget, *, name: Name | None = None) -> Callable[[], None]:
    """Call ``forget(meeting_id)`` inside the transaction that deletes a meeting. Returns how to stop.

    ``name(meeting_id)`` says what would go, one line each, in the reader's language:
    ``["214 recorded events"]``. An exception of ``forget`` undoes the whole deletion.
    """
    departure = _Departure(forget, name)
    _departures.append(departure)
    return lambda: _departures.remove(departure)


def named_with_meeting(meeting_id: UUID) -> list[str]:
    """What else goes when this meeting is deleted, in the order of registration."""
    return [line for departure in _departures if departure.name for line in departure.name(meeting_id)]


def forget_meeting(meeting_id: UUID) -> None:
    """Let everything that hangs on the meeting go; to be called inside a transaction."""
    for departure in tuple(_departures):
        departure.forget(meeting_id)


def on_meeting_given(end: Forget) -> Callable[[], None]:
    """Call ``end(meeting_id)`` inside the transaction that gives a meeting to another owner. Returns how to stop.

    For what the old owner could still reach it by. An exception undoes the whole transfer.
    """
    _of_given.append(end)
    return lambda: _of_given.remove(end)


def meeting_given(meeting_id: UUID) -> None:
    """Let everything end that the old owner could reach the meeting by; to be called inside a transaction."""
    for end in tuple(_of_given):
        end(meeting_id)


def on_member_deleted(forget: Forget) -> Callable[[], None]:
    """Call ``forget(user_id)`` inside the transaction that deletes a member, before the row goes. Returns how to stop.

    An exception of ``forget`` undoes the whole deletion.
    """
    _of_members.append(forget)
    return lambda: _of_members.remove(forget)


def forget_member(user_id: UUID) -> None:
    """Let everything go that goes with the member; to be called inside a transaction."""
    for forget in tuple(_of_members):
        forget(user_id)


def on_address_deleted(forget: Callable[[str], object]) -> Callable[[], None]:
    """Call ``forget(email)``, in lower case, inside the transaction that erases an address. Returns how to stop.

    What somebody left without an account is known by an address only. An exception of ``forget`` undoes
    the whole erasure.
    """
    _of_addresses.append(forget)
    return lambda: _of_addresses.remove(forget)


def forget_address(email: str) -> None:
    """Let everything go that is kept under the address; to be called inside a transaction."""
    for forget in tuple(_of_addresses):
        forget(email.strip().lower())
