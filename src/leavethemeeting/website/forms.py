"""What visitors type. None of these forms needs a cookie."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leavethemeeting.consent.kinds import Kind, sentence
from leavethemeeting.domain.names import LONGEST, UnusableName, checked_name
from leavethemeeting.shared.public_forms import PublicForm
from leavethemeeting.website.models import GuardianRequest
from leavethemeeting.website.references import CODE_DIGITS

LONGEST_TEXT = 5000


class _Name(forms.CharField):
    """A name, checked as names are everywhere here; empty where it is optional."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=4 * LONGEST, **kwargs)

    def clean(self, value: Any) -> str:
        text = str(super().clean(value))
        try:
            return checked_name(text) if text else ""
        except UnusableName as error:
            if str(error) == "long":
                raise ValidationError(_("Use at most %(most)d characters.") % {"most": LONGEST}) from error
            raise ValidationError(_("Write a name that others can read.")) from error


def _email(label: Any, *, optional: bool = False, own: bool = True, help_text: Any = "") -> forms.EmailField:
    return forms.EmailField(
        label=label, max_length=254, required=not optional, help_text=help_text,
        widget=forms.EmailInput({"autocomplete": "email" if own else "off", "spellcheck": "false"}),
    )  # fmt: skip


def _text(label: Any, help_text: Any = "", rows: int = 7) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=LONGEST_TEXT, help_text=help_text, widget=forms.Textarea({"rows": rows})
    )


class PluginLinkForm(PublicForm):
    """One address, and one box that nobody ticks for you."""

    purpose = "plugin_link"

    email = _email(gettext_lazy("Your e-mail address"))
    count = forms.BooleanField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["count"].label = sentence(Kind.MAIL_MEASUREMENT)  # what is agreed to is what is shown


class ContactForm(PublicForm):
    """A question to the people who run this installation."""

    purpose = "contact"

    name = _Name(label=gettext_lazy("Your name"), required=False, widget=forms.TextInput({"autocomplete": "name"}))
    email = _email(
        gettext_lazy("Your e-mail address"), help_text=gettext_lazy("The answer goes there, and nothing else.")
    )
    text = _text(gettext_lazy("Your message"))


class CaseReplyForm(PublicForm):
    """One more message in a case."""

    purpose = "case"

    text = _text(gettext_lazy("Your message"), rows=5)


class GuardianForm(PublicForm):
    """What a parent or guardian knows. One of name, address and meeting is enough to look for the child."""

    purpose = "guardian"

    relation = forms.ChoiceField(
        label=gettext_lazy("You are"),
        choices=[
            (GuardianRequest.Relation.PARENT, gettext_lazy("the child's parent")),
            (GuardianRequest.Relation.GUARDIAN, gettext_lazy("the child's guardian")),
            (GuardianRequest.Relation.OTHER, gettext_lazy("somebody else who looks after the child")),
        ],
    )
    name = _Name(label=gettext_lazy("Your name"), required=False, widget=forms.TextInput({"autocomplete": "name"}))
    email = _email(
        gettext_lazy("Your e-mail address"), help_text=gettext_lazy("A code goes there at once, and later what we did.")
    )
    child_name = _Name(
        label=gettext_lazy("The child's name"), required=False, widget=forms.TextInput({"autocomplete": "off"}),
        help_text=gettext_lazy("As it may stand here, for example the name typed at a meeting's door."),
    )  # fmt: skip
    child_email = _email(gettext_lazy("The child's e-mail address"), optional=True, own=False)
    meeting = forms.CharField(
        label=gettext_lazy("The meeting"), max_length=300, required=False, widget=forms.TextInput({"autocomplete": "off"}),
        help_text=gettext_lazy("Its link, its title or its day: whatever you know."),
    )  # fmt: skip
    text = _text(gettext_lazy("What should we know, and what should we do?"))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not any(cleaned.get(known) for known in ("child_name", "child_email", "meeting")) and not self.errors:
            raise ValidationError(
                _("Give the child's name, their e-mail address or the meeting, so that we can find them.")
            )
        return cleaned


class _Code(forms.RegexField):
    """Six digits, however they were spaced."""

    def to_python(self, value: Any) -> str:
        return "".join(str(value or "").split())


class GuardianCodeForm(PublicForm):
    """The code that was sent."""

    purpose = "guardian_code"

    code = _Code(
        rf"^\d{{{CODE_DIGITS}}}$", label=gettext_lazy("The code from the letter"),
        error_messages={"invalid": gettext_lazy("The code has six digits.")},
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric", "maxlength": "12"}),
    )  # fmt: skip
