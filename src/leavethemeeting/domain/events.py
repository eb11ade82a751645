"""Events: the immutable pieces of evidence from which everything else is computed.

All times are ``int`` milliseconds since 1970-01-01T00:00:00Z. Spans of time are
half-open, ``[start, end)``. Source of the rules: docs/developer/presence.md.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum


class SourceKind(StrEnum):
    """Where evidence comes from (product.md, *source*)."""

    ROOM = "room"  # the built-in room's socket
    PLUGIN = "plugin"  # an attendee's own plugin
    HOST_PLUGIN = "host_plugin"  # a host's plugin reading the roster
    WEBHOOK = "webhook"  # a platform tells us as it happens
    FILE = "file"  # a platform's attendance file
    HOST = "host"  # the host corrects


class Rank(IntEnum):
    """Which source wins where two disagree; higher is stronger (presence.md §2)."""

    INFERRED = 0
    HOST_PLUGIN = 1
    PLUGIN = 2
    PLATFORM = 3
    CORRECTION = 4


class EventType(StrEnum):
    """What an event claims."""

    ENTER = "enter"
    EXIT = "exit"
    HEARTBEAT = "heartbeat"  # a span: proof of life from ``at`` to ``until``, ``count`` beats
    INTERACT = "interact"
    ROSTER = "roster"  # a snapshot header: ``complete`` or not; no persons inside
    SEEN = "seen"  # one person of a roster snapshot (``snapshot`` names the header's id)
    INTERVAL = "interval"  # one finished stay as a platform reports it: [at, until)
    TOTAL = "total"  # a total without intervals: ``seconds``, within the envelope [at, until)
    LOBBY_ENTER = "lobby_enter"
    LOBBY_EXIT = "lobby_exit"
    ROOM = "room"  # the connection moved to the room named in ``room`` (breakout)
    MEETING_START = "meeting_start"
    MEETING_END = "meeting_end"
    CHECKPOINT = "checkpoint"  # the room server's own proof of life: ``boot``, connections present
    CORRECT = "correct"  # host: include/exclude [at, until) for an attendee, or bind identities
    RETRACT = "retract"  # takes back the event named in ``target``


class Interaction(StrEnum):
    """The kinds of interaction that are recorded."""

    CHAT = "chat"
    REACTION = "reaction"
    HAND_UP = "hand_up"
    HAND_DOWN = "hand_down"
    MIC_ON = "mic_on"
    MIC_OFF = "mic_off"
    CAMERA_ON = "camera_on"
    CAMERA_OFF = "camera_off"
    SCREEN_ON = "screen_on"
    SCREEN_OFF = "screen_off"
    SPEAKING = "speaking"  # a span [at, until): this tab's own microphone carried speech
    AWAY = "away"  # be right back
    BACK = "back"
    POLL_ANSWER = "poll_answer"
    CHECK_ANSWER = "check_answer"


class ExitReason(StrEnum):
    """Why a connection ended (docs/decisions; ``auto_rule:<id>`` is the one open form).

    ``left``, ``removed``, ``ended`` and ``auto_rule:…`` are explicit: a gap after them is
    never smoothed. ``closed``, ``lost`` and ``transport`` are transient.
    """

    LEFT = "left"
    REMOVED = "removed"
    ENDED = "ended"
    AUTO_RULE = "auto_rule"
    CLOSED = "closed"  # page closed or reloaded
    LOST = "lost"  # no proof of life
    TRANSPORT = "transport"  # the network dropped, or the other side did not say


class Correction(StrEnum):
    """What a host's CORRECT event does; stands in the event's ``value``.

    ``INCLUDE`` and ``EXCLUDE`` act on [at, until) of the attendee named in ``target`` (an
    attendee key or any identity token). ``BIND`` says that the identity token in
    ``hints.attendee`` (``email:…``, ``account:…``, ``name:…``, ``guest:…``) is the attendee
    in ``target``. A RETRACT of the correction undoes it.
    """

    INCLUDE = "include"
    EXCLUDE = "exclude"
    BIND = "bind"


@dataclass(frozen=True, slots=True)
class Hints:
    """What an event's source says about who it is. All optional; empty string = not said."""

    attendee: str = ""  # T1: our own join token's attendee id, or a registrant id
    email: str = ""
    email_verified: bool = False
    platform_account: str = ""  # T3: the platform's id of the account
    name: str = ""
    role: str = ""  # "host" | "participant" | "viewer" | ""


@dataclass(frozen=True, slots=True)
class Event:
    """One immutable piece of evidence.

    ``source`` is the source *instance* (credential), ``id`` is unique within it; together
    they make an event idempotent. ``connection`` is one connection of one attendee within
    the source (a tab, a device, a platform connection); empty for events about the whole
    meeting. ``at`` is the source's own clock; ``sent_at`` the same clock when the batch was
    sent (``None``: the source's times are trusted); ``received_at`` the server's clock.
    """

    source: str
    source_kind: SourceKind
    id: str
    type: EventType
    at: int
    received_at: int
    connection: str = ""
    sent_at: int | None = None
    seq: int = 0
    until: int | None = None  # end of a span (heartbeat, interval, total, speaking, correct)
    entered_at: int | None = None  # an exit that carries its own entrance time
    reason: str = ""  # exit reason, see ExitReason
    interaction: str = ""  # for INTERACT, see Interaction
    value: str = ""  # emoji, poll choice, Correction; never chat text (that is a claim)
    count: int = 1  # beats in a heartbeat span
    seconds: int = 0  # for TOTAL
    complete: bool = True  # for ROSTER
    snapshot: str = ""  # for SEEN: id of its ROSTER header
    room: str = ""  # for ROOM, ENTER, INTERVAL: "" is the main room
    final: bool = False  # a platform's final report: authoritative beyond its intervals
    target: str = ""  # RETRACT: the id taken back (same source), "*" all so far; CORRECT: who
    boot: str = ""  # for CHECKPOINT
    present: tuple[str, ...] = ()  # for CHECKPOINT: connections alive then
    hints: Hints = field(default_factory=Hints)
