"""Every message of the room socket, both directions: the one source of protocol/.

JSON objects told apart by ``type``. Unknown keys are refused. Moments are milliseconds UTC by
the server's clock unless said otherwise. ``make protocol`` writes the JSON Schema and the
TypeScript types from these classes; a test fails when they are stale. What several messages show of
people stands in ``people``, and is known under this module's name as well.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

from leavethemeeting.realtime.people import Because, ChatLine, Connection, MediaTicket, Person, Role, Source, Waiting

__all__ = [
    "Because",
    "ChatLine",
    "Connection",
    "MediaTicket",
    "Person",
    "Role",
    "Source",
    "Waiting",
]  # beside all that is defined here

MessageId = Annotated[str, Meta(min_length=8, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]
Reference = Annotated[str, Meta(min_length=1, max_length=64)]
ChatText = Annotated[str, Meta(min_length=1, max_length=2000)]
Emoji = Literal["👍", "👏", "❤️", "😂", "😮", "🎉"]


class _Up(msgspec.Struct, tag_field="type", frozen=True, forbid_unknown_fields=True, kw_only=True):
    """From a browser to the service."""


class _Down(msgspec.Struct, tag_field="type", frozen=True, forbid_unknown_fields=True, kw_only=True):
    """From the service to a browser."""


# ---- up -------------------------------------------------------------------------------------


class Hello(_Up, tag="hello", frozen=True):
    """The first message. ``resumes``: the connection this tab had before the socket dropped."""

    ticket: Annotated[str, Meta(max_length=2000)]
    resumes: Annotated[str, Meta(max_length=64)] = ""


class Signal(_Up, tag="signal", frozen=True):
    """Session description or candidate for one other connection; relayed, never stored."""

    to: Reference
    data: Any


class Chat(_Up, tag="chat", frozen=True):
    id: MessageId
    text: ChatText


class Reaction(_Up, tag="reaction", frozen=True):
    id: MessageId
    emoji: Emoji


class Hand(_Up, tag="hand", frozen=True):
    id: MessageId
    up: bool


class Media(_Up, tag="media", frozen=True):
    """This tab now sends (or stopped sending) its microphone, camera or screen."""

    id: MessageId
    source: Source
    on: bool


class Talking(_Up, tag="talking", frozen=True):
    """Speech started or stopped in this tab's microphone: for the glow, not recorded."""

    on: bool


class Speaking(_Up, tag="speaking", frozen=True):
    """A finished stretch of speech, ``milliseconds`` long, that ended when this was sent."""

    id: MessageId
    milliseconds: Annotated[int, Meta(ge=100, le=3_600_000)]


class Away(_Up, tag="away", frozen=True):
    """Be right back."""

    id: MessageId
    on: bool


class Leave(_Up, tag="leave", frozen=True):
    """Leaving for good; ``reason`` is ``left`` or ``auto_rule:<rule id>``."""

    id: MessageId
    reason: Annotated[str, Meta(pattern=r"^(left|auto_rule:[a-z0-9_]{1,40})$")] = "left"


class Admit(_Up, tag="admit", frozen=True):
    """Host: let someone in from the waiting room, or not."""

    id: MessageId
    attendee: Reference
    yes: bool


class SetRole(_Up, tag="set_role", frozen=True):
    id: MessageId
    attendee: Reference
    role: Role


class AskMute(_Up, tag="ask_mute", frozen=True):
    id: MessageId
    attendee: Reference


class LowerHand(_Up, tag="lower_hand", frozen=True):
    id: MessageId
    attendee: Reference


class Remove(_Up, tag="remove", frozen=True):
    id: MessageId
    attendee: Reference


class EndForAll(_Up, tag="end_for_all", frozen=True):
    id: MessageId


class HandOver(_Up, tag="hand_over", frozen=True):
    """Host: this attendee may moderate from now on (usually before the host leaves)."""

    id: MessageId
    attendee: Reference


Up = (
    Hello | Signal | Chat | Reaction | Hand | Media | Talking | Speaking | Away | Leave
    | Admit | SetRole | AskMute | LowerHand | Remove | EndForAll | HandOver
)  # fmt: skip


# ---- down -----------------------------------------------------------------------------------


class Welcome(_Down, tag="welcome", frozen=True):
    """You are in. Everything that is so now; changes follow."""

    connection: str
    attendee: str
    moderates: bool
    occurrence: str
    title: str
    opened_at: int
    ends_at: int | None
    keeps_chat_text: bool
    media: MediaTicket
    people: list[Person]
    chat: list[ChatLine]
    waiting: list[Waiting]  # empty for those who may not admit
    now: int


class InWaitingRoom(_Down, tag="in_waiting_room", frozen=True):
    title: str
    since: int


class Denied(_Down, tag="denied", frozen=True):
    """You are not in, and the socket closes. ``code`` is for programs, ``message`` for people."""

    code: Literal[
        "bad_ticket", "not_open", "closed", "removed", "not_admitted", "full", "full_of_senders",
        "replaced", "signed_out", "restarting", "too_fast",
    ]  # fmt: skip
    message: str
    retry_after_ms: int | None = None


class PersonIs(_Down, tag="person", frozen=True):
    """Entered or changed: this replaces what you knew of them."""

    person: Person


class PersonLeft(_Down, tag="person_left", frozen=True):
    attendee: str
    name: str
    reason: str
    at: int


class SignalFrom(_Down, tag="signal", frozen=True):
    sender: str
    data: Any


class ChatFrom(_Down, tag="chat", frozen=True):
    line: ChatLine


class ReactionFrom(_Down, tag="reaction", frozen=True):
    attendee: str
    emoji: str
    at: int


class TalkingIs(_Down, tag="talking", frozen=True):
    attendee: str
    connection: str
    on: bool


class WaitingAre(_Down, tag="waiting", frozen=True):
    """For those who may admit: everyone in the waiting room, longest first."""

    waiting: list[Waiting]


class YouMay(_Down, tag="you_may", frozen=True):
    """Your own rights changed."""

    moderates: bool
    role: Role
    media: MediaTicket


class AskedToMute(_Down, tag="asked_to_mute", frozen=True):
    by: str


class Closed(_Down, tag="closed", frozen=True):
    """The host ended it for all, or it was closed; the socket closes after this."""

    reason: str
    message: str


class Ack(_Down, tag="ack", frozen=True):
    """What you sent under this id is durable (or was there already)."""

    id: str


class Refused(_Down, tag="refused", frozen=True):
    """What you sent under this id was not done."""

    id: str
    code: Literal["not_allowed", "malformed", "too_fast", "no_such_attendee", "conflict", "full_of_senders"]
    message: str


Down = (
    Welcome | InWaitingRoom | Denied | PersonIs | PersonLeft | SignalFrom | ChatFrom | ReactionFrom | TalkingIs
    | WaitingAre | YouMay | AskedToMute | Closed | Ack | Refused
)  # fmt: skip

decode_up = msgspec.json.Decoder(Up).decode
encode_down = msgspec.json.Encoder().encode
