"""What happened, in words. The same words as web/src/dashboard/words.ts."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leavethemeeting.live.shapes import FeedEntry, Row


def reason_in_words(reason: str) -> str:
    """Why somebody is no longer here, to stand after the moment."""
    if reason.startswith("auto_rule"):
        return _("a leave rule")
    return {
        "left": _("left"),
        "closed": _("closed the page"),
        "lost": _("connection lost"),
        "transport": _("connection dropped"),
        "removed": _("removed by the host"),
        "ended": _("meeting ended"),
        "corrected": _("corrected by the host"),
    }.get(reason, _("left"))


def role_in_words(row: Row, hosts: tuple[str, ...]) -> str:
    """``host``, ``viewer`` or ``participant``."""
    if row.role == "host" or row.key in hosts:
        return _("host")
    return _("viewer") if row.role == "viewer" else _("participant")


def name_of(row: Row | None) -> str:
    """The name as the attendee gave it; somebody without one is a guest."""
    return (row.name if row else "") or _("A guest")


def did(row: Row) -> list[str]:
    """Interactions of one attendee, the kinds a host asks about."""
    counts = row.counts
    told = [
        (counts.get("chat", 0), ngettext("%(n)d message", "%(n)d messages", counts.get("chat", 0))),
        (counts.get("reaction", 0), ngettext("%(n)d reaction", "%(n)d reactions", counts.get("reaction", 0))),
        (counts.get("hand_up", 0), ngettext("%(n)d hand", "%(n)d hands", counts.get("hand_up", 0))),
    ]
    return [words % {"n": number} for number, words in told if number]


def happened(entry: FeedEntry, rows: dict[str, Row]) -> str:
    """One entry of the feed as a sentence, without its moment."""
    name = name_of(rows.get(entry.key))
    if entry.kind == "enter":
        return (_("%(name)s opened another connection") if entry.devices > 1 else _("%(name)s entered")) % {
            "name": name
        }
    if entry.kind == "exit":
        return _exit(entry, name)
    sentences = {
        "waiting": _("%(name)s is in the waiting room"),
        "correction": _("A host corrected the record"),
        "undone": _("A correction was undone"),
        "opened": _("The meeting was opened"),
        "closed": _("The meeting was closed"),
    }
    sentence = sentences.get(entry.kind) or _interaction(entry)
    return sentence % {"name": name, "text": entry.text}


def _exit(entry: FeedEntry, name: str) -> str:
    if entry.devices:
        return _("%(name)s closed a connection and is still here") % {"name": name}
    sentences = {
        "left": _("%(name)s left"),
        "closed": _("%(name)s closed the page"),
        "lost": _("%(name)s lost the connection"),
        "transport": _("The connection of %(name)s dropped"),
        "removed": _("%(name)s was removed"),
        "ended": _("%(name)s was here until the end"),
    }
    by_rule = _("A leave rule left for %(name)s")
    return sentences.get(entry.what, by_rule if entry.what.startswith("auto_rule") else _("%(name)s left")) % {
        "name": name
    }


def _interaction(entry: FeedEntry) -> str:
    if entry.what == "chat" and entry.text:
        return _("%(name)s: %(text)s")
    return {
        "chat": _("%(name)s wrote a message"),
        "reaction": _("%(name)s reacted %(text)s"),
        "hand_up": _("%(name)s raised a hand"),
        "hand_down": _("The hand of %(name)s is down"),
        "mic_on": _("%(name)s switched the microphone on"),
        "mic_off": _("%(name)s switched the microphone off"),
        "camera_on": _("%(name)s switched the camera on"),
        "camera_off": _("%(name)s switched the camera off"),
        "screen_on": _("%(name)s shares the screen"),
        "screen_off": _("%(name)s stopped sharing the screen"),
        "away": _("%(name)s will be right back"),
        "back": _("%(name)s is back"),
        "poll_answer": _("%(name)s answered a poll"),
        "check_answer": _("%(name)s answered an attention check"),
    }.get(entry.what, _("%(name)s did something"))
