"""allauth's forms for second factors in our words."""

from __future__ import annotations

from typing import Any

from allauth.mfa.base import forms as base_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as webauthn_forms
from django import forms
from django.utils.translation import gettext_lazy as _

from leavethemeeting.accounts.entrance_forms import InOurWords

NAME_HELP = _("To tell your passkeys apart: “phone”, “key on my ring”.")


class _InDigits(InOurWords):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = _("The six digits that your app shows, or one of your recovery codes.")
        self.fields["code"].widget.attrs["autofocus"] = True


class FactorCodeForm(_InDigits, base_forms.AuthenticateForm):
    """The second step of signing in."""


class FactorCodeAgainForm(_InDigits, base_forms.ReauthenticateForm):
    """A code, before something that matters."""


class AppCodeForm(InOurWords, totp_forms.ActivateTOTPForm):
    """The first code of a new authenticator app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code from the app")
        self.fields["code"].help_text = _("Six digits, and new ones every half a minute.")


class AddPasskeyForm(InOurWords, webauthn_forms.AddWebAuthnForm):
    """A new passkey. Every one can also sign in alone, so the device has to ask for a finger, a face or a PIN."""

    passwordless = forms.BooleanField(initial=True, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = forms.CharField(
            label=_("Name"), help_text=NAME_HELP, required=False, max_length=60, initial=self.initial.get("name")
        )


class NamePasskeyForm(InOurWords, webauthn_forms.EditWebAuthnForm):
    """Another name for a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = forms.CharField(
            label=_("Name"), help_text=NAME_HELP, max_length=60, initial=self.initial.get("name")
        )
