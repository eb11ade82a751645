"""What visitors leave behind."""

from __future__ import annotations

from leavethemeeting.domain.promises import (
    Audience,
    Category,
    Column,
    Cookie,
    Erasure,
    Purpose,
    Remembered,
    Retention,
    Shelf,
    Table,
)
from leavethemeeting.shared.personal_data import WITH_ROW, key, mail, operation

COOKIES: tuple[Cookie, ...] = ()  # pages of this slice set none, and a test holds them to it
REMEMBERED = (  # by the plugin
    Remembered("first", Shelf.PLUGIN, ("C8", "C31", "C43"), "how the first page ended: switched on and which policy was shown, or refused; no date of birth"),
    Remembered("frames:", Shelf.PLUGIN_SESSION, ("C31",), "which frame of a tab has the meeting, so that the button leaves the right one"),
    Remembered("connections:", Shelf.PLUGIN_SESSION, ("C31",), "which recorded stays belong to a tab, so that they end with it"),
    Remembered("left:", Shelf.PLUGIN_SESSION, ("C31",), "when and why a tab's meeting was left, and the way back"),
    Remembered("peace", Shelf.PLUGIN_SESSION, ("C31",), "addresses of meetings that a rule has left, so that whoever comes back is left in peace for ten minutes"),
    Remembered("plan", Shelf.PLUGIN, ("C31",), "the member's leave rules"),
    Remembered("exceptions", Shelf.PLUGIN, ("C31",), "other rules for some meetings, by their addresses"),
    Remembered("switches", Shelf.PLUGIN, ("C8", "C31"), "which kinds of what the member does may be recorded; all off at first"),
    Remembered("leaves", Shelf.PLUGIN, ("C31",), "the last 200 leaves with their reasons: title and address of the meeting, how many were there and not who"),
    Remembered("feeds", Shelf.PLUGIN, ("C31",), "addresses of the member's calendars, read by this browser only"),
    Remembered("feedsRead", Shelf.PLUGIN_SESSION, ("C31",), "what was read of the member's calendars: times, titles and links of the next days"),
    Remembered("guardsTab", Shelf.PLUGIN, ("C31",), "whether to ask before a tab with a call is closed"),
    Remembered("status:", Shelf.PLUGIN_SESSION, ("C31",), "what is known about a tab's call at this moment, for popup and badge"),
    Remembered("asks:", Shelf.PLUGIN_SESSION, ("C8", "C31"), "the host of a tab's meeting, until the member has said whether to report to them"),
    Remembered("attendance", Shelf.PLUGIN_DATABASE, ("C8", "C31"), "stays and interactions that are switched on, what of them is not sent yet, the pairing and its key, the member's dates there"),
)  # fmt: skip

CASE_DAYS = 365
_AFTER_CLOSING = Retention(CASE_DAYS, "the case was closed")


def _told(*clauses: str, retention: Retention = _AFTER_CLOSING, note: str = "") -> Column:
    """What somebody writes to the provider: seen by the two of them."""
    return Column(
        Category.MAIL, (Purpose.SUPPORT,), clauses or ("C27", "C52"), frozenset({Audience.SELF, Audience.PROVIDER}),
        retention, Erasure.DELETE, True, note,
    )  # fmt: skip


def _about_a_child(note: str = "") -> Column:
    """Kept until the provider has acted on it, and no longer."""
    return _told("C45", "C46", retention=WITH_ROW, note=note)


TABLES: tuple[Table, ...] = (
    Table(
        "website_plugin_link_request",
        "visitor",
        {
            "id": key(),
            "email": mail(30, "for one letter; gone at the download"),
            "token_sha256": key(),
            "asked_at": mail(30),
        },
        note="deleted at the download, after 30 days at the latest",
    ),
    Table(
        "website_case",
        "visitor",
        {
            "id": key(),
            "reference": _told(note="to say on the telephone; it opens nothing"),
            "kind": _told("C45", "C52"),
            "name": _told("C11", "C52"),
            "email": _told("C11", "C52"),
            "opened_at": _told(),
            "state": _told(),
            "closed_at": _told(),
        },
    ),
    Table(
        "website_case_message",
        "visitor",
        {
            "id": key(),
            "case_id": key(),
            "author": _told(),
            "written_by_id": key(Erasure.UNLINK, "which of the provider's staff; the answer stays when they leave"),
            "text": _told("C27", "C45", "C52", note="in a guardian's case deleted when it is closed"),
            "at": _told(),
        },
    ),
    Table(
        "website_case_key",
        "visitor",
        {"token_sha256": key(note="of a link in a letter"), "case_id": key(), "made_at": operation()},
    ),
    Table(
        "website_guardian_request",
        "visitor",
        {
            "case_id": key(),
            "relation": _about_a_child(),
            "child_name": _about_a_child("as the guardian wrote it"),
            "child_email": _about_a_child("as the guardian wrote it"),
            "meeting": _about_a_child("as the guardian wrote it"),
            "code_digest": key(),
            "code_until": operation(),
            "code_tries": operation(),
            "confirmed_at": _about_a_child("when the code came back"),
        },
        note="deleted when the case is closed",
    ),
)
