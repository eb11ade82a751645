"""What a password may not be, beside short and common (ASVS 5.0, 6.2.9 and 6.2.11)."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from leavethemeeting.shared.environment import environment

OWN_LETTERS = 8  # what must remain once the service's own words are taken out
LONGEST = 128


class NotTooLong:
    """Hashing takes time in proportion; nobody remembers more than this."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:  # noqa: ARG002 -- Django's signature
        if len(password) > LONGEST:
            raise ValidationError(
                _("This password is longer than 128 characters. Shorten it."), code="password_too_long"
            )

    def get_help_text(self) -> str:
        return _("At most 128 characters.")


class NotOurName:
    """Whoever guesses at this service's members starts with the service's name."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:  # noqa: ARG002 -- Django's signature
        rest = password.casefold()
        for word in _own_words():
            rest = rest.replace(word, "")
        if len(rest) < min(OWN_LETTERS, len(password)):
            raise ValidationError(
                _("This password is little more than the name of this service. Add words of your own."),
                code="password_own_words",
            )

    def get_help_text(self) -> str:
        return _("Not just the name of this service.")


def _own_words() -> list[str]:
    """The product's, the host's and the operator's names, longest first."""
    seen = environment()
    host = seen.public_host.casefold()
    words = {"leave the meeting", "leavethemeeting", "leavemeeting", "meeting", host, host.split(".")[0]}
    words.add(seen.operator_name.casefold())
    return sorted((word for word in words if len(word) > 3), key=len, reverse=True)
