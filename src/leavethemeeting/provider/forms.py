"""What the provider's staff type. Whatever shows a person asks for a reason first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leavethemeeting.accesslog.models import LONGEST_REASON
from leavethemeeting.logdata.kinds import RESULTS, Result, What
from leavethemeeting.website.forms import LONGEST_TEXT

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def _reason() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("Why do you look?"), max_length=LONGEST_REASON,
        help_text=gettext_lazy("The person can read it, word for word."),
        widget=forms.TextInput({"autocomplete": "off"}),
    )  # fmt: skip


class ReasonForm(forms.Form):
    """Why somebody's data is opened."""

    reason = _reason()


class SearchForm(forms.Form):
    """A part of a name or of an address, and why."""

    words = forms.CharField(
        label=gettext_lazy("Name or e-mail address"), min_length=2, max_length=254,
        help_text=gettext_lazy("A part of it is enough. Members and guests are found."),
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
    reason = _reason()


class MembersForm(forms.Form):
    """Which members, and why."""

    KINDS: ClassVar[dict[str, tuple[StrOrPromise, Q]]] = {
        "all": (gettext_lazy("all members"), Q()),
        "hosts": (gettext_lazy("hosts"), Q(became_host_at__isnull=False)),
        "suspended": (gettext_lazy("suspended or closed accounts"), Q(is_active=False)),
        "ending": (gettext_lazy("accounts that are about to be deleted"), Q(ends_at__isnull=False)),
        "provider": (gettext_lazy("the provider’s own people"), Q(is_provider=True)),
    }

    kind = forms.ChoiceField(label=gettext_lazy("Which"), choices=[(name, told[0]) for name, told in KINDS.items()])
    reason = _reason()

    @classmethod
    def which(cls, kind: str) -> Q:
        """The condition behind a choice."""
        return cls.KINDS[kind][1]


class MeetingsForm(forms.Form):
    """A part of a title, or of a host's name or address, and why."""

    words = forms.CharField(
        label=gettext_lazy("Title or host"), max_length=254, required=False,
        help_text=gettext_lazy("Leave it empty for the newest."), widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
    reason = _reason()


class WriteForm(forms.Form):
    """A letter to one person."""

    text = forms.CharField(
        label=gettext_lazy("What you write"), max_length=LONGEST_TEXT, widget=forms.Textarea({"rows": 9})
    )


class WriteFirstForm(WriteForm):
    """A letter to somebody who did not ask, and why."""

    reason = _reason()


class EraseForm(forms.Form):
    """The last question before somebody's data goes for good."""

    sure = forms.BooleanField(label=gettext_lazy("Everything listed here shall go, for good and at once."))
    reason = _reason()


class NewsForm(forms.Form):
    """Product news: the same to everybody who asked."""

    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=120)
    text = forms.CharField(
        label=gettext_lazy("Text"), max_length=LONGEST_TEXT, widget=forms.Textarea({"rows": 9}),
        help_text=gettext_lazy("An empty line begins a new paragraph."),
    )  # fmt: skip
    button_label = forms.CharField(label=gettext_lazy("Button"), max_length=60, required=False)
    button_url = forms.URLField(
        label=gettext_lazy("Where the button leads"), max_length=500, required=False, assume_scheme="https"
    )
    reference = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reference"].initial = uuid4

    def clean_subject(self) -> str:
        """Raises ValidationError for what cannot stand in one line of a letter's head."""
        subject = str(self.cleaned_data["subject"])
        if not subject.isprintable():
            raise ValidationError(_("Use one line of readable characters."))
        return subject

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError where a button has no target, or a target no button."""
        told = super().clean() or {}
        if bool(told.get("button_label")) != bool(told.get("button_url")):
            raise ValidationError(_("A button needs both its words and where it leads; leave both empty for none."))
        return told

    @property
    def paragraphs(self) -> list[str]:
        """The text, without empty lines."""
        parts = str(self.cleaned_data["text"]).replace("\r\n", "\n").split("\n\n")
        return [" ".join(part.split()) for part in parts if part.strip()]

    @property
    def mailing_reference(self) -> str:
        """The same for a form that is sent twice."""
        given: UUID | None = self.cleaned_data.get("reference")
        return f"news:{given or uuid4()}"


class LogForm(forms.Form):
    """Which log data, and why."""

    what = forms.ChoiceField(
        label=gettext_lazy("What"), required=False,
        choices=[("", gettext_lazy("everything")), (What.SIGN_IN.value, gettext_lazy("sign-ins")), (What.USE.value, gettext_lazy("features used"))],
    )  # fmt: skip
    result = forms.ChoiceField(
        label=gettext_lazy("Result of sign-ins"), required=False,
        choices=[("", gettext_lazy("any")), *((one.value, RESULTS[one]) for one in Result)],
    )  # fmt: skip
    reason = _reason()
