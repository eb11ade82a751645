"""The only writer of invitations. Nothing that comes in here names a friend but the friend's own account."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from leavethemeeting.accounts.models import User
from leavethemeeting.referrals.models import Invitation, Named, State
from leavethemeeting.referrals.personal_data import LINK_DAYS
from leavethemeeting.shared.ids import token_sha256

TOKEN_BYTES = 16
TOKENS_AT_ONCE = 50
TOKENS_A_DAY = 200


class TooMany(Exception):
    """The member has made as many links as one may in a day. ``left`` is how many are left."""

    def __init__(self, left: int) -> None:
        self.left = left
        super().__init__(left)


class NotNew(Exception):
    """Only who signed up after opening the link joins by it; members cannot join again."""


class Spent(Exception):
    """The link was used, declined, or is too old."""


@transaction.atomic
def make_links(*, inviter: User, count: int, now: datetime) -> list[str]:
    """``count`` fresh tokens of 128 random bits, 22 characters each; only their hashes are kept.

    Raises TooMany when the member would have more than ``TOKENS_A_DAY`` within a day, and ValueError
    when ``count`` is not 1 to ``TOKENS_AT_ONCE``.
    """
    if not 1 <= count <= TOKENS_AT_ONCE:
        raise ValueError(count)
    User.objects.select_for_update().get(pk=inviter.pk)  # two tabs at once share the day's measure
    made = Invitation.objects.filter(inviter=inviter, made_at__gt=now - timedelta(days=1)).count()
    if made + count > TOKENS_A_DAY:
        raise TooMany(max(0, TOKENS_A_DAY - made))
    tokens = [secrets.token_urlsafe(TOKEN_BYTES) for _ in range(count)]
    Invitation.objects.bulk_create(
        Invitation(
            token_sha256=token_sha256(token), inviter=inviter, made_at=now, expires_at=now + timedelta(days=LINK_DAYS)
        )
        for token in tokens
    )  # fmt: skip
    return tokens


@transaction.atomic
def name_me(*, user: User, named: bool) -> None:
    """Whether the pages behind the member's links say who invites."""
    if named:
        Named.objects.get_or_create(user=user)
    else:
        Named.objects.filter(user=user).delete()


@transaction.atomic
def join(*, invitation_id: UUID, friend: User, opened_at: datetime, shown: bool, now: datetime) -> None:
    """``friend`` came by this link; the inviter learns the name only if ``shown``.

    ``opened_at``: when the friend went on from the link's page. Raises NotNew when the account is
    older than that or is the inviter's own, Spent when the link counts no more.
    """
    if friend.date_joined < opened_at or Invitation.objects.filter(pk=invitation_id, inviter=friend).exists():
        raise NotNew
    waiting = Invitation.objects.filter(pk=invitation_id, state=State.WAITING, expires_at__gt=now)
    if not waiting.update(state=State.JOINED, friend=friend if shown else None):
        raise Spent


@transaction.atomic
def decline(*, invitation_id: UUID, now: datetime) -> None:
    """Whoever holds the link does not want to be invited. Raises Spent."""
    waiting = Invitation.objects.filter(pk=invitation_id, state=State.WAITING, expires_at__gt=now)
    if not waiting.update(state=State.DECLINED):
        raise Spent
