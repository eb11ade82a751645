"""Tickets are good for one use: their nonces are remembered until the ticket would be over anyway."""

from __future__ import annotations

from leavethemeeting.shared.tickets import Ticket


class Nonces:
    """One process holds the rooms and the streams, so its memory is enough; a restart forgets at most sixty seconds."""

    def __init__(self) -> None:
        self._until: dict[str, int] = {}

    def use(self, ticket: Ticket, now: int) -> bool:
        """Whether this is the ticket's first use."""
        if self._until.get(ticket.nonce, 0) > now:
            return False
        if len(self._until) > 1_000:
            self._until = {nonce: until for nonce, until in self._until.items() if until > now}
        self._until[ticket.nonce] = ticket.expires_at
        return True
