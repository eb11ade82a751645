"""What is stored about blocked networks and suspended accounts."""

from __future__ import annotations

from leavethemeeting.domain.promises import Audience, Category, Column, Erasure, Purpose, Retention, Table
from leavethemeeting.shared.personal_data import key

KEPT_DAYS = 90  # after a block or a suspension ended


def _kept(note: str = "") -> Column:
    return Column(
        Category.OPERATION, (Purpose.SECURITY, Purpose.FRAUD), ("C21", "C37"), frozenset({Audience.SELF, Audience.PROVIDER}),
        Retention(KEPT_DAYS, "it ended"), Erasure.DELETE, True, note,
    )  # fmt: skip


def _of_nobody(note: str = "") -> Column:
    return Column(
        Category.DEVICE, (Purpose.SECURITY, Purpose.FRAUD), ("C20", "C21"), frozenset({Audience.PROVIDER}),
        Retention(KEPT_DAYS, "it ended"), Erasure.KEEP, False, note,
    )  # fmt: skip


TABLES = (
    Table(
        "safety_network_block",
        "nobody",
        {
            "id": key(), "network": _of_nobody("a network, never one address: /24 or /48 and larger"), "reason": _of_nobody("for the provider"),
            "blocked_at": _of_nobody(), "blocked_by_id": key(note="who did it; names nobody by itself"), "until": _of_nobody(),
            "freed_at": _of_nobody(),
        },
        note="networks from which requests are refused for a while",
    ),
    Table(
        "safety_suspension",
        "member",
        {
            "id": key(), "user_id": key(), "reason": _kept("as the member reads it in the letter"), "suspended_at": _kept(),
            "suspended_by_id": key(note="who did it; names nobody by itself"), "lifted_at": _kept(),
        },
        note="accounts that the provider closed, and why",
    ),
)  # fmt: skip
