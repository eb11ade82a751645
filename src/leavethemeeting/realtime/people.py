"""What the messages of the room show of people: who is here, who waits, what was said, who may send what."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

Source = Literal["mic", "camera", "screen"]
Role = Literal["participant", "viewer"]


class Connection(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One tab of an attendee; ``ref`` is its address for signals."""

    ref: str
    since: int
    sends: list[Source] = []
    talking: bool = False


class Person(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One attendee who is in the room now; two tabs are two connections of one person."""

    attendee: str
    name: str
    role: Role
    moderates: bool
    since: int
    connections: list[Connection]
    hand_since: int | None = None
    away: bool = False


class ChatLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    id: str
    attendee: str
    name: str
    text: str
    at: int


Because = Literal["waiting_room", "changed", "like_removed"]


class Waiting(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Somebody in the waiting room, and ``because`` of what.

    ``changed``: they were admitted as ``former_name``, and their name or e-mail is another now.
    ``like_removed``: ``former_name`` was removed from this occurrence and has the same name or e-mail.
    """

    attendee: str
    name: str
    since: int
    because: Because = "waiting_room"
    former_name: str = ""


class MediaTicket(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, rename="camel"):
    """Who moves the media, which ways it may take, and what this attendee may send (``[]`` = watches)."""

    engine: Literal["mesh"]
    ice_servers: list[dict[str, Any]]
    ice_transport: Literal["all", "relay"] = "all"
    may_send: list[Source]
