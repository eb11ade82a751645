"""Evidence between the wire, the tables and the kernel: one shape for whoever writes the log.

``new_event`` makes a row for ``attendance_event`` (and its claim and tally), ``as_event`` reads
one back as the kernel's ``domain.events.Event``. Moments are milliseconds UTC.
"""

from __future__ import annotations

import hashlib
from functools import cache
from uuid import UUID

import msgspec

from leavethemeeting.domain import events as domain
from leavethemeeting.shared.environment import environment


class Detail(msgspec.Struct, frozen=True, omit_defaults=True, gc=False, kw_only=True):
    """What only some events have; kept as JSON in ``attendance_event.detail``, named as in the kernel."""

    seq: int = 0
    entered_at: int | None = None
    reason: str = ""
    interaction: str = ""
    value: str = ""
    count: int = 1
    seconds: int = 0
    complete: bool = True
    snapshot: str = ""
    room: str = ""
    final: bool = False
    target: str = ""
    boot: str = ""
    present: tuple[str, ...] = ()


class ClaimFields(msgspec.Struct, frozen=True, omit_defaults=True, gc=False, kw_only=True):
    """Who an event is said to be about, and its words: the deletable half of the evidence."""

    attendee_id: UUID | None = None
    name: str = ""
    email: str = ""
    email_verified: bool = False
    platform_account: str = ""
    role: str = ""
    text: str = ""


class NewEvent(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One event to be written: the columns of ``Event`` but its position, its claim, and what it adds to a tally."""

    meeting_id: UUID
    occurrence_id: UUID
    source_ref: str
    source_kind: str
    id: str
    type: str
    connection_ref: str
    at: int
    until: int | None
    sent_at: int | None
    received_at: int
    detail: str
    digest: str
    claim: ClaimFields | None = None
    tally: str = ""  # the interaction it counts as; empty: none
    tally_ms: int = 0


#: Names as they are stored, the same object each time (realtime/sql/arrays.py).
_NAMES: dict[str, str] = {one: str(one) for one in (*domain.SourceKind, *domain.EventType)}
NO_DETAIL = Detail()
NO_CLAIM = ClaimFields()
_encode = msgspec.json.Encoder().encode
_decode_detail = msgspec.json.Decoder(Detail).decode


@cache
def _digest_key() -> bytes:
    """Keyed, so that a digest does not let anybody guess a name or a text that was deleted."""
    return hashlib.sha256(b"event-digest:" + environment().secret_key.encode()).digest()


def digest_of(*body: object) -> str:
    """32 hex digits over what the sender said; its place, its receipt and its sending are not part of it."""
    return hashlib.blake2b(_encode(body), digest_size=16, key=_digest_key()).hexdigest()


def new_event(
    *,
    meeting_id: UUID,
    occurrence_id: UUID,
    source_ref: str,
    source_kind: domain.SourceKind,
    id: str,
    type: domain.EventType,
    at: int,
    received_at: int,
    connection_ref: str = "",
    until: int | None = None,
    sent_at: int | None = None,
    detail: Detail = NO_DETAIL,
    claim: ClaimFields | None = None,
) -> NewEvent:
    """A row for the log. An ``interact`` is counted in the tally of its connection by itself."""
    if claim is not None and claim == NO_CLAIM:
        claim = None
    counts = type == domain.EventType.INTERACT
    return NewEvent(
        meeting_id=meeting_id,
        occurrence_id=occurrence_id,
        source_ref=source_ref,
        source_kind=_NAMES[source_kind],
        id=id,
        type=_NAMES[type],
        connection_ref=connection_ref,
        at=at,
        until=until,
        sent_at=sent_at,
        received_at=received_at,
        detail="" if detail is NO_DETAIL else encode_detail(detail),
        digest=digest_of(type, connection_ref, at, until, detail, claim),
        claim=claim,
        tally=detail.interaction if counts else "",
        tally_ms=max(0, until - at) if counts and until is not None else 0,
    )


def encode_detail(detail: Detail) -> str:
    """The column's text; empty when there is nothing to say."""
    text = _encode(detail).decode()
    return "" if text == "{}" else text


def decode_detail(text: str) -> Detail:
    """The column's text read back. Raises msgspec.MsgspecError when it is not ours."""
    return _decode_detail(text) if text else NO_DETAIL


def as_event(row: NewEvent) -> domain.Event:
    """The row as the kernel reads it."""
    detail = decode_detail(row.detail)
    claim = row.claim or NO_CLAIM
    return domain.Event(
        source=row.source_ref,
        source_kind=domain.SourceKind(row.source_kind),
        id=row.id,
        type=domain.EventType(row.type),
        at=row.at,
        received_at=row.received_at,
        connection=row.connection_ref,
        sent_at=row.sent_at,
        seq=detail.seq,
        until=row.until,
        entered_at=detail.entered_at,
        reason=detail.reason,
        interaction=detail.interaction,
        value=detail.value,
        count=detail.count,
        seconds=detail.seconds,
        complete=detail.complete,
        snapshot=detail.snapshot,
        room=detail.room,
        final=detail.final,
        target=detail.target,
        boot=detail.boot,
        present=detail.present,
        hints=domain.Hints(
            attendee=str(claim.attendee_id) if claim.attendee_id else "",
            email=claim.email,
            email_verified=claim.email_verified,
            platform_account=claim.platform_account,
            name=claim.name,
            role=claim.role,
        ),
    )
