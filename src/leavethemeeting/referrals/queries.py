"""Reads of invitations: an inviter's own numbers, and what stands behind a link."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from allauth.socialaccount.models import SocialAccount
from django.db.models import Count, Q
from django.http import Http404

from leavethemeeting.accounts.models import User
from leavethemeeting.referrals.models import Invitation, Named, State
from leavethemeeting.shared.ids import token_sha256

TOKENS_IN_A_LINK = 20  # a letter to several friends carries one link that counts as often as there are friends


@dataclass(frozen=True, slots=True)
class Numbers:
    """What became of a member's invitations; ``friends`` are those who wanted to be named."""

    made: int
    joined: int
    declined: int
    friends: list[str]


def numbers_of(inviter: User) -> Numbers:
    """How many links were made, led to a member, were declined; who of them agreed to be named."""
    own = Invitation.objects.filter(inviter=inviter)
    counted = own.aggregate(
        made=Count("pk"), joined=Count("pk", filter=Q(state=State.JOINED)), declined=Count("pk", filter=Q(state=State.DECLINED))
    )  # fmt: skip
    friends = own.filter(friend__isnull=False).order_by("friend__name").values_list("friend__name", flat=True)
    return Numbers(**counted, friends=list(friends))


def is_named(user: User) -> bool:
    """Whether the member's links say who invites."""
    return Named.objects.filter(user=user).exists()


def has_linked_google(user: User) -> bool:
    """Whether the member signs in with Google: only they are offered their contacts (C17)."""
    return SocialAccount.objects.filter(user=user, provider="google").exists()


@dataclass(frozen=True, slots=True)
class Behind:
    """What stands behind a link: an invitation that still waits, or none because all are spent."""

    waiting: Invitation | None
    inviter_name: str  # empty unless the inviter wants to be named


def behind(link: str, *, now: datetime) -> Behind:
    """``link`` is one token, or up to twenty joined by ``~``: the first that still waits counts.

    Raises Http404 where no token of it was ever made here, or all of them are forgotten.
    """
    tokens = link.split("~")
    if len(tokens) > TOKENS_IN_A_LINK:
        raise Http404
    hashes = [token_sha256(token) for token in tokens]
    known = Invitation.objects.filter(token_sha256__in=hashes).select_related("inviter").order_by("made_at", "pk")
    rows = [row for row in known if row.inviter.is_active]
    if not rows:
        raise Http404
    waiting = next((row for row in rows if row.state == State.WAITING and row.expires_at > now), None)
    return Behind(waiting, rows[0].inviter.name if is_named(rows[0].inviter) else "")


def inviter_name(invitation_id: UUID) -> str:
    """Whose invitation it is, if they want to be named; else empty."""
    found = Invitation.objects.filter(pk=invitation_id).select_related("inviter").first()
    return found.inviter.name if found and is_named(found.inviter) else ""
