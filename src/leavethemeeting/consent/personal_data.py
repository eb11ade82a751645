"""What is stored about the policy and about consent."""

from __future__ import annotations

from leavethemeeting.domain.promises import (
    Audience,
    Category,
    Column,
    Cookie,
    Erasure,
    Purpose,
    Retention,
    Table,
)
from leavethemeeting.shared.personal_data import ACCOUNT_LIFE, key, operation

CHOICE_DAYS = 180
PROOF_DAYS = 365  # of what was accepted or agreed to without an account

COOKIES: tuple[Cookie, ...] = (
    Cookie(
        "consent", ("C30", "C31", "C32"), CHOICE_DAYS * 86400,
        "your own choice on the cookie page; holds a random number only if you allowed something, to prove that you did",
    ),
)  # fmt: skip

_SEEN = frozenset({Audience.SELF, Audience.PROVIDER})
_UNTIL = Retention(
    PROOF_DAYS, "a guest accepted, or an address or a browser took it back; with an account, as long as that"
)


def _proof(*clauses: str, note: str = "") -> Column:
    return Column(Category.ACCOUNT, (Purpose.PROVIDE,), clauses, _SEEN, _UNTIL, Erasure.DELETE, True, note)


def _poster(note: str) -> Column:
    return Column(
        Category.KEY, (Purpose.PROVIDE,), ("C48",), frozenset({Audience.PROVIDER}), ACCOUNT_LIFE, Erasure.UNLINK, False, note
    )  # fmt: skip


TABLES: tuple[Table, ...] = (
    Table(
        "consent_policy_version",
        "nobody",
        {
            "id": key(), "kind": operation(), "number": operation(), "source": operation(), "text": operation("public"),
            "sha256": operation("public"), "facts": operation(), "material": operation("public"),
            "summary": operation("public"), "published_at": operation("public"),
            "published_by_id": _poster("who of the provider's staff posted it"),
        },
        note="every version of the policy and the terms; none is ever removed",
    ),
    Table(
        "consent_policy_draft",
        "nobody",
        {
            "kind": key(), "source": operation(), "summary": operation(), "material": operation(), "saved_at": operation(),
            "saved_by_id": _poster("who of the provider's staff wrote it"),
        },
        note="a text that the provider has not posted yet",
    ),
    Table(
        "consent_acceptance",
        "member",
        {
            "id": key(), "version_id": key(), "user_id": key(), "email": _proof("C8", note="of a guest; empty for a member"),
            "channel": _proof("C8", note="where: sign-up, door, plugin, asked again"), "accepted_at": _proof("C8"),
        },
        note="which version somebody accepted",
    ),
    Table(
        "consent_consent",
        "member",
        {
            "id": key(), "user_id": key(), "email": _proof("C22", note="of somebody without an account"),
            "browser_sha256": _proof("C30", "C32", note="hash of the random number in a browser's own cookie"),
            "kind": _proof("C22", "C32"), "text": _proof("C22", "C32", note="the sentence, as it was shown"),
            "text_sha256": _proof("C22", "C32"), "channel": _proof("C22", "C32"), "given_at": _proof("C22", "C32"),
            "withdrawn_at": _proof("C22", "C32"),
        },
        note="what somebody agreed to, one row for each thing, with its proof",
    ),
)  # fmt: skip
