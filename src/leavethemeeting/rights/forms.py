"""What somebody types who uses their rights."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from leavethemeeting.shared.public_forms import PublicForm
from leavethemeeting.website.references import CODE_DIGITS

LONGEST_TEXT = 3000


class AddressForm(PublicForm):
    """The address that was used in a meeting."""

    purpose = "address"

    email = forms.EmailField(
        label=gettext_lazy("The e-mail address you used"), max_length=254,
        widget=forms.EmailInput({"autocomplete": "email", "spellcheck": "false"}),
        help_text=gettext_lazy("A code goes there, whether anything is kept under it or not."),
    )  # fmt: skip


class _Code(forms.RegexField):
    """Six digits, however they were spaced."""

    def to_python(self, value: Any) -> str:
        return "".join(str(value or "").split())


class AddressCodeForm(PublicForm):
    """The code that was sent."""

    purpose = "address_code"

    code = _Code(
        rf"^\d{{{CODE_DIGITS}}}$", label=gettext_lazy("The code from the letter"),
        error_messages={"invalid": gettext_lazy("The code has six digits.")},
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric", "maxlength": "12"}),
    )  # fmt: skip


class WishForm(forms.Form):
    """What a host should set right."""

    text = forms.CharField(
        label=gettext_lazy("What is not right, and how was it?"), max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 6}),
        help_text=gettext_lazy("Times with their zone, please. The hosts of this meeting and the provider read it."),
    )  # fmt: skip


class WishAnswerForm(forms.Form):
    """A host's answer to it."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("What did you do?"), widget=forms.RadioSelect,
        choices=[("done", gettext_lazy("I have corrected it")), ("declined", gettext_lazy("I leave it as it is"))],
    )  # fmt: skip
    text = forms.CharField(
        label=gettext_lazy("Your answer"), max_length=LONGEST_TEXT, widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy("It goes to them as a letter."),
    )  # fmt: skip


class EraseForm(forms.Form):
    """Ticked by whoever has read what goes."""

    sure = forms.BooleanField(label=gettext_lazy("I have read what goes, and that it does not come back."))
