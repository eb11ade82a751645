"""What is stored about the installation itself: nothing about anybody."""

from __future__ import annotations

from leavethemeeting.domain.promises import Cookie, Erasure, Table
from leavethemeeting.shared.personal_data import key, operation

COOKIES: tuple[Cookie, ...] = ()

TABLES: tuple[Table, ...] = (
    Table(
        "evidence_self_check",
        "nobody",
        {
            "id": key(Erasure.KEEP),
            "at": operation("kept for 90 days"),
            "milliseconds": operation(),
            "version": operation(),
            "red": operation("public"),
            "findings": operation("names of tables, rules and cookies"),
            "kept": operation("public; how old the oldest row of each rule is"),
        },
        note="how the service checked itself against its own promises",
    ),
    Table(
        "evidence_undeclared",
        "nobody",
        {
            "id": key(Erasure.KEEP),
            "kind": operation(),
            "name": operation("the name of a cookie that no register knows"),
            "first_at": operation(),
            "last_at": operation("kept for 30 days since"),
        },
    ),
)
