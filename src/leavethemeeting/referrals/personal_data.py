"""What is stored about invitations: never an address."""

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
from leavethemeeting.shared.personal_data import ACCOUNT_LIFE, key

LINK_DAYS = 60  # an invitation can be answered
KEPT_DAYS = 365  # it is counted

COOKIES: tuple[Cookie, ...] = ()  # the invitation somebody follows waits in their session

_INVITER = frozenset({Audience.SELF, Audience.PROVIDER})
_UNTIL = Retention(KEPT_DAYS, "the link was made, or sooner with the inviter's account")


def _invitation(note: str = "") -> Column:
    return Column(Category.ACCOUNT, (Purpose.PROVIDE,), ("C18",), _INVITER, _UNTIL, Erasure.DELETE, True, note)


TABLES: tuple[Table, ...] = (
    Table(
        "referrals_invitation",
        "member",
        {
            "id": key(),
            "token_sha256": Column(
                Category.SECRET, (Purpose.SECURITY,), ("C18",), frozenset(), _UNTIL, Erasure.DELETE, False,
                "hash of the random token in the link",
            ),
            "inviter_id": key(),
            "made_at": _invitation(),
            "expires_at": _invitation(f"{LINK_DAYS} days after it was made"),
            "state": _invitation("waiting, joined or declined; nothing says who declined"),
            "friend_id": Column(
                Category.ACCOUNT, (Purpose.PROVIDE,), ("C18",), _INVITER, _UNTIL, Erasure.UNLINK, True,
                "the member who joined by it, if that member wants the inviter to know",
            ),
        },
        note="links to invite friends; where they were sent is known to the inviter's browser alone",
    ),
    Table(
        "referrals_named",
        "member",
        {
            "user_id": Column(
                Category.PROFILE, (Purpose.PROVIDE,), ("C18",), frozenset({Audience.SELF, Audience.PROVIDER}),
                ACCOUNT_LIFE, Erasure.DELETE, True, "wants their name on the page behind their links",
            ),
        },
    ),
)  # fmt: skip
