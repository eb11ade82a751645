"""Sources that send signs of life are believed for 150 seconds after the last one (docs/developer/presence.md, rule 4).

The room is not among them here: it writes an exit for everybody it loses, and its proof of life is the checkpoint.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterator, Sequence

from leavethemeeting.domain.meeting import Parameters
from leavethemeeting.live.shapes import Stay

LEASE_MS = Parameters().lease_ttl_ms
SILENT = "silent"
"""Why a stay ended that nobody ended: whether they left then, or later, is not known."""

Proof = tuple[int, int, int, bool]
"""``(at, until, position, whether a heartbeat)``."""


class Lease:
    """The signs of life of one connection, in any order."""

    __slots__ = ("proofs",)

    def __init__(self) -> None:
        self.proofs: list[Proof] = []

    def prove(self, proof: Proof) -> None:
        insort(self.proofs, proof)

    def forget(self, position: int) -> None:
        self.proofs = [proof for proof in self.proofs if proof[2] != position]

    def spans(self, closed: Sequence[Stay], open_since: int | None, now: int) -> list[Stay]:
        """What was entered and left, cut where the connection was silent for longer than its lease.

        The last has no end while it is believed; ``SILENT`` ends what is believed no longer.
        """
        spans = [part for stay in closed for part in self._cut(stay, now)]
        return spans if open_since is None else [*spans, *self._cut(Stay(open_since, None), now)]

    def _cut(self, stay: Stay, now: int) -> Iterator[Stay]:
        since = alive = stay.since
        beats = False
        for at, until, _position, beat in self.proofs:
            if at < stay.since or (stay.until is not None and at > stay.until):
                continue
            beats = beats or beat
            if at > alive + LEASE_MS:
                yield Stay(since, alive, SILENT)
                since = at
            alive = max(alive, until)
        ends = now if stay.until is None else stay.until
        doubted = beats or stay.until is None  # whoever never sent a heartbeat is believed when they say they leave
        yield (
            Stay(since, alive, SILENT) if doubted and ends > alive + LEASE_MS else Stay(since, stay.until, stay.reason)
        )
