"""Rosters: what a host's plugin saw, and what it could not see.

A snapshot that is not complete proves nobody absent. Absence needs several complete
snapshots in a row; a state holds from one snapshot to the next. Rule 5 of
docs/developer/presence.md.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from leavethemeeting.domain.events import Rank, SourceKind
from leavethemeeting.domain.evidence import Evidence
from leavethemeeting.domain.intervals import Span
from leavethemeeting.domain.meeting import Parameters
from leavethemeeting.domain.testimony import Claim, Negative, Said, Testimony
from leavethemeeting.domain.timelines import EdgeQuality

if TYPE_CHECKING:
    from leavethemeeting.domain.frame import Frame


@dataclass(frozen=True, slots=True)
class RosterLog:
    """All snapshots of one source, by time, with what each attendee needs looked up.

    ``absence[i]`` is the first index from ``i`` on at which a proof of absence begins, or
    the number of snapshots; ``flaws[i]`` counts incomplete snapshots before ``i``;
    ``holes[i]`` counts too long silences before snapshot ``i``.
    """

    source: str
    times: tuple[int, ...]
    index: dict[str, int]  # id of the header → place
    absence: tuple[int, ...]
    flaws: tuple[int, ...]
    holes: tuple[int, ...]
    blind: tuple[Span, ...]  # from an incomplete snapshot to the next one
    doubled: frozenset[str]  # names that stood twice in one snapshot


def roster_logs(headers: list[Evidence], seen: list[Evidence], parameters: Parameters) -> dict[str, RosterLog]:
    """The snapshots of every source. A sighting without its header is an incomplete one."""
    found: dict[str, dict[str, tuple[int, bool]]] = {}
    for one in headers:
        found.setdefault(one.event.source, {})[one.event.id] = (one.at, one.event.complete)
    lines: dict[tuple[str, str, str], set[str]] = {}
    for one in seen:
        event = one.event
        found.setdefault(event.source, {}).setdefault(event.snapshot or event.id, (one.at, False))
        line = (event.source, event.snapshot, event.hints.name)
        lines.setdefault(line, set()).add(event.connection or event.hints.platform_account)
    twice: dict[str, set[str]] = {}
    for (source, _, name), refs in lines.items():
        if len(refs) > 1:
            twice.setdefault(source, set()).add(name)
    return {
        source: _log(source, snapshots, frozenset(twice.get(source, ())), parameters)
        for source, snapshots in found.items()
    }


def _log(
    source: str, snapshots: dict[str, tuple[int, bool]], doubled: frozenset[str], parameters: Parameters
) -> RosterLog:
    ordered = sorted((at, complete, key) for key, (at, complete) in snapshots.items())
    times = tuple(at for at, _, _ in ordered)
    complete = [whole for _, whole, _ in ordered]
    flaws, holes = [0], [0]
    for place, whole in enumerate(complete):
        flaws.append(flaws[-1] + (not whole))
        silent = place > 0 and times[place] - times[place - 1] > parameters.lease_ttl_ms
        holes.append(holes[-1] + silent)
    return RosterLog(
        source=source,
        times=times,
        index={key: place for place, (_, _, key) in enumerate(ordered)},
        absence=_absences(times, complete, parameters),
        flaws=tuple(flaws),
        holes=tuple(holes),
        blind=tuple((times[i], times[i + 1]) for i in range(len(times) - 1) if not complete[i]),
        doubled=doubled,
    )


def _absences(times: tuple[int, ...], complete: list[bool], parameters: Parameters) -> tuple[int, ...]:
    count, needed = len(times), parameters.absent_snapshots
    nearest = [count] * (count + 1)
    run = 0  # complete snapshots from here on, each close to the next
    for place in range(count - 1, -1, -1):
        close = place + 1 < count and times[place + 1] - times[place] <= parameters.snapshot_spacing_ms
        run = 0 if not complete[place] else (run + 1 if close else 1)
        nearest[place] = place if run >= needed else nearest[place + 1]
    return tuple(nearest)


class RosterReading:
    """Reads one attendee's sightings by one source into testimony."""

    def __init__(self, log: RosterLog, ref: str, frame: Frame, parameters: Parameters, into: Testimony) -> None:
        self.log = log
        self.ref = ref
        self.frame = frame
        self.parameters = parameters
        self.into = into

    def read(self, sightings: list[Evidence]) -> None:
        """``sightings`` are the SEEN events of one claimant."""
        named = {
            self.log.index[one.event.snapshot or one.event.id]: one.event.id
            for one in sorted(sightings, key=lambda one: one.id, reverse=True)
        }
        places = sorted(named)
        self._before(places[0])
        for place, following in pairwise(places):
            self._between(place, following, named[place])
        self._after(places[-1], named[places[-1]])

    def _before(self, first: int) -> None:
        until = self.log.times[first]
        blind = self.log.blind
        self.into.unseen.extend(blind[: bisect_left(blind, (until, until))])

    def _between(self, place: int, following: int, event_id: str) -> None:
        """From one sighting to the next: here, gone, or not to be known."""
        log, times = self.log, self.log.times
        missed = following - place - 1
        flawed = log.flaws[following] != log.flaws[place + 1]
        silent = log.holes[following + 1] != log.holes[place + 1]
        absent = log.absence[place + 1] if missed else len(times)
        if absent + self.parameters.absent_snapshots <= following:
            self._until_absence(place, absent, event_id)
        elif missed and (flawed or missed >= self.parameters.absent_snapshots or silent):
            self._step(place, event_id)
            self.into.unseen.append((times[place + 1], times[following]))
        elif silent:
            self.into.unseen.append((times[place], times[following]))
        else:
            self._here(place, times[following], event_id)

    def _until_absence(self, place: int, absent: int, event_id: str) -> None:
        times = self.log.times
        self._step(place, event_id)
        if absent > place + 1:
            self.into.unseen.append((times[place + 1], times[absent]))
        said = Said(EdgeQuality.OBSERVED, "", self.log.source, SourceKind.HOST_PLUGIN, event_id)
        self.into.negatives.append(Negative(times[absent], said))

    def _after(self, place: int, event_id: str) -> None:
        """After the last sighting; the plugin may have stopped looking."""
        log, times, frame = self.log, self.log.times, self.frame
        absent = log.absence[place + 1]
        if absent < len(times):
            self._until_absence(place, absent, event_id)
            return
        if place + 1 < len(times):
            self._step(place, event_id)
            self.into.unseen.append((times[place + 1], frame.closing))
        elif frame.meeting_end is None and frame.as_of <= times[place] + self.parameters.lease_ttl_ms:
            self._here(place, frame.as_of, event_id, EdgeQuality.OPEN)
        else:
            self._here(place, times[place], event_id)
            self.into.unseen.append((times[place], frame.closing))

    def _step(self, place: int, event_id: str) -> None:
        """Here until the next snapshot, unless that came too late to tell."""
        start, end = self.log.times[place], self.log.times[place + 1]
        if end - start <= self.parameters.lease_ttl_ms:
            self._here(place, end, event_id)
        else:
            self.into.unseen.append((start, end))

    def _here(self, place: int, end: int, event_id: str, quality: EdgeQuality = EdgeQuality.OBSERVED) -> None:
        source, kind = self.log.source, SourceKind.HOST_PLUGIN
        begun = Said(EdgeQuality.OBSERVED, "", source, kind, event_id)
        ended = Said(quality, "", source, kind, event_id)
        start = self.log.times[place]
        self.into.claims.append(
            Claim(start, end, Rank.HOST_PLUGIN, kind, source, self.ref, "", begun, ended, final=False)
        )
