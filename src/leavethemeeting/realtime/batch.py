"""What a program may send to ``POST /api/v1/events``: the wire, its bounds, and what comes back.

The OpenAPI document is made from these classes. Unknown keys are refused. Moments are
milliseconds UTC by the sender's own clock; ``sent_at`` is that clock when the batch left.
"""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from leavethemeeting.domain.events import EventType, Interaction, SourceKind

MOST_EVENTS = 500
MOST_PEOPLE = 500
MOST_ROWS = 2_000  # events and people of rosters in one request
MOST_BYTES = 1_048_576

EventId = Annotated[str, Meta(min_length=1, max_length=56, pattern=r"^[A-Za-z0-9_.:-]+$", description="Yours, unique.")]
ConnectionRef = Annotated[str, Meta(min_length=1, max_length=64, description="One tab, device or platform connection.")]
Moment = Annotated[int, Meta(ge=0, le=2**53, description="Milliseconds since 1970-01-01T00:00:00Z.")]
Name = Annotated[str, Meta(max_length=200)]
Email = Annotated[str, Meta(max_length=254, pattern=r"^$|^[^@\s]+@[^@\s]+$")]
Account = Annotated[str, Meta(max_length=200, description="The platform's id of the account.")]
Role = Literal["", "host", "participant", "viewer"]
Reason = Annotated[str, Meta(pattern=r"^(left|removed|ended|closed|lost|transport|auto_rule:[a-z0-9_]{1,40})$")]


class _Event(msgspec.Struct, tag_field="type", frozen=True, forbid_unknown_fields=True, kw_only=True):
    """``occurrence`` may be left out: then it is the one that was open at ``at``, give or take two hours."""

    id: EventId
    at: Moment
    occurrence: UUID | None = None


class _OfConnection(_Event, frozen=True, kw_only=True):
    connection: ConnectionRef


class _About(_OfConnection, frozen=True, kw_only=True):
    """Says who it is. ``email_verified`` counts only from a platform."""

    name: Name = ""
    email: Email = ""
    email_verified: bool = False
    platform_account: Account = ""
    role: Role = ""


class Enter(_About, tag="enter", frozen=True, kw_only=True):
    """A connection came in."""


class Exit(_OfConnection, tag="exit", frozen=True, kw_only=True):
    """A connection went. ``entered_at``: when it had come in, if the platform says so here."""

    reason: Reason = "transport"
    entered_at: Moment | None = None


class Heartbeat(_OfConnection, tag="heartbeat", frozen=True, kw_only=True):
    """Signs of life from ``at`` to ``until``; send one span for many beats."""

    until: Moment
    count: Annotated[int, Meta(ge=1, le=100_000)] = 1


class Interact(_OfConnection, tag="interact", frozen=True, kw_only=True):
    """Something was done. ``text`` is kept only where the host keeps chat text."""

    interaction: Interaction
    value: Annotated[str, Meta(max_length=64)] = ""
    until: Moment | None = None
    text: Annotated[str, Meta(max_length=2000)] = ""


class Interval(_About, tag="interval", frozen=True, kw_only=True):
    """One finished stay, from ``at`` to ``until``. ``final``: the platform's last word on this connection."""

    until: Moment
    final: bool = False


class LobbyEnter(_About, tag="lobby_enter", frozen=True, kw_only=True):
    """Waits outside; waiting never counts as presence."""


class LobbyExit(_OfConnection, tag="lobby_exit", frozen=True, kw_only=True):
    """Waits no longer."""


class Room(_OfConnection, tag="room", frozen=True, kw_only=True):
    """Went to a breakout room, or back to the main room (empty)."""

    room: Annotated[str, Meta(max_length=64)] = ""


