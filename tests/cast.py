"""The people of the tests' stories, made the way the product makes them."""

from __future__ import annotations

from functools import cache

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.utils import timezone

from leavethemeeting.accounts.models import User
from leavethemeeting.consent.actions import accept_current
from leavethemeeting.consent.kinds import Channel

PASSWORD = "a long walk by the river"
APP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # of the provider's authenticator app


@cache
def _hashed() -> str:
    """Hashed once for everybody: argon2 is slow on purpose, and most stories are not about it."""
    return make_password(PASSWORD)


def make_member(name: str, email: str, *, is_provider: bool = False) -> User:
    """A member whose address is verified, who passed the age question and accepted the policy and the terms.

    The provider's staff have an authenticator app as well, or their own pages would be closed to them.
    """
    user = User.objects.create_user(email, None, name=name, is_provider=is_provider, age_ok_at=timezone.now())
    user.password = _hashed()
    user.save(update_fields=["password"])
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    if is_provider:
        TOTP.activate(user, APP_SECRET)
    accept_current(user_id=user.pk, channel=Channel.SIGN_UP, now=timezone.now())
    return user


def signed_in(user: User) -> Client:
    """A browser without JavaScript in which ``user`` has signed in."""
    client = Client(enforce_csrf_checks=False)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client
