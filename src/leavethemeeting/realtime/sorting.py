"""From the wire's events to rows of the log: which are refused and why, and what the others become."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import msgspec

from leavethemeeting.attendance.payloads import NO_DETAIL, ClaimFields, Detail, NewEvent, digest_of, new_event
from leavethemeeting.domain.events import EventType, SourceKind
from leavethemeeting.domain.meeting import Parameters
from leavethemeeting.domain.names import cleaned
from leavethemeeting.realtime import batch as wire
from leavethemeeting.realtime.batch import Code
from leavethemeeting.realtime.sql.access import Credential

OLDEST = 946_684_800_000  # 2000-01-01
AHEAD_MS = 86_400_000
CLIENTS = frozenset({SourceKind.PLUGIN, SourceKind.HOST_PLUGIN})
SKEW_IGNORED_MS = Parameters().skew_ignore_ms


class Refusal(Exception):
    """One event is not taken. ``str()`` is for the person who wrote the sending program."""

    def __init__(self, code: Code, message: str) -> None:
        self.code: Code = code
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Sender:
    """One request: whose it is and when it came. ``occurrence_at`` finds what was open at a moment."""

    credential: Credential
    sent_at: int
    received_at: int
    occurrence_at: Callable[[UUID | None, int], UUID | None]
    source_ref: str = field(init=False)
    source_kind: SourceKind = field(init=False)
    may_send: frozenset[type[wire.WireEvent]] = field(init=False)
    ahead: int = field(init=False, default=0)  # ms, of a plugin whose clock is wrong; the kernel applies the same rule

    def __post_init__(self) -> None:  # once per request, not per event
        object.__setattr__(self, "source_ref", f"key:{self.credential.source_id or self.credential.id}")
        object.__setattr__(self, "source_kind", SourceKind(self.credential.source_kind))
        object.__setattr__(self, "may_send", _MAY_SEND.get(self.credential.source_kind, frozenset()))
        ahead = self.sent_at - self.received_at
        if self.source_kind in CLIENTS and abs(ahead) > SKEW_IGNORED_MS:
            object.__setattr__(self, "ahead", ahead)


_MAY_SEND: dict[str, frozenset[type[wire.WireEvent]]] = {
    str(kind): frozenset(event for event, type_ in wire.TYPES.items() if type_ in names)
    for kind, names in wire.MAY_SEND.items()
}


def rows_of(event: wire.WireEvent, sender: Sender) -> list[NewEvent]:
    """The rows that ``event`` becomes: one, or for a roster its header and one per person. Raises Refusal."""
    if type(event) not in sender.may_send:
        raise Refusal("not_allowed", f"This credential may not send {wire.type_of(event)} events.")
    _check_moments(event, sender.received_at + sender.ahead)
    at = event.at - sender.ahead  # what a wrong clock says must not lead to another date of the meeting
    occurrence = sender.occurrence_at(event.occurrence, at)
    if occurrence is None:
        raise Refusal("no_occurrence", "The meeting was not open at that moment, nor within two hours of it.")
    if any(occurrence == closed and at >= since for closed, since in sender.credential.removed):
        raise Refusal("not_allowed", "A host has removed this member from this date.")
    if type(event) is wire.Roster:  # a class of msgspec's: isinstance takes five times as long
        return list(_roster(event, sender, occurrence))
    return [_row(sender, occurrence, event.id, wire.type_of(event), event)]


def _check_moments(event: wire.WireEvent, received_at: int) -> None:
    at, latest = event.at, received_at + AHEAD_MS
    until = getattr(event, "until", None)
    entered_at = getattr(event, "entered_at", None)
    if (
        OLDEST <= at <= latest
        and (until is None or at <= until <= latest)
        and (entered_at is None or OLDEST <= entered_at <= at)
    ):
        return
    moments = [moment for moment in (at, until, entered_at) if moment is not None]
    if min(moments) < OLDEST:
        raise Refusal("too_old", "The moment lies before the year 2000: are these seconds? Send milliseconds.")
    if max(moments) > latest:
        raise Refusal("too_new", "The moment lies more than a day ahead: check the sender's clock.")
    raise Refusal("bad_span", "The span ends before it begins.")


def _row(
    sender: Sender, occurrence: UUID, id: str, type: EventType, event: wire.WireEvent, detail: Detail | None = None
) -> NewEvent:
    about = sender.credential.about
    row = new_event(
        meeting_id=sender.credential.meeting_id,
        occurrence_id=occurrence,
        source_ref=sender.source_ref,
        source_kind=sender.source_kind,
        id=id,
        type=type,
        connection_ref=cleaned(getattr(event, "connection", "")),
        at=event.at,
        until=getattr(event, "until", None),
        sent_at=sender.sent_at,
        received_at=sender.received_at,
        detail=detail or _detail(event),
        claim=_claim(event, sender.credential),
    )
    return row if about is None else msgspec.structs.replace(row, claim=_bound(event, row.claim, about))


def _bound(event: wire.WireEvent, said: ClaimFields | None, about: ClaimFields) -> ClaimFields | None:
    """What an attendee's plugin says is about its member. Not in the digest: with a new name it stays the same event."""
    if type(event) in (wire.Enter, wire.LobbyEnter):
        return about
    return msgspec.structs.replace(said, attendee_id=about.attendee_id) if said is not None else None


