"""What guests type at the door."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leavethemeeting.accounts.forms import AgeQuestionMixin
from leavethemeeting.consent.forms import VersionsShownMixin
from leavethemeeting.domain.names import LONGEST, UnusableName, checked_name


class AgeForm(AgeQuestionMixin):
    """The age question alone: a guest answers it before anything else is asked."""


class GuestForm(VersionsShownMixin):
    """Name and e-mail of a guest who passed the age question; sending it accepts the policy that the page names."""

    name = forms.CharField(
        label=gettext_lazy("Your name"), max_length=4 * LONGEST, widget=forms.TextInput({"autocomplete": "name"}),
        help_text=gettext_lazy("Everyone in the meeting sees it."),
    )  # fmt: skip
    email = forms.EmailField(
        label=gettext_lazy("E-mail"), max_length=254, widget=forms.EmailInput({"autocomplete": "email"}),
        help_text=gettext_lazy("The host and co-hosts see it, other attendees do not."),
    )  # fmt: skip

    def clean_name(self) -> str:
        try:
            return checked_name(str(self.cleaned_data["name"]))
        except UnusableName as error:
            if str(error) == "long":
                raise ValidationError(_("Use at most %(most)d characters.") % {"most": LONGEST}) from error
            raise ValidationError(_("Write a name that others can read.")) from error
