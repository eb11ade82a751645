"""Tickets are good for one use, and only while the access they tell of lasts.

Nonces are remembered until the ticket would be over anyway, and revocations as long: a ticket that was
issued before somebody signed out opens nothing afterwards.
"""

from __future__ import annotations

from leavethemeeting.shared.tickets import LIFE_MS, Ticket

_ROOM_FOR = 1_000  # entries before the first look for what is over


class Nonces:
    """One process holds the rooms and the streams, so its memory is enough; a restart forgets at most sixty seconds."""

    def __init__(self) -> None:
        self._until: dict[str, int] = {}
        self._revoked: dict[str, int] = {}  # reference: when
        self._clean_at = _ROOM_FOR

    def use(self, ticket: Ticket, now: int) -> bool:
        """Whether this is the ticket's first use, and nothing it tells of was revoked since it was issued."""
        if self._until.get(ticket.nonce, 0) > now or self._is_revoked(ticket):
            return False
        if len(self._until) >= self._clean_at:
            self._until = {nonce: until for nonce, until in self._until.items() if until > now}
            self._clean_at = _ROOM_FOR + 2 * len(self._until)  # not at every use, however many come at once
        self._until[ticket.nonce] = ticket.expires_at
        return True

    def revoke(self, reference: str, now: int) -> None:
        """Tickets issued until now for ``reference`` (``user:…``, ``session:…``, …) are no good any more."""
        self._revoked = {known: at for known, at in self._revoked.items() if at + LIFE_MS > now}
        self._revoked[reference] = now

    def _is_revoked(self, ticket: Ticket) -> bool:
        told = (
            f"user:{ticket.user}", f"session:{ticket.session}", f"attendee:{ticket.attendee}", f"meeting:{ticket.meeting}",
        )  # fmt: skip
        issued_at = ticket.expires_at - LIFE_MS
        return any(issued_at <= self._revoked[one] for one in told if one in self._revoked)
