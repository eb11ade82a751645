"""Signing up with what a network told."""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.forms import SignupForm
from django.utils.translation import gettext as _

from leavethemeeting.accounts.entrance_forms import InOurWords
from leavethemeeting.accounts.social.profiles import NETWORKS


class SocialSignUpForm(InOurWords, SignupForm):  # type: ignore[misc]  # -- allauth's clean() and Django's differ
    """Name, address, date of birth, agreement. ``proven`` is the address that the network has checked, or empty."""

    field_order = ["name", "email", "born_on", "agree"]

    def __init__(self, *args: Any, proven: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proven = proven
        self.initial["name"] = self.sociallogin.user.name
        email, network = self.fields["email"], NETWORKS[self.sociallogin.account.provider]
        if proven:
            email.disabled = True  # Django then takes the initial value, whatever is sent
            email.help_text = _("%(network)s has confirmed that it is yours.") % {"network": network}
        elif self.initial.get("email"):
            email.help_text = _("We send a code there to see that it is yours.")
        else:
            email.help_text = _("%(network)s told us none. We send a code there to see that it is yours.") % {
                "network": network
            }

    def validate_unique_email(self, value: str) -> str:
        """For a proven address the view looks itself; for another one a page must not tell whether it is known."""
        return value if self.proven else str(super(SignupForm, self).validate_unique_email(value))
