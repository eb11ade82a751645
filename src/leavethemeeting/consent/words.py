"""The data map's words, as the policy says them."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from leavethemeeting.domain.promises import Audience, Category, CookieCategory, Erasure, Purpose, Retention, Shelf

CATEGORIES = {
    Category.ACCOUNT: gettext_lazy("account"),
    Category.PROFILE: gettext_lazy("profile"),
    Category.PRESENCE: gettext_lazy("presence"),
    Category.INTERACTION: gettext_lazy("interactions"),
    Category.PLAN: gettext_lazy("meeting plans"),
    Category.DEVICE: gettext_lazy("device and log data"),
    Category.MAIL: gettext_lazy("letters and cases"),
    Category.SECRET: gettext_lazy("secrets"),
    Category.KEY: gettext_lazy("keys"),
    Category.OPERATION: gettext_lazy("bookkeeping"),
}
MEANINGS = {
    Category.ACCOUNT: gettext_lazy("who you are to this service: name, e-mail, role, how you signed up and sign in, linked profile, what you accepted and agreed to"),
    Category.PROFILE: gettext_lazy("what you add about yourself if you like"),
    Category.PRESENCE: gettext_lazy("when you entered and left a meeting, and in which role"),
    Category.INTERACTION: gettext_lazy("what you did in a meeting"),
    Category.PLAN: gettext_lazy("what a host writes about a meeting"),
    Category.DEVICE: gettext_lazy("what a browser or plugin tells when it calls: device type and id, operating system, browser, IP address, time, errors"),
    Category.MAIL: gettext_lazy("letters to you, what became of them, and what you write to us"),
    Category.SECRET: gettext_lazy("passwords and tokens, as hashes where a hash will do; shown to nobody"),
    Category.KEY: gettext_lazy("numbers that tie rows together and say nothing by themselves"),
    Category.OPERATION: gettext_lazy("the service's own notes, about no person"),
}  # fmt: skip
PURPOSES = {
    Purpose.PROVIDE: gettext_lazy("providing the Service"),
    Purpose.IMPROVE: gettext_lazy("improving the Service"),
    Purpose.SECURITY: gettext_lazy("security"),
    Purpose.FRAUD: gettext_lazy("detecting and preventing fraud"),
    Purpose.SUPPORT: gettext_lazy("answering you"),
}
AUDIENCES = {
    Audience.SELF: gettext_lazy("yourself"),
    Audience.HOST: gettext_lazy("the host of that meeting"),
    Audience.ROOM: gettext_lazy("everyone in that meeting"),
    Audience.PROVIDER: gettext_lazy("the provider, with a reason"),
}
ERASURES = {
    Erasure.DELETE: gettext_lazy("deleted"),
    Erasure.UNLINK: gettext_lazy("your name is taken off"),
    Erasure.KEEP: gettext_lazy("kept, it is about no person"),
}
COOKIE_CATEGORIES = {
    CookieCategory.ESSENTIAL: gettext_lazy("essential"),
    CookieCategory.COMFORT: gettext_lazy("comfort"),
    CookieCategory.MEASUREMENT: gettext_lazy("measurement"),
}
SHELVES = {
    Shelf.TAB: gettext_lazy("tab"),
    Shelf.BROWSER: gettext_lazy("browser"),
    Shelf.PLUGIN: gettext_lazy("plugin"),
    Shelf.PLUGIN_DATABASE: gettext_lazy("plugin, on disk"),
    Shelf.PLUGIN_SESSION: gettext_lazy("plugin, in memory"),
}
SHELF_LIVES = {
    Shelf.TAB: gettext_lazy("until the tab is closed"),
    Shelf.BROWSER: gettext_lazy("until you clear this site’s data in your browser"),
    Shelf.PLUGIN: gettext_lazy("until the plugin is removed"),
    Shelf.PLUGIN_DATABASE: gettext_lazy("until you delete it in the plugin’s settings, or remove the plugin"),
    Shelf.PLUGIN_SESSION: gettext_lazy("until the tab or the browser is closed"),
}


def listed(words: Iterable[object]) -> str:
    """``a; b; c``: items may hold commas themselves. Nothing: ``nobody`` is for the caller to say."""
    return "; ".join(str(word) for word in words)


def purposes(wanted: Iterable[Purpose]) -> str:
    """In the order of ``Purpose``."""
    chosen = set(wanted)
    return listed(PURPOSES[one] for one in Purpose if one in chosen)


def audiences(wanted: Iterable[Audience]) -> str:
    """In the order of ``Audience``."""
    chosen = set(wanted)
    return listed(AUDIENCES[one] for one in Audience if one in chosen) or _("nobody")


def kept(retention: Retention) -> str:
    """``90 days after it was written``, or as long as something else."""
    if retention.days is None:
        return _("as long as %(thing)s") % {"thing": retention.since}
    days = ngettext("%(days)d day", "%(days)d days", retention.days) % {"days": retention.days}
    return _("%(days)s after %(moment)s") % {"days": days, "moment": retention.since}


def life(seconds: int | None) -> str:
    """How long a cookie lives."""
    if seconds is None:
        return _("until the browser is closed")
    if seconds % 86400 == 0:
        return ngettext("%(days)d day", "%(days)d days", seconds // 86400) % {"days": seconds // 86400}
    if seconds % 3600:
        return ngettext("%(minutes)d minute", "%(minutes)d minutes", seconds // 60) % {"minutes": seconds // 60}
    return ngettext("%(hours)d hour", "%(hours)d hours", seconds // 3600) % {"hours": seconds // 3600}
