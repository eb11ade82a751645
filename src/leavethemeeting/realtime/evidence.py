"""The room's events for the log: what they are called, and what makes two of them the same.

A connection's own ``enter`` and ``exit``, and ``lobby_enter`` and ``lobby_exit`` where it waited first, carry
its reference in their id, so that whoever writes them, this boot or its successor, writes them once. Interactions keep the id that the browser chose; the
digest holds what the browser said and not when or over which connection it arrived, because a
browser that got no acknowledgement sends the same again over the next connection.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from uuid import UUID, uuid4

import msgspec

from leavethemeeting.attendance.payloads import ClaimFields, Detail, NewEvent, digest_of, new_event
from leavethemeeting.domain.events import EventType, SourceKind
from leavethemeeting.realtime.deeds import Record
from leavethemeeting.realtime.sql.rooms import Door


class Place(msgspec.Struct, frozen=True):
    """Where something happened."""

    meeting: UUID
    occurrence: UUID


def source_ref_of(attendee: UUID, tab: str) -> str:
    """The source that one tab of one attendee is: stable over reloads, telling nobody who it is."""
    return "room:" + hashlib.sha256(f"{attendee}:{tab}".encode()).hexdigest()[:32]


def new_connection() -> str:
    """A fresh connection reference: random, since other attendees learn it."""
    return uuid4().hex


def boot_source(boot: UUID) -> str:
    return f"room:boot:{boot.hex}"


def entrance(door: Door, *, source_ref: str, connection: str, hosts: bool, resumes: str, now: int) -> NewEvent:
    """``resumes`` names the connection that this tab had before, when it says it was alive throughout."""
    return new_event(
        meeting_id=door.meeting, occurrence_id=door.occurrence, source_ref=source_ref, source_kind=SourceKind.ROOM,
        id=f"enter-{connection}", type=EventType.ENTER, connection_ref=connection, at=now, received_at=now,
        detail=Detail(target=resumes), claim=_claimed(door, role="host" if hosts else door.role),
    )  # fmt: skip


def _claimed(door: Door, *, role: str) -> ClaimFields | None:
    """Who it is; of a meeting that records no individuals its hosts only."""
    if door.counts_only and role != "host":
        return None
    return ClaimFields(
        attendee_id=door.attendee, name=door.name, email=door.email, email_verified=door.email_verified, role=role
    )


def waiting_began(door: Door, *, source_ref: str, connection: str, now: int) -> NewEvent:
    """Put into the waiting room. Whoever waits claims who they are, as whoever enters does."""
    return new_event(
        meeting_id=door.meeting, occurrence_id=door.occurrence, source_ref=source_ref, source_kind=SourceKind.ROOM,
        id=f"lobby-enter-{connection}", type=EventType.LOBBY_ENTER, connection_ref=connection, at=now, received_at=now,
        claim=_claimed(door, role=door.role),
    )  # fmt: skip


def waiting_ended(place: Place, *, source_ref: str, connection: str, at: int, now: int) -> NewEvent:
    """Admitted, refused or gone: waits no longer. Written twice (by us and by the next boot) the first stays."""
    event = new_event(
        meeting_id=place.meeting, occurrence_id=place.occurrence, source_ref=source_ref, source_kind=SourceKind.ROOM,
        id=f"lobby-exit-{connection}", type=EventType.LOBBY_EXIT, connection_ref=connection, at=at, received_at=now,
    )  # fmt: skip
    return msgspec.structs.replace(event, digest=digest_of("lobby-exit", connection))


def departure(place: Place, *, source_ref: str, connection: str, reason: str, at: int, now: int) -> NewEvent:
    """The end of a connection. Written twice (by us and by the next boot) the first stays."""
    event = new_event(
        meeting_id=place.meeting, occurrence_id=place.occurrence, source_ref=source_ref, source_kind=SourceKind.ROOM,
        id=f"exit-{connection}", type=EventType.EXIT, connection_ref=connection, at=at, received_at=now,
        detail=Detail(reason=reason),
    )  # fmt: skip
    return msgspec.structs.replace(event, digest=digest_of("exit", connection))


def interaction(place: Place, record: Record, *, source_ref: str, attendee: UUID, said: object, now: int) -> NewEvent:
    """``said`` is the message itself: the same again is a duplicate, another one under its id is refused."""
    event = new_event(
        meeting_id=place.meeting, occurrence_id=place.occurrence, source_ref=source_ref, source_kind=SourceKind.ROOM,
        id=record.id, type=EventType.INTERACT, connection_ref=record.connection, at=record.at, until=record.until,
        received_at=now, detail=Detail(interaction=record.interaction, value=record.value),
        claim=ClaimFields(attendee_id=attendee, text=record.text) if record.text else None,
    )  # fmt: skip
    return msgspec.structs.replace(event, digest=digest_of(said))


def outage(place: Place, *, boot: UUID, at: int, until: int, present: Iterable[str]) -> NewEvent:
    """Between ``at`` (a dead boot's last sign of life) and ``until`` (its successor's start) nobody watched."""
    event = new_event(
        meeting_id=place.meeting, occurrence_id=place.occurrence, source_ref=boot_source(boot),
        source_kind=SourceKind.ROOM, id=f"checkpoint-{place.occurrence.hex}", type=EventType.CHECKPOINT, at=at,
        until=until, received_at=until, detail=Detail(boot=boot.hex, present=tuple(sorted(present))),
    )  # fmt: skip
    return msgspec.structs.replace(event, digest=digest_of("checkpoint", boot.hex))
