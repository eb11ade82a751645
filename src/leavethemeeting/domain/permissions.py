"""Who may what: one table for the web app and the realtime app.

A *relation* is what a person is to one meeting; it is computed by the caller from rows.
``may`` answers for one relation and one deed and has no exceptions elsewhere.
"""

from __future__ import annotations

from enum import StrEnum


class Relation(StrEnum):
    """What somebody is to one meeting. ``MODERATOR`` was handed the running occurrence."""

    STRANGER = "stranger"
    VIEWER = "viewer"
    PARTICIPANT = "participant"
    MODERATOR = "moderator"
    CO_HOST = "co_host"
    HOST = "host"


class Deed(StrEnum):
    """Everything that needs leave."""

    # in the room
    ENTER = "enter"
    CHAT = "chat"
    REACT = "react"
    RAISE_HAND = "raise_hand"
    STEP_AWAY = "step_away"
    LEAVE = "leave"
    SIGNAL = "signal"
    SEND_MEDIA = "send_media"
    SKIP_WAITING = "skip_waiting"
    ADMIT = "admit"
    CHANGE_ROLE = "change_role"
    ASK_MUTE = "ask_mute"
    LOWER_HAND = "lower_hand"
    REMOVE = "remove"
    END_FOR_ALL = "end_for_all"
    HAND_OVER = "hand_over"
    TAKE_BACK = "take_back"
    # about the meeting
    SEE_DASHBOARD = "see_dashboard"
    SEE_REPORT = "see_report"
    CORRECT = "correct"
    OPEN_AND_CLOSE = "open_and_close"
    PLAN = "plan"
    MANAGE_SOURCES = "manage_sources"
    CHOOSE_CO_HOSTS = "choose_co_hosts"
    GIVE_AWAY = "give_away"
    DELETE = "delete"


_EVERYONE_INSIDE = frozenset(
    {Deed.ENTER, Deed.CHAT, Deed.REACT, Deed.RAISE_HAND, Deed.STEP_AWAY, Deed.LEAVE, Deed.SIGNAL}
)
_PARTICIPANT = _EVERYONE_INSIDE | {Deed.SEND_MEDIA}
_MODERATOR = _PARTICIPANT | {
    Deed.SKIP_WAITING,
    Deed.ADMIT,
    Deed.CHANGE_ROLE,
    Deed.ASK_MUTE,
    Deed.LOWER_HAND,
    Deed.REMOVE,
    Deed.END_FOR_ALL,
    Deed.HAND_OVER,
}
_CO_HOST = _MODERATOR | {
    Deed.SEE_DASHBOARD,
    Deed.SEE_REPORT,
    Deed.CORRECT,
    Deed.OPEN_AND_CLOSE,
    Deed.PLAN,
    Deed.MANAGE_SOURCES,
    Deed.TAKE_BACK,
}

ALLOWED: dict[Relation, frozenset[Deed]] = {
    Relation.STRANGER: frozenset(),
    Relation.VIEWER: _EVERYONE_INSIDE,
    Relation.PARTICIPANT: _PARTICIPANT,
    Relation.MODERATOR: _MODERATOR,
    Relation.CO_HOST: _CO_HOST,
    Relation.HOST: frozenset(Deed),
}


def may(relation: Relation, deed: Deed) -> bool:
    """Whether somebody of ``relation`` to a meeting may do ``deed`` in it."""
    return deed in ALLOWED[relation]


_RANKS = tuple(Relation)  # as they stand in the class, the lowest first
_MODERATING = frozenset({Relation.MODERATOR, Relation.CO_HOST, Relation.HOST})


def outranks(actor: Relation, other: Relation) -> bool:
    """Whether ``actor`` may take something from ``other``: never from an equal, never from oneself."""
    return _RANKS.index(actor) > _RANKS.index(other)


def may_to(actor: Relation, deed: Deed, other: Relation) -> bool:
    """Whether ``actor`` may do ``deed`` to somebody who is ``other``: the rule for all that is done to a person.

    Nobody removes an equal or somebody above them. Whoever runs the meeting takes part in it, so
    their role is nobody's to change.
    """
    if not may(actor, deed):
        return False
    if deed is Deed.REMOVE:
        return outranks(actor, other)
    return deed is not Deed.CHANGE_ROLE or other not in _MODERATING
