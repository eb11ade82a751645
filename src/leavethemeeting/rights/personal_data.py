"""What is stored about those who use their rights."""

from __future__ import annotations

from dataclasses import replace

from leavethemeeting.domain.promises import Audience, Category, Column, Cookie, Erasure, Purpose, Retention, Table
from leavethemeeting.rights.forgetting import KEPT_DAYS
from leavethemeeting.shared.personal_data import WITH_ROW, key, operation

COOKIES: tuple[Cookie, ...] = ()


def _told(days: int, since: str, note: str = "", *, hosts: bool = False, exported: bool = True) -> Column:
    audience = {Audience.SELF, Audience.PROVIDER, *({Audience.HOST} if hosts else ())}
    return Column(
        Category.MAIL, (Purpose.SUPPORT,), ("C27", "C52"), frozenset(audience), Retention(days, since), Erasure.DELETE,
        exported, note,
    )  # fmt: skip


_PROOF = _told(1, "it was asked for")
_EXPORT = _told(30, "it was asked for")
_WISH = replace(_told(365, "the case was closed", hosts=True), retention=WITH_ROW)

TABLES: tuple[Table, ...] = (
    Table(
        "rights_proof",
        "visitor",
        {
            "id": key(), "email": _PROOF, "code_digest": key(), "code_until": operation(), "code_tries": operation(),
            "asked_at": _PROOF,
        },
        note="a code that shows an address to be somebody’s; deleted after a day",
    ),
    Table(
        "rights_export",
        "member",
        {
            "id": key(), "user_id": key(), "email": _EXPORT, "asked_at": _EXPORT, "state": _EXPORT, "maker": operation(),
            "beat_at": operation(), "tries": operation(), "done": operation(), "total": operation(), "size": operation(),
            "ready_at": _EXPORT, "expires_at": _EXPORT, "taken_at": _EXPORT,
        },
        note="that somebody asked for a copy of their data",
    ),
    Table(
        "rights_export_part",
        "member",
        {
            "id": key(), "export_id": key(), "number": operation(),
            "body": _told(KEPT_DAYS, "it was ready", "the copy itself; gone an hour after it was taken", exported=False),
        },
        note="the bytes of a copy that waits to be taken",
    ),
    Table(
        "rights_correction",
        "attendee",
        {
            "case_id": key(), "occurrence_id": key(), "attendee_key": key(note="which row of the report it is about"),
            "due_at": _WISH, "outcome": _WISH, "answered_at": _WISH,
            "answered_by_id": key(Erasure.UNLINK, "which host; the answer stays when they leave"),
        },
        note="a wish that hosts correct something; its words stand in its case, and it goes with it",
    ),
)  # fmt: skip
