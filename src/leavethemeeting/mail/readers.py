"""Where members can be reached. ``accounts`` is a higher slice, so it registers here who knows."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from uuid import UUID

Reach = Callable[[Collection[UUID]], Mapping[UUID, str]]
Addresses = Callable[[UUID], Collection[str]]

_reach: list[Reach] = []
_addresses: list[Addresses] = []


def know_members(*, reach: Reach, addresses: Addresses) -> None:
    """For ``AppConfig.ready`` of the slice that holds members.

    ``reach(user_ids)``: the verified address to write to, of those members who have one and are active.
    ``addresses(user_id)``: every address a member ever gave and still has, verified or not.
    """
    _reach[:], _addresses[:] = [reach], [addresses]


def reach(user_ids: Collection[UUID]) -> dict[UUID, str]:
    """The address to write to, by member; members who cannot be reached are left out."""
    return {user_id: address for look_up in _reach for user_id, address in look_up(user_ids).items()}


def addresses_of(user_id: UUID) -> set[str]:
    """Every address of the member, in lower case."""
    return {address.lower() for look_up in _addresses for address in look_up(user_id)}
