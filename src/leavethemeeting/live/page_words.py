"""Every word of the dashboard in the reader's language: the template shows them, the page's script gets them as JSON.

The TypeScript shape is ``Sentences`` in web/src/dashboard/words.ts; protocol/examples/words/dashboard.json holds
the English ones for the tests of both.
"""

from __future__ import annotations

from functools import lru_cache

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from leavethemeeting.live import words
from leavethemeeting.shared.island_words import Counted, counted

_COUNTED: dict[str, Counted] = {
    **dict(words.DEEDS_COUNTED.values()),
    "connections": lambda n: ngettext("%(n)d connection", "%(n)d connections", n),
    "others": lambda n: ngettext("%(n)d other", "%(n)d others", n),
    "away": lambda n: ngettext("%(n)d will be right back", "%(n)d will be right back", n),
    "came_back": lambda n: ngettext("came back %(n)d time", "came back %(n)d times", n),
    "paused": lambda n: ngettext("Paused. %(n)d new entry.", "Paused. %(n)d new entries.", n),
    "latest": lambda n: ngettext("The latest change.", "The latest %(n)d changes.", n),
    "show_all": lambda n: ngettext("Show %(n)d", "Show all %(n)d", n),
}


def page_words() -> dict[str, object]:
    """The words in the active language."""
    return _in(get_language() or "en")


@lru_cache(maxsize=64)
def _in(language: str) -> dict[str, object]:
    """``language`` is the active one; it only keeps the results apart."""
    return {
        "language": language,
        "no_name": words.no_name(),
        "roles": words.roles(),
        "reasons": words.reasons(),
        "exits": words.exits(),
        "deeds": words.deeds(),
        "happenings": words.happenings(),
        "figures": _figures(),
        "link": _link(),
        "empty": _empty(),
        "columns": _columns(),
        "sends": _sends(),
        "page": _page(),
        **counted(_COUNTED),
    }


def _figures() -> dict[str, str]:
    return {
        "here": _("Here now"),
        "came": _("Came in all"),
        "left": _("Left"),
        "peak": _("Most at once"),
        "hands": _("Hands raised"),
        "waiting": _("Waiting"),
        "unknown": _("Unknown"),
        "at": _("at %(time)s"),
    }


def _link() -> dict[str, str]:
    """The state of the live stream; nothing is said while it runs."""
    return {
        "reconnecting": _("Connection dropped. Trying again; nothing is lost."),
        "ended": _("This page no longer follows the meeting. Load it again to go on."),
    }


def _empty() -> dict[str, str]:
    return {
        "title": _("Nobody is here yet"),
        "text": _("Share this link. Whoever enters appears here at once."),
        "copy": _("Copy"),
        "copied": _("Copied"),
    }


def _columns() -> dict[str, str]:
    return {
        "name": _("Name"),
        "since": _("Here for"),
        "did": _("Did"),
        "last": _("Left"),
        "how": _("How"),
        "present": _("Was here for"),
    }


def _sends() -> dict[str, str]:
    return {"mic": _("microphone on"), "camera": _("camera on"), "screen": _("shares the screen")}


def _page() -> dict[str, str]:
    return {
        "here": _("Here now"),
        "nobody": _("Nobody is here at the moment."),
        "left": _("Left"),
        "nobody_left": _("Nobody has left."),
        "still_here": _("here now"),
        "waiting": _("Waiting room"),
        "admit": _("Admit"),
        "refuse": _("Refuse"),
        "admit_all": _("Admit all"),
        "admit_name": _("Admit %(name)s"),
        "refuse_name": _("Refuse %(name)s"),
        "admit_sure": _("Admit all the same"),
        "not_now": _("Not now"),
        "no_answer": _("The service did not answer, so nothing was changed. Try again."),
        "hands": _("Raised hands"),
        "feed": _("What happened"),
        "quiet": _("Nothing has happened yet."),
        "curve": _("How many are here"),
        "find": _("Find a name"),
        "no_match": _("No name here has “%(text)s” in it."),
        "pause": _("Pause"),
        "resume": _("Go on"),
        "paused": _("Paused."),
        "show_fewer": _("Show fewer"),
        "parts": _("Parts of this page"),
        "zone": _("Times in %(zone)s."),
        "zone_named": _("Times in %(zone)s (%(name)s)."),
        "as_table": _("As a table"),
        "from": _("From"),
        "people": _("People"),
        "away": _("be right back"),
        "hand": _("hand raised"),
        "unknown": _("unknown since %(time)s"),
        "spoke": _("spoke %(time)s"),
        "entered": _("%(names)s entered."),
        "exited": _("%(names)s left."),
    }
