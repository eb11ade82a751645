"""The writer of linked profiles, beside allauth: they end here, and so do sign-ups that stand in somebody's way."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from leavethemeeting.accounts.actions import delete_member
from leavethemeeting.accounts.models import User
from leavethemeeting.accounts.social import letters
from leavethemeeting.accounts.social.models import DeletionRequest
from leavethemeeting.accounts.social.profiles import NETWORKS
from leavethemeeting.mail.composing import Because, Content, send
from leavethemeeting.shared.wakeups import ACCESS, ring_on_commit

REQUESTS_KEPT = timedelta(days=365)
CHUNK = 200


class LastWayIn(Exception):
    """Without this link nobody could open the account any more."""


class AddressTaken(Exception):
    """The address belongs to a member who has shown that it is theirs."""


def other_way_in(link: SocialAccount) -> bool:
    """Whether the account opens without ``link``: by a confirmed address (password or code), a passkey, another profile."""
    return (
        EmailAddress.objects.filter(user=link.user, verified=True).exists()
        or Authenticator.objects.filter(user=link.user, type=Authenticator.Type.WEBAUTHN).exists()
        or SocialAccount.objects.filter(user=link.user).exclude(pk=link.pk).exists()
    )


def tell(user: User, *, kind: str, content: Content, now: datetime) -> None:
    """A letter to the member, where they have shown an address to be theirs."""
    if EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True).exists():
        send(content, kind=kind, recipient=user.email, now=now, because=Because.MEMBER, user_id=user.pk)


@transaction.atomic
def unlink(*, link: SocialAccount, now: datetime) -> None:
    """What was stored of the profile is deleted, rooms that are open close, and the member is told. Raises LastWayIn."""
    if not other_way_in(link):
        raise LastWayIn
    user = User.objects.get(pk=link.user_id)
    link.delete()
    ring_on_commit(ACCESS, f"user:{user.pk}")
    content = letters.profile_unlinked(network=NETWORKS[link.provider], at=now)
    tell(user, kind="profile_unlinked", content=content, now=now)


@transaction.atomic
def erase_by_network(*, uid: str, asked_at: datetime | None, now: datetime) -> DeletionRequest:
    """Meta says that the person ``uid`` wants their data gone: the link goes, and an account that nothing else opens.

    A link made after ``asked_at`` stays: the request is an old one that came again.
    """
    link = SocialAccount.objects.filter(provider="facebook", uid=uid).select_related("user").first()
    outcome = DeletionRequest.Outcome.NOTHING
    if link is not None and not (asked_at and link.date_joined > asked_at + timedelta(seconds=60)):
        try:
            unlink(link=link, now=now)
            outcome = DeletionRequest.Outcome.LINK
        except LastWayIn:
            delete_member(user=link.user)
            outcome = DeletionRequest.Outcome.ACCOUNT
    return DeletionRequest.objects.create(code=secrets.token_hex(16), made_at=now, outcome=outcome)


def forget_deletion_requests(*, now: datetime) -> int:
    """Delete what Meta asked for a year ago; how many."""
    old = DeletionRequest.objects.filter(made_at__lte=now - REQUESTS_KEPT).values_list("pk", flat=True)[:CHUNK]
    gone, _each = DeletionRequest.objects.filter(pk__in=list(old)).delete()
    return gone


def is_members(email: str) -> bool:
    """Whether a member has shown that ``email`` is theirs."""
    shown = EmailAddress.objects.filter(email__iexact=email, verified=True).exists()
    return shown or User.objects.filter(email__iexact=email, last_login__isnull=False).exists()


@transaction.atomic
def make_way(email: str) -> None:
    """Remove sign-ups with ``email`` that nobody has ever confirmed; for whom a network says that it is theirs.

    Somebody else may have typed it, to wait for its owner behind their own password (pre-hijacking). Raises AddressTaken.
    """
    if is_members(email):
        raise AddressTaken
    for user in User.objects.filter(email__iexact=email):
        delete_member(user=user)


@transaction.atomic
def drop_unproven(user: User) -> None:
    """Before an account's address is shown for the first time by other means than the sign-up's own code: whoever
    linked a profile before that may be a stranger, so nothing linked stays.
    """
    if not EmailAddress.objects.filter(user=user, verified=True).exists():
        SocialAccount.objects.filter(user=user).delete()


def moment(seconds: object) -> datetime | None:
    """A Unix time as a datetime; None for what is none."""
    return datetime.fromtimestamp(seconds, UTC) if isinstance(seconds, int) and 0 < seconds < 2**33 else None