class Person(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One line of a list of participants. Without ``connection`` a line is told apart by account, e-mail or name."""

    connection: Annotated[str, Meta(max_length=64)] = ""
    name: Name = ""
    email: Email = ""
    platform_account: Account = ""
    role: Role = ""


class Roster(_Event, tag="roster", frozen=True, kw_only=True):
    """The list of participants as it was at ``at``. ``complete``: nobody was scrolled out of sight."""

    people: Annotated[list[Person], Meta(max_length=MOST_PEOPLE)]
    complete: bool


class MeetingStart(_Event, tag="meeting_start", frozen=True, kw_only=True):
    """The platform started the meeting."""


class MeetingEnd(_Event, tag="meeting_end", frozen=True, kw_only=True):
    """The platform ended the meeting."""


WireEvent = (
    Enter | Exit | Heartbeat | Interact | Interval | LobbyEnter | LobbyExit | Room | Roster | MeetingStart | MeetingEnd
)

#: Which types a credential of a kind may send. A host's plugin sees the list of participants, but has
#: no platform's word on finished stays.
MAY_SEND: dict[str, frozenset[str]] = {
    SourceKind.WEBHOOK: frozenset(
        {"enter", "exit", "heartbeat", "interact", "interval", "lobby_enter", "lobby_exit", "room", "roster",
         "meeting_start", "meeting_end"}
    ),
    SourceKind.PLUGIN: frozenset(
        {"enter", "exit", "heartbeat", "interact", "lobby_enter", "lobby_exit", "room"}
    ),
    SourceKind.HOST_PLUGIN: frozenset(
        {"enter", "exit", "heartbeat", "interact", "lobby_enter", "lobby_exit", "room", "roster",
         "meeting_start", "meeting_end"}
    ),
}  # fmt: skip


class Batch(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What one request carries."""

    sent_at: Moment
    events: Annotated[list[WireEvent], Meta(min_length=1, max_length=MOST_EVENTS)]


class LooseBatch(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The same with its events still unread, so that one that is malformed is refused alone."""

    sent_at: Moment
    events: Annotated[list[msgspec.Raw], Meta(min_length=1, max_length=MOST_EVENTS)]


Code = Literal[
    "", "malformed", "not_allowed", "too_old", "too_new", "bad_span", "no_occurrence", "conflict", "erased",
]  # fmt: skip


class Result(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What became of one event. Send again what was neither accepted, duplicate nor refused: nothing was stored."""

    id: str
    status: Literal["accepted", "duplicate", "refused"]
    code: Code = ""
    message: str = ""


class Results(msgspec.Struct, frozen=True, kw_only=True):
    """In the order of the events sent. ``received_at`` is the server's clock, to check yours by."""

    results: list[Result]
    received_at: int


class Unread(msgspec.Struct, frozen=True, gc=False):
    """An event that could not be read: its id as far as known, and why."""

    id: str
    message: str


#: What reading a body may raise: not JSON, not ours, not UTF-8, nested without end.
UNREADABLE: tuple[type[Exception], ...] = (msgspec.DecodeError, UnicodeError, RecursionError)

_decode_batch = msgspec.json.Decoder(Batch).decode
_decode_loose = msgspec.json.Decoder(LooseBatch).decode
_decode_event: msgspec.json.Decoder[WireEvent] = msgspec.json.Decoder(WireEvent)
_encode_results = msgspec.json.Encoder().encode


def decode(body: bytes) -> tuple[int, list[WireEvent | Unread]]:
    """``sent_at`` and the events. Raises one of UNREADABLE when the batch as a whole cannot be read."""
    try:
        batch = _decode_batch(body)
    except msgspec.ValidationError:
        loose = _decode_loose(body)
        return loose.sent_at, [_decode_alone(raw) for raw in loose.events]
    if b"\\u0000" in body:
        return batch.sent_at, [_without_nul(event) for event in batch.events]
    return batch.sent_at, list(batch.events)


def encode(results: Results) -> bytes:
    return _encode_results(results)


def _decode_alone(raw: msgspec.Raw) -> WireEvent | Unread:
    try:
        return _without_nul(_decode_event.decode(raw))
    except UNREADABLE as error:
        return Unread(_id_in(raw), str(error))


def _id_in(raw: msgspec.Raw) -> str:
    try:
        guess = msgspec.json.decode(raw)
    except UNREADABLE:
        return ""
    found = guess.get("id") if isinstance(guess, dict) else None
    return found[:64] if isinstance(found, str) else ""


def _without_nul(event: WireEvent) -> WireEvent | Unread:
    """PostgreSQL keeps no NUL in a text, and nobody's name has one."""
    if b"\\u0000" in _encode_results(event):
        return Unread(event.id.replace("\0", ""), "A text holds the character U+0000.")
    return event


def type_of(event: WireEvent) -> EventType:
    """The kernel's type of a wire event: their names are the same."""
    return TYPES[type(event)]


TYPES: dict[type[WireEvent], EventType] = {
    kind: EventType(str(kind.__struct_config__.tag)) for kind in WireEvent.__args__
}
