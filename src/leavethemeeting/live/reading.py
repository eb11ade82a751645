"""What one event says, in the board's terms: when it was, and whom a correction is about."""

from __future__ import annotations

import msgspec

from leavethemeeting.domain.events import Event

_SKEW_IGNORED_MS, _FUTURE_MS = 2_000, 5_000


class _Words(msgspec.Struct):
    token: str = ""


def told_at(event: Event) -> int:
    """``event.at`` by the server's clock: a client's wrong clock corrected, the future cut (presence.md, rule 2)."""
    if event.sent_at is None:
        return event.at
    offset = event.received_at - event.sent_at
    at = event.at + offset if abs(offset) > _SKEW_IGNORED_MS else event.at
    return min(at, event.received_at + _FUTURE_MS)


def token_in(text: str) -> str:
    """The identity token in a correction's words; empty where there is none."""
    try:
        return msgspec.json.decode(text, type=_Words).token if text else ""
    except msgspec.MsgspecError:
        return ""
