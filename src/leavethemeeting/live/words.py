"""What happened, in words: the sentences of the page and of its script, said once, here.

``web/src/dashboard/words.ts`` gets the same tables through ``page_words`` and puts in the names.
"""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from leavethemeeting.live.shapes import FeedEntry, Row
from leavethemeeting.shared.island_words import Counted

DEEDS_COUNTED: dict[str, tuple[str, Counted]] = {
    "chat": ("messages", lambda n: ngettext("%(n)d message", "%(n)d messages", n)),
    "reaction": ("reactions", lambda n: ngettext("%(n)d reaction", "%(n)d reactions", n)),
    "hand_up": ("hands", lambda n: ngettext("%(n)d hand", "%(n)d hands", n)),
}
"""Kind of interaction → (its name among the counted words, its forms): the kinds a host asks about."""


def reasons() -> dict[str, str]:
    """Why somebody is no longer here, to stand after the moment; ``auto_rule`` for every leave rule."""
    return {
        "left": _("left"),
        "closed": _("closed the page"),
        "lost": _("connection lost"),
        "transport": _("connection dropped"),
        "removed": _("removed by the host"),
        "ended": _("meeting ended"),
        "silent": _("no more signs of life"),
        "corrected": _("corrected by the host"),
        "auto_rule": _("a leave rule"),
    }


def roles() -> dict[str, str]:
    return {"host": _("host"), "viewer": _("viewer"), "participant": _("participant")}


def exits() -> dict[str, str]:
    """An exit as a sentence, by its reason."""
    return {
        "left": _("%(name)s left"),
        "closed": _("%(name)s closed the page"),
        "lost": _("%(name)s lost the connection"),
        "transport": _("The connection of %(name)s dropped"),
        "removed": _("%(name)s was removed"),
        "ended": _("%(name)s was here until the end"),
        "auto_rule": _("A leave rule left for %(name)s"),
    }


def deeds() -> dict[str, str]:
    """An interaction as a sentence, by its kind; ``said`` is a chat message whose words are kept."""
    return {
        "said": _("%(name)s: %(text)s"),
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
        "other": _("%(name)s did something"),
    }


def happenings() -> dict[str, str]:
    """Everything else in the feed, by its kind; ``another`` and ``one_less`` are of who has several connections."""
    return {
        "enter": _("%(name)s entered"),
        "another": _("%(name)s opened another connection"),
        "one_less": _("%(name)s closed a connection and is still here"),
        "waiting": _("%(name)s is in the waiting room"),
        "correction": _("A host corrected the record"),
        "undone": _("A correction was undone"),
        "opened": _("The meeting was opened"),
        "closed": _("The meeting was closed"),
    }


def no_name() -> str:
    """Stands for somebody who gave no name."""
    return _("A guest")


def reason_in_words(reason: str) -> str:
    """Why somebody is no longer here; a reason of another source that is not known is an exit like any."""
    told = reasons()
    return told.get(_known(reason), told["left"])


def role_in_words(row: Row, hosts: tuple[str, ...]) -> str:
    """``host``, ``viewer`` or ``participant``."""
    if row.role == "host" or row.key in hosts:
        return roles()["host"]
    return roles()["viewer" if row.role == "viewer" else "participant"]


def name_of(row: Row | None) -> str:
    """The name as the attendee gave it."""
    return (row.name if row else "") or no_name()


def did(row: Row) -> list[str]:
    """Interactions of one attendee, the kinds a host asks about."""
    counts = ((row.counts.get(kind, 0), say) for kind, (_name, say) in DEEDS_COUNTED.items())
    return [say(number) % {"n": number} for number, say in counts if number]


def happened(entry: FeedEntry, rows: dict[str, Row]) -> str:
    """One entry of the feed as a sentence, without its moment. The same choice as in words.ts."""
    return _sentence(entry) % {"name": name_of(rows.get(entry.key)), "text": entry.text}


def _sentence(entry: FeedEntry) -> str:
    if entry.kind == "enter":
        return happenings()["another" if entry.devices > 1 else "enter"]
    if entry.kind == "exit":
        return happenings()["one_less"] if entry.devices else exits().get(_known(entry.what), exits()["left"])
    if entry.kind == "interaction":
        return deeds()["said"] if entry.what == "chat" and entry.text else deeds().get(entry.what, deeds()["other"])
    return happenings()[entry.kind]


def _known(reason: str) -> str:
    """``auto_rule:…`` of whatever rule is ``auto_rule``."""
    return "auto_rule" if reason.startswith("auto_rule") else reason