_DETAILS: dict[type[wire.WireEvent], Callable[[Any], Detail]] = {
    wire.Exit: lambda event: Detail(reason=event.reason, entered_at=event.entered_at),
    wire.Heartbeat: lambda event: Detail(count=event.count),
    wire.Interact: lambda event: Detail(interaction=str(event.interaction), value=cleaned(event.value)),
    wire.Interval: lambda event: Detail(final=event.final),
    wire.Room: lambda event: Detail(room=cleaned(event.room)),
}


def _detail(event: wire.WireEvent) -> Detail:
    of = _DETAILS.get(type(event))
    return NO_DETAIL if of is None else of(event)


def _words(event: wire.Interact, credential: Credential) -> ClaimFields | None:
    return ClaimFields(text=event.text) if event.text and credential.keeps_chat_text else None


def _person(event: wire.Enter | wire.Interval | wire.LobbyEnter, credential: Credential) -> ClaimFields | None:
    if credential.about is not None:
        return None
    return ClaimFields(
        name=cleaned(event.name),
        email=event.email,
        email_verified=event.email_verified and credential.source_kind == SourceKind.WEBHOOK,
        platform_account=cleaned(event.platform_account),
        role=event.role,
    )


_CLAIMS: dict[type[wire.WireEvent], Callable[[Any, Credential], ClaimFields | None]] = {
    wire.Enter: _person, wire.Interval: _person, wire.LobbyEnter: _person, wire.Interact: _words,
}  # fmt: skip


def _claim(event: wire.WireEvent, credential: Credential) -> ClaimFields | None:
    of = _CLAIMS.get(type(event))
    return None if of is None else of(event, credential)


def _roster(event: wire.Roster, sender: Sender, occurrence: UUID) -> Iterator[NewEvent]:
    """The header names nobody. A person without a connection gets one that stays the same over snapshots."""
    header = Detail(complete=event.complete, count=max(1, len(event.people)))
    yield _row(sender, occurrence, event.id, EventType.ROSTER, event, header)
    for number, person in enumerate(event.people, start=1):
        seen = _row(sender, occurrence, f"{event.id}/{number}", EventType.SEEN, event, Detail(snapshot=event.id))
        claim = ClaimFields(
            name=cleaned(person.name), email=person.email, platform_account=cleaned(person.platform_account),
            role=person.role,
        )  # fmt: skip
        known_by = claim.platform_account or claim.email or claim.name
        connection = cleaned(person.connection) or f"seen-{digest_of(known_by)[:24]}"
        yield msgspec.structs.replace(
            seen, connection_ref=connection, claim=claim, digest=digest_of(event.at, connection, claim)
        )
