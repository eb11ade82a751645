"""Authenticator apps, passkeys and recovery codes: what allauth asks us, and who must have one."""

from __future__ import annotations

import base64
from uuid import UUID

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leavethemeeting.accounts.models import User
from leavethemeeting.shared.environment import environment

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_second_factor(user_id: UUID) -> bool:
    """Whether the member has an authenticator app or a passkey. Recovery codes alone are none."""
    return Authenticator.objects.filter(user_id=user_id, type__in=FACTORS).exists()


def has_passkey(user_id: UUID) -> bool:
    """Whether the member can sign in by a passkey."""
    return Authenticator.objects.filter(user_id=user_id, type=Authenticator.Type.WEBAUTHN).exists()


def must_have_second_factor(user: User) -> bool:
    """Providers always, hosts where the provider says so; nobody in a demonstration, whose people are invented."""
    seen = environment()
    if seen.demo:
        return False
    return user.is_provider or (seen.hosts_need_second_factor and user.became_host_at is not None)


def _lock() -> Fernet:
    """The key for secrets at rest, made from SECRET_KEY: a copy of the database alone opens nothing."""
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"leavethemeeting.accounts.second_factor")
    return Fernet(base64.urlsafe_b64encode(derived.derive(settings.SECRET_KEY.encode())))


class MfaAdapter(DefaultMFAAdapter):
    """Our answers to allauth's questions about second factors."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("This did not work. Take the newest code, or try again."),
        "unverified_email": gettext_lazy("Confirm your e-mail address first."),
        "cannot_generate_recovery_codes": gettext_lazy("Recovery codes come with an authenticator app or a passkey."),
    }

    def encrypt(self, text: str) -> str:
        return _lock().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Raises cryptography's InvalidToken when SECRET_KEY is another one by now."""
        return _lock().decrypt(encrypted_text.encode()).decode()

    def get_totp_issuer(self) -> str:
        return f"{settings.SITE_NAME} ({environment().public_host})"

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return _("Passkey %(number)d") % {"number": count + 1}
