"""The room server's own proof of life, put as the kernel reads it.

Each tab of the room is a source of its own, while checkpoints come from the server that holds
them all. So a checkpoint is retold to every source it lists: what it says of a connection is
said by that connection's source.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from leavethemeeting.domain.events import Event, EventType, ExitReason, SourceKind


@dataclass(frozen=True, slots=True)
class Sign:
    """A room that is alive: ``boot`` holds ``connections`` at ``at`` and has run since ``since`` (milliseconds UTC)."""

    boot: str
    since: int
    at: int
    connections: frozenset[str]


def with_outages(events: list[Event]) -> list[Event]:
    """``events`` with each dead boot's checkpoint retold as a silence from ``at`` to ``until``.

    The exits that the next boot wrote for lost connections go: they were guessed at the last
    proof of life, and what came between is unknown, not absence. Whoever came back and resumed
    was there all along: their old connection lasts until the one that resumed it.
    """
    dead = [event for event in events if is_outage(event)]
    if not dead:
        return events
    refs = {ref for event in dead for ref in event.present}
    # A connection belongs to one boot: a listed one's "lost" is always its successor's guess.
    kept = [event for event in events if not is_outage(event) and not (event.connection in refs and _guessed(event))]
    entrances = _entrances(events, refs)
    retold = [told for event in dead for told in _silence(event, entrances)]
    return kept + retold + [_handed_on(event, entrances) for event in events if _resumes(event, entrances)]


def with_sign(events: list[Event], sign: Sign | None) -> list[Event]:
    """``events`` and, for every connection a living room holds, that it was heard until ``sign.at``."""
    if sign is None or not sign.connections:
        return events
    by_source = _by_source(sign.connections, _entrances(events, sign.connections))
    alive = [
        _checkpoint(source, f"alive-{sign.boot}-{at}", at, sign.at, sign.boot, refs)
        for source, refs in by_source.items()
        for at in (sign.since, sign.at)
    ]
    return events + alive


def is_outage(event: Event) -> bool:
    """Is this the last checkpoint of a boot that died, with when the next one began?"""
    return event.type is EventType.CHECKPOINT and event.source_kind is SourceKind.ROOM and event.until is not None


def _guessed(event: Event) -> bool:
    return event.type is EventType.EXIT and event.source_kind is SourceKind.ROOM and event.reason == ExitReason.LOST


def _resumes(event: Event, entrances: dict[str, Event]) -> bool:
    """An entrance names in ``target`` the connection that this tab had before; it counts for the same tab only."""
    old = entrances.get(event.target)
    return event.type is EventType.ENTER and old is not None and old.source == event.source


def _handed_on(event: Event, entrances: dict[str, Event]) -> Event:
    """The end of the connection that ``event`` resumed; the kernel decides whether it came back soon enough."""
    ended = replace(entrances[event.target], id=f"{event.id}-resumed", type=EventType.EXIT, at=event.at, target="")
    return replace(ended, received_at=event.received_at, reason=ExitReason.TRANSPORT)


def _silence(event: Event, entrances: dict[str, Event]) -> list[Event]:
    """Alive from the first entrance to ``at``, then nothing, then another boot."""
    assert event.until is not None  # noqa: S101 -- is_outage asked
    told = []
    for source, refs in _by_source(event.present, entrances).items():
        began = min(entrances[ref].at for ref in refs)
        told.append(_checkpoint(source, f"{event.id}-up", min(began, event.at), event.received_at, event.boot, refs))
        told.append(_checkpoint(source, f"{event.id}-down", event.at, event.received_at, event.boot, refs))
        after = _checkpoint(source, f"{event.id}-back", event.until, event.received_at, f"after-{event.boot}", ())
        told.append(replace(after, received_at=max(event.until, event.received_at)))
    return told


def _checkpoint(source: str, key: str, at: int, received_at: int, boot: str, refs: Collection[str]) -> Event:
    return Event(
        source, SourceKind.ROOM, key, EventType.CHECKPOINT, at, received_at, boot=boot, present=tuple(sorted(refs))
    )


def _entrances(events: Iterable[Event], refs: Collection[str]) -> dict[str, Event]:
    """The entrance of each connection: it knows the source."""
    return {event.connection: event for event in events if event.type is EventType.ENTER and event.connection in refs}


def _by_source(refs: Iterable[str], entrances: dict[str, Event]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for ref in refs:
        if ref in entrances:
            found[entrances[ref].source].append(ref)
    return found
