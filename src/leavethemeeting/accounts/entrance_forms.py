"""allauth's forms in our words. Not in forms.py: allauth imports that one while it is being imported."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth_forms
from django import forms
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import lazystr
from django.utils.translation import gettext_lazy as _

from leavethemeeting.accounts.models import User
from leavethemeeting.accounts.pairing.plugins import plugins_of

NEW_PASSWORD_HELP = _("At least 12 characters. A few words in a row are easy to keep in mind.")
WORDS: dict[str, tuple[Any, Any]] = {  # field: (label, help)
    "login": (_("E-mail"), ""),
    "email": (_("E-mail"), ""),
    "password": (_("Password"), ""),
    "oldpassword": (_("Current password"), ""),
    "password1": (_("New password"), NEW_PASSWORD_HELP),
    "password2": (_("New password, once more"), ""),
    "code": (_("Code"), _("Eight letters from the newest letter; capitals do not matter.")),
}
MISSING: dict[str, Any] = {  # field: what to say where it is empty
    "name": _("Tell us what others in a meeting shall call you."),
    "login": _("Type the e-mail address of your account."),
    "email": _("Type an e-mail address that you can read."),
    "password": _("Type your password."),
    "oldpassword": _("Type the password you have now."),
    "password1": _("Choose a password of at least 12 characters."),
    "password2": _("Type the new password once more."),
    "code": _("Type the code from the letter."),
    "born_on": _("Fill in day, month and year of your birth."),
}


class InOurWords(forms.Form):
    """Labels above the boxes, and no placeholder that vanishes when typing starts."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in MISSING:
                field.error_messages["required"] = lazystr(MISSING[name])
            if name in WORDS:
                label, help_text = WORDS[name]
                field.label, field.help_text = lazystr(label), lazystr(help_text)


class SignUpForm(InOurWords, allauth_forms.SignupForm):
    """Sign-up by password. Raises nothing; hashes the password once everything else is right."""

    field_order = ["name", "email", "password1", "born_on", "agree"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.password_hash = ""
        self.fields["password1"].label = _("Password")
        self.fields["email"].help_text = _("We send a code there to see that it is yours.")

    def clean(self) -> dict[str, Any]:
        """The password is measured against name and address, too; allauth knows only the address.

        The hash is made here for a known address as well, so that the time taken says nothing.
        """
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        password = cleaned.get("password1")
        if password and "password1" not in self.errors:
            try:
                validate_password(password, User(name=cleaned.get("name", ""), email=cleaned.get("email", "")))
            except ValidationError as error:
                self.add_error("password1", error)
        if not self.errors:
            self.password_hash = make_password(password)
        return cleaned


class SignInForm(InOurWords, allauth_forms.LoginForm):
    """E-mail and password."""


class AddressCodeForm(InOurWords, allauth_forms.ConfirmEmailVerificationCodeForm):
    """The code from the letter."""


class ResetForm(InOurWords, allauth_forms.ResetPasswordForm):
    """The address a new password is wanted for."""


class ResetCodeForm(InOurWords, allauth_forms.ConfirmPasswordResetCodeForm):
    """The code from the letter."""


class NewPasswordForm(InOurWords, allauth_forms.ResetPasswordKeyForm):
    """The new password after a reset."""


class ChangePasswordForm(InOurWords, allauth_forms.ChangePasswordForm):
    """The old password and the new one."""

    disconnect_plugins = forms.BooleanField(
        required=False, label=_("Disconnect my plugins as well"),
        help_text=_("Choose this if somebody else may have known the old password. They can be paired again."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.user is None or not plugins_of(self.user.pk, now=timezone.now()):
            del self.fields["disconnect_plugins"]


class SetPasswordForm(InOurWords, allauth_forms.SetPasswordForm):
    """The first password of somebody who signed up by a network."""


class AskCodeForm(InOurWords, allauth_forms.RequestLoginCodeForm):
    """The address a code for signing in is sent to."""


class SignInCodeForm(InOurWords, allauth_forms.ConfirmLoginCodeForm):
    """The code from the letter."""


class PasswordAgainForm(InOurWords, allauth_forms.ReauthenticateForm):
    """The password, before something that matters."""


class CodeAgainForm(InOurWords, forms.Form):
    """The code from the letter, before something that matters."""

    code = forms.CharField(max_length=20, widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}))


class NewAddressForm(InOurWords, allauth_forms.AddEmailForm):
    """The address that shall replace the one so far."""

    action_add = forms.CharField(initial="1", widget=forms.HiddenInput)  # what allauth's page calls this button

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("New address")
        self.fields["email"].help_text = _("We send a code there. Until you type it, nothing changes.")
