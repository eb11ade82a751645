"""What the registers store: persons by random numbers only, and addresses for as long as letters need them."""

from __future__ import annotations

from leavethemeeting.domain.promises import Audience, Category, Column, Erasure, Purpose, Retention, Table
from leavethemeeting.shared.personal_data import key


def _entry(note: str = "") -> Column:
    return Column(
        Category.OPERATION, (Purpose.SECURITY,), ("C35", "C38", "C47"), frozenset({Audience.PROVIDER}),
        Retention(None, "the installation"), Erasure.KEEP, False, note,
    )  # fmt: skip


def _affected(note: str = "") -> Column:
    return Column(
        Category.ACCOUNT, (Purpose.SECURITY,), ("C38",), frozenset({Audience.SELF, Audience.PROVIDER}),
        Retention(90, "the incident was noted"), Erasure.DELETE, True, note,
    )  # fmt: skip


TABLES: tuple[Table, ...] = (
    Table(
        "registers_entry",
        "nobody",
        {
            "position": _entry("1, 2, 3, …"), "register": _entry("disclosures or incidents"), "subject_id": _entry("which of them"),
            "kind": _entry("what happened, from a fixed list"),
            "body": _entry("what the provider wrote down; persons stand in it as random numbers, never by name or address"),
            "by_id": _entry("who of the staff"), "at": _entry(), "previous": _entry("the hash of the entry before"),
            "digest": _entry("the hash of this entry, which ties the next one to it"),
        },
        note="legal disclosures and incidents; entries are added and never changed",
    ),
    Table(
        "registers_affected",
        "member",
        {
            "id": key(), "incident_id": _affected("which incident"), "kind": _affected("member, guest or a bare address"),
            "user_id": key(note="the member"), "attendee_id": key(note="the guest"),
            "address": _affected("of guests, so that a letter can reach them; empty for members"), "noted_at": _affected(),
            "handled_at": _affected("when the letter was written, or found to be impossible"),
            "letter_id": key(note="the letter"),
        },
        note="whom an incident affected, until ninety days after",
    ),
)  # fmt: skip
