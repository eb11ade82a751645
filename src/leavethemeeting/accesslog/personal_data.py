"""What is stored about who looked at whom, and what was done."""

from __future__ import annotations

from leavethemeeting.domain.promises import Audience, Category, Column, Cookie, Erasure, Purpose, Retention, Table
from leavethemeeting.shared.personal_data import key

COOKIES: tuple[Cookie, ...] = ()


def _look(note: str = "", since: str = "the look") -> Column:
    return Column(
        Category.OPERATION, (Purpose.SECURITY,), ("C6", "C26", "C27"), frozenset({Audience.SELF, Audience.PROVIDER}),
        Retention(1095, since), Erasure.DELETE, True, note,
    )  # fmt: skip


TABLES: tuple[Table, ...] = (
    Table(
        "accesslog_look",
        "member",
        {
            "id": key(), "looker_id": key(note="who looked; names nobody by itself"), "role": _look("as what: provider or host"),
            "subject_kind": _look(), "subject_id": key(note="the member or attendee who was looked at"),
            "what": _look("a fixed list"), "reason": _look("in the words of whoever looked"), "looked_at": _look(),
            "request_id": _look("ties the look to the server's log"),
        },
        note="who looked at whose data, and why; rows are only added, and go with the person",
    ),
    Table(
        "accesslog_deed",
        "member",
        {
            "id": key(), "by_id": key(note="who did it; names nobody by itself"), "what": _look("a fixed list", "the deed"),
            "subject_id": key(note="the member or attendee it was done to; empty where it was to nobody"),
            "reason": _look("in the words of whoever did it", "the deed"), "done_at": _look("", "the deed"),
            "request_id": _look("ties the deed to the server's log", "the deed"),
        },
        note="what the provider's staff did, and why; rows are only added, and go with the person",
    ),
)  # fmt: skip
