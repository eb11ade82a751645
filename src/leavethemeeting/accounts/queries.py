"""Reads of the accounts slice."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from allauth.account.models import EmailAddress
from django.http import Http404

from leavethemeeting.accounts.models import SetUpLink, User
from leavethemeeting.mail.guard import Reader
from leavethemeeting.shared.ids import token_sha256


def provider_exists() -> bool:
    """Whether this installation has its provider's account."""
    return User.objects.filter(is_provider=True).exists()


def is_spent(token: str) -> bool:
    """Whether the set-up link has been used. Raises Http404 where there never was such a link."""
    link = SetUpLink.objects.filter(token_sha256=token_sha256(token)).first()
    if link is None:
        raise Http404
    return link.used_at is not None or provider_exists()


def is_to_a_member(reader: Reader) -> bool:
    """Whether a letter's reader is a member who has shown that the address is theirs (the guard of ``mail`` asks)."""
    shown = EmailAddress.objects.filter(email__iexact=reader.address, verified=True, user__is_active=True)
    return (shown.filter(user=reader.user_id) if reader.user_id else shown).exists()


def where_to_write(user_ids: Collection[UUID]) -> dict[UUID, str]:
    """The address for letters of each of these members: verified, their main one first; who has none is left out."""
    shown = EmailAddress.objects.filter(user__in=user_ids, verified=True, user__is_active=True).order_by(
        "primary", "pk"
    )
    return dict(shown.values_list("user_id", "email"))


def all_addresses(user_id: UUID) -> set[str]:
    """Every address a member gave, verified or not."""
    own = User.objects.filter(pk=user_id).values_list("email", flat=True)
    return {*own, *EmailAddress.objects.filter(user=user_id).values_list("email", flat=True)}


def owns_meetings(user_id: UUID) -> bool:
    """Whether the member has ever planned a meeting."""
    return User.objects.filter(pk=user_id, became_host_at__isnull=False).exists()
