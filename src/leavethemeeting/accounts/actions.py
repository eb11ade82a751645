"""The writer of accounts, beside allauth."""

from __future__ import annotations

import secrets
from datetime import datetime

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.urls import reverse

from leavethemeeting.accounts.models import Picture, SetUpLink, User
from leavethemeeting.accounts.queries import provider_exists
from leavethemeeting.shared.departures import forget_member
from leavethemeeting.shared.ids import token_sha256
from leavethemeeting.shared.wakeups import ACCESS, ring_on_commit


class ProviderExists(Exception):
    """This installation has its provider's account; there is nothing to set up."""


class LinkSpent(Exception):
    """The set-up link was used before, replaced, or never made."""


class AddressTaken(Exception):
    """The address belongs to a member already."""


@transaction.atomic
def make_set_up_link(*, now: datetime) -> str:
    """The path of a fresh one-time link for the provider's account; only its hash is kept.

    An unused link made before stops working. Raises ProviderExists.
    """
    if provider_exists():
        raise ProviderExists
    token = secrets.token_urlsafe(32)
    SetUpLink.objects.filter(used_at__isnull=True).delete()
    SetUpLink.objects.create(token_sha256=token_sha256(token), made_at=now)
    return reverse("accounts:set_up", args=[token])


def open_provider_account(*, token: str, name: str, email: str, password: str, now: datetime) -> User:
    """Spend the link on the provider's account: verified, because its owner holds the machine.

    Somebody may have signed the same address up without ever showing that it is theirs; such a
    row gives way. Raises LinkSpent or AddressTaken.
    """
    password_hash = make_password(password)  # slow on purpose, so before the transaction
    email = email.strip().lower()
    with transaction.atomic():
        unused = SetUpLink.objects.filter(token_sha256=token_sha256(token), used_at__isnull=True)
        if not unused.update(used_at=now) or provider_exists():
            raise LinkSpent
        _clear_the_way(email)
        user = User.objects.create(email=email, name=name, password=password_hash, is_provider=True, age_ok_at=now)
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def _clear_the_way(email: str) -> None:
    """Remove an account of ``email`` that was never verified. Raises AddressTaken for one that was."""
    known = User.objects.filter(email__iexact=email).first()
    if known is None:
        return
    if known.last_login or EmailAddress.objects.filter(user=known, verified=True).exists():
        raise AddressTaken
    delete_member(user=known)


@transaction.atomic
def change_profile(*, user: User, name: str, time_zone: str, pronouns: str = "", organisation: str = "") -> None:
    """What members say about themselves; what is left empty is removed."""
    User.objects.filter(pk=user.pk).update(name=name, time_zone=time_zone, pronouns=pronouns, organisation=organisation)


@transaction.atomic
def set_picture(*, user: User, webp: bytes, now: datetime) -> None:
    """``webp`` (from ``pictures.made_anew``) in place of the picture before."""
    Picture.objects.update_or_create(user=user, defaults={"webp": webp, "set_at": now})


@transaction.atomic
def remove_picture(*, user: User) -> None:
    """The member has no picture any more."""
    Picture.objects.filter(user=user).delete()


@transaction.atomic
def become_host(*, user: User, now: datetime) -> None:
    """The member plans a meeting; the first time counts."""
    User.objects.filter(pk=user.pk, became_host_at__isnull=True).update(became_host_at=now)


@transaction.atomic
def delete_member(*, user: User) -> None:
    """The member's account and the meetings they own, with all that is recorded in those; what they have open closes.

    In the meetings of others their rows stay, as what was shared with that host. This is the only way
    in which a member's row goes: the database would not take the log along.
    """
    ring_on_commit(ACCESS, f"user:{user.pk}")
    forget_member(user.pk)
    user.delete()


@transaction.atomic
def deactivate(*, user: User) -> None:
    """The member signs in no more, and what they have open closes."""
    User.objects.filter(pk=user.pk).update(is_active=False)
    ring_on_commit(ACCESS, f"user:{user.pk}")
