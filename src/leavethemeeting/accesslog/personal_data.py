"""What is stored about who looked at whom."""

from __future__ import annotations

from leavethemeeting.domain.promises import Audience, Category, Column, Cookie, Erasure, Purpose, Retention, Table
from leavethemeeting.shared.personal_data import key

COOKIES: tuple[Cookie, ...] = ()


def _look(note: str = "") -> Column:
    return Column(
        Category.OPERATION, (Purpose.SECURITY,), ("C6", "C26", "C27"), frozenset({Audience.SELF, Audience.PROVIDER}),
        Retention(1095, "the look"), Erasure.DELETE, True, note,
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
)  # fmt: skip
