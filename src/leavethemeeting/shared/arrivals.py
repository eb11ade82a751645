"""Who wants to know that a member has shown an address to be theirs.

``accounts`` learns it, and what hangs on an address (a guest's attendances) belongs to higher
slices, so they register here when Django is ready.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

Claim = Callable[[UUID, str], object]

_claims: list[Claim] = []


def on_address_shown(claim: Claim) -> Callable[[], None]:
    """Call ``claim(user_id, email)`` inside the transaction that notes it, and at each sign-in. Returns how to stop.

    It is called again for the same address, so a second time must change nothing.
    """
    _claims.append(claim)
    return lambda: _claims.remove(claim)


def address_shown(user_id: UUID, email: str) -> None:
    """The member has shown that ``email`` is theirs; to be called inside a transaction."""
    for claim in tuple(_claims):
        claim(user_id, email)
