"""What each message of the room is: the leave it needs, and the interaction it is recorded as."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, cast

from leavethemeeting.domain.permissions import Deed
from leavethemeeting.realtime import messages as wire

#: How the service names its own events of a tab's source; what a browser names may not begin so.
OWN_IDS = ("enter-", "exit-", "lobby-enter-", "lobby-exit-")

RefusalCode = Literal["not_allowed", "malformed", "too_fast", "no_such_attendee", "conflict", "full_of_senders"]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a message is not done; ``message`` is for people."""

    code: RefusalCode
    message: str


@dataclass(frozen=True, slots=True)
class Record:
    """An interaction that must be durable before it counts. ``text`` goes into a claim, never into the event."""

    id: str
    connection: str
    interaction: str
    at: int
    until: int | None = None
    value: str = ""
    text: str = ""


#: What each message needs leave for. ``Hello`` is not here: it is the door, not a deed inside.
DEEDS: dict[type[wire.Up], Deed] = {
    wire.Signal: Deed.SIGNAL, wire.Chat: Deed.CHAT, wire.Reaction: Deed.REACT, wire.Hand: Deed.RAISE_HAND,
    wire.Media: Deed.SEND_MEDIA, wire.Talking: Deed.SEND_MEDIA, wire.Speaking: Deed.SEND_MEDIA,
    wire.Away: Deed.STEP_AWAY, wire.Leave: Deed.LEAVE, wire.Admit: Deed.ADMIT, wire.SetRole: Deed.CHANGE_ROLE,
    wire.AskMute: Deed.ASK_MUTE, wire.LowerHand: Deed.LOWER_HAND, wire.Remove: Deed.REMOVE,
    wire.EndForAll: Deed.END_FOR_ALL, wire.HandOver: Deed.HAND_OVER,
}  # fmt: skip

Described = tuple[str, str, int]  # interaction, value, when it began

DESCRIBE: dict[type[wire.Up], Callable[..., Described]] = {
    wire.Chat: lambda _message, now: ("chat", "", now),
    wire.Reaction: lambda message, now: ("reaction", message.emoji, now),
    wire.Hand: lambda message, now: ("hand_up" if message.up else "hand_down", "", now),
    wire.Media: lambda message, now: (f"{message.source}_{'on' if message.on else 'off'}", "", now),
    wire.Speaking: lambda message, now: ("speaking", "", now - message.milliseconds),
    wire.Away: lambda message, now: ("away" if message.on else "back", "", now),
}


def only_stops(message: wire.Up) -> bool:
    """Whoever has just become a viewer may still say that they stopped."""
    return isinstance(message, (wire.Media, wire.Talking)) and not message.on


def id_of(message: wire.Up) -> str:
    return cast(str, getattr(message, "id", ""))
