"""One connection's evidence becomes claims: entrances opened, exits closed, silence ended.

Rules 3 and 4 of docs/developer/presence.md. An exit closes its own connection only; proofs
of life carry a lease; a source that sends none is believed until the meeting's end, as an
inference of the weakest rank.
"""

from __future__ import annotations

from bisect import bisect_left

from leavethemeeting.domain import intervals
from leavethemeeting.domain.events import Event, EventType, ExitReason, Rank, SourceKind
from leavethemeeting.domain.evidence import Evidence
from leavethemeeting.domain.frame import Frame, Outage
from leavethemeeting.domain.intervals import Span
from leavethemeeting.domain.meeting import Parameters
from leavethemeeting.domain.testimony import RANKS, Claim, Said, Testimony, Total
from leavethemeeting.domain.timelines import EdgeQuality, Flag

_LEASED = (SourceKind.ROOM, SourceKind.PLUGIN, SourceKind.HOST_PLUGIN)
_LIVELY = (EventType.HEARTBEAT, EventType.INTERACT, EventType.ROOM)


class Connection:
    """Reads the evidence of one connection, in order, into an attendee's testimony."""

    __slots__ = (
        "alive",
        "begun",
        "claims",
        "ever",
        "expired",
        "firm_exit",
        "frame",
        "into",
        "kind",
        "leased",
        "lobbies",
        "lobby",
        "parameters",
        "rank",
        "ref",
        "room",
        "source",
        "start",
    )  # fmt: skip

    def __init__(self, first: Event, ref: str, frame: Frame, parameters: Parameters, into: Testimony) -> None:
        self.source = first.source
        self.kind = first.source_kind
        self.ref = ref
        self.rank = RANKS[self.kind]
        self.frame = frame
        self.parameters = parameters
        self.into = into
        self.leased = self.kind in _LEASED
        self.claims: list[Claim] = []
        self.start: int | None = None  # since when it is open
        self.begun = Said(EdgeQuality.EXPLICIT, "", self.source, self.kind, "")
        self.alive = 0  # the last moment that is evidenced
        self.room = ""
        self.ever = False
        self.expired = False  # closed by silence, not by an exit
        self.firm_exit = True  # an exit is believed although nothing was heard before it
        self.lobby: int | None = None
        self.lobbies: list[Span] = []

    def read(self, several: list[Evidence]) -> None:
        """Read all of the connection's evidence, sorted by time."""
        if self.leased:
            beats = any(one.event.type is EventType.HEARTBEAT for one in several)
            self.firm_exit = not beats and (self.source, self.ref) not in self.frame.listings
        for one in several:
            kind = one.event.type
            if kind is EventType.ENTER:
                self._enter(one)
            elif kind is EventType.EXIT:
                self._exit(one)
            elif kind in _LIVELY:
                self._live(one)
            else:
                self._tell(one)
        if self.start is not None:
            self._stay_open()
        self._leave_lobby(self.frame.closing)
        self.into.claims.extend(self._outside_lobby())

    def _tell(self, one: Evidence) -> None:
        """The evidence that neither opens nor closes a connection."""
        match one.event.type:
            case EventType.INTERVAL:
                self._interval(one)
            case EventType.TOTAL:
                end = max(one.at, one.until or 0)
                said = self._said(EdgeQuality.IMPORTED, one)
                length = min(one.event.seconds * 1000, end - one.at)
                self.into.totals.append(Total(one.at, end, length, said))
            case EventType.LOBBY_ENTER:
                self.lobby = one.at if self.lobby is None else self.lobby
            case EventType.LOBBY_EXIT:
                self._leave_lobby(one.at)
            case _:  # rosters are read apart
                pass

    def _said(self, quality: EdgeQuality, one: Evidence, reason: str = "") -> Said:
        return Said(quality, reason, self.source, self.kind, one.id)

    def _enter(self, one: Evidence) -> None:
        self._leave_lobby(one.at)
        if self.start is not None and not self.leased:
            self._end_with_run(one.at)
        self._breathe(one.at)
        if self.start is None:
            self._open(one, EdgeQuality.EXPLICIT)
        elif one.event.room != self.room and one.event.room:
            self._move(one)
        self.alive = max(self.alive, one.at)

    def _live(self, one: Evidence) -> None:
        """A proof of life. Only a heartbeat may reopen what an exit has closed."""
        self._breathe(one.at)
        if self.start is None:
            if one.event.type is not EventType.HEARTBEAT and not self.expired:
                return
            self._open(one, EdgeQuality.HEARTBEAT)
        elif one.event.type is EventType.ROOM and one.event.room != self.room:
            self._move(one)
        self.alive = max(self.alive, one.at if one.until is None else one.until)

    def _open(self, one: Evidence, quality: EdgeQuality) -> None:
        self.start = self.alive = one.at
        self.begun = self._said(quality, one)
        self.room = one.event.room
        self.ever, self.expired = True, False

    def _move(self, one: Evidence) -> None:
        """To another room without a gap: the claim is split, the stay is not."""
        self._close(one.at, self._said(EdgeQuality.EXPLICIT, one))
        self._open(one, EdgeQuality.EXPLICIT)

    def _exit(self, one: Evidence) -> None:
        event = one.event
        said = self._said(EdgeQuality.EXPLICIT, one, event.reason)
        if not self.firm_exit:
            self._breathe(one.at)
        if event.entered_at is not None:
            begun = self._said(EdgeQuality.EXPLICIT, one)
            self._claim(min(event.entered_at, one.at), one.at, begun, said, final=event.final)
            self.ever = True
        if self.start is not None:
            self._close(max(self.start, one.at), said, final=event.final)
        elif self.lobby is None and not self.ever:
            self.into.flags.add(Flag.ORPHAN_EXIT)
        self.expired = False
        self._leave_lobby(one.at)

    def _interval(self, one: Evidence) -> None:
        if one.until is None:
            self._enter(one)
            return
        begun = self._said(EdgeQuality.IMPORTED, one)
        ended = self._said(EdgeQuality.IMPORTED, one, one.event.reason)
        self.ever = True
        end = max(one.at, one.until)
        self._claim(one.at, end, begun, ended, final=one.event.final, room=one.event.room)

    def _claim(self, start: int, end: int, begun: Said, ended: Said, *, final: bool = False, room: str = "") -> None:
        self.claims.append(Claim(start, end, self.rank, self.kind, self.source, self.ref, room, begun, ended, final))
        if final:
            self.into.final = True
        if room:
            self.into.roomy = True

    def _close(self, at: int, ended: Said, *, final: bool = False) -> None:
        if self.start is not None:
            self._claim(self.start, at, self.begun, ended, final=final, room=self.room)
        self.start = None

    def _breathe(self, at: int) -> None:
        """End an open connection that was silent for longer than its lease before ``at``."""
        if self.start is None or not self.leased:
            return
        self._listen(at)
        if at <= self.alive + self.parameters.lease_ttl_ms:
            return
        outage = self._outage()
        if outage and outage[1] is not None and at <= outage[1] + self.parameters.lease_ttl_ms:
            self.into.flags.add(Flag.OUTAGE)
            self.alive = at  # resumed as soon as the server was back: it was there all along
            return
        self._expire(at, outage)

    def _listen(self, at: int) -> None:
        """Let the room server's checkpoints prove life up to ``at``."""
        reach = self.parameters.lease_ttl_ms
        for first, last in self.frame.listings.get((self.source, self.ref), ()):
            if first <= self.alive + reach and last > self.alive:
                self.alive = max(self.alive, min(last, at))

    def _outage(self) -> Outage | None:
        """The outage of the room's server that silenced this connection, if one did."""
        for down, back in self.frame.outages.get(self.source, ()):
            if down <= self.alive and (back is None or self.alive < back):
                return (down, back)
        return None

    def _expire(self, until: int, outage: Outage | None) -> None:
        """Credit nothing after the last evidence; what may have been stays unknown."""
        end = min(until, self.alive + self.parameters.lease_ttl_ms)
        if outage:
            self.into.flags.add(Flag.OUTAGE)
            end = min(until, max(end, self.frame.closing if outage[1] is None else outage[1]))
        self.into.maybe.append((self.alive, end, self.source))
        quality = EdgeQuality.LEASE_EXPIRED
        self._close(self.alive, Said(quality, ExitReason.LOST, self.source, self.kind, self.begun.event_id))
        self.expired = True

    def _stay_open(self) -> None:
        """Nobody closed this connection; say how far it may be believed."""
        frame = self.frame
        if not self.leased:
            self._tail(frame.closing)
            return
        self._listen(frame.as_of)
        reach = self.alive + self.parameters.lease_ttl_ms
        over, outage = self._own_end(), self._outage()
        # Whom an outage silenced and nobody has heard since was not there to be shown out at the end.
        if over is not None and over <= reach and outage is None:
            self._close(over, self._plainly(EdgeQuality.EXPLICIT, ExitReason.ENDED))
        elif frame.meeting_end is None and frame.as_of <= reach:
            self._close(max(self.alive, frame.as_of), self._plainly(EdgeQuality.OPEN))
        else:
            end = frame.as_of if frame.meeting_end is None else frame.meeting_end
            self._expire(max(self.alive, end), outage)

    def _plainly(self, quality: EdgeQuality, reason: str = "") -> Said:
        return Said(quality, reason, self.source, self.kind, "")

    def _own_end(self) -> int | None:
        """The first end of the meeting this source announced after its last evidence here."""
        frame = self.frame
        ends = frame.room_ends if self.kind is SourceKind.ROOM else frame.ends.get(self.source, [])
        place = bisect_left(ends, self.alive)
        return ends[place] if place < len(ends) else None

    def _end_with_run(self, before: int) -> None:
        """A platform's run of the meeting ended and another began: nobody stays over."""
        over = self._own_end()
        if over is not None and over < before:
            self._tail(over)

    def _tail(self, closing: int) -> None:
        """Firm up to the last evidence, inferred from there on."""
        over = self._own_end()
        end = max(self.alive, closing if over is None else min(over, closing))
        is_open = self.frame.live and end == self.frame.as_of
        ended = self._plainly(EdgeQuality.OPEN if is_open else EdgeQuality.ASSUMED)
        start, begun = self.start, self.begun
        if start is not None and self.alive > start:
            self._claim(start, self.alive, begun, ended, room=self.room)
        tail = (self.kind, self.source, self.ref, self.room, begun, ended, False)
        self.claims.append(Claim(self.alive, end, Rank.INFERRED, *tail))
        self.into.inferred = True
        self.into.roomy = self.into.roomy or bool(self.room)
        self.start = None

    def _leave_lobby(self, at: int) -> None:
        if self.lobby is not None:
            self.lobbies.append((self.lobby, at))
            self.lobby = None

    def _outside_lobby(self) -> list[Claim]:
        """Waiting is not being there, also where proofs of life came from the lobby."""
        if not self.lobbies:
            return self.claims
        waits = intervals.union(self.lobbies)
        self.into.lobby.extend(waits)
        return [
            claim._replace(start=start, end=end)
            for claim in self.claims
            for start, end in intervals.subtract([(claim.start, claim.end)], waits)
        ]
