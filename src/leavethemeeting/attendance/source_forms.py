"""What a host fills in to let a program send evidence."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from leavethemeeting.attendance.credentials import LONGEST_LABEL
from leavethemeeting.domain.events import SourceKind
from leavethemeeting.domain.names import cleaned


class SourceForm(forms.Form):
    """A new source. Valid: ``label``, ``kind`` and ``days`` (int)."""

    label = forms.CharField(
        label=_("Name"),
        max_length=LONGEST_LABEL,
        help_text=_("For you, to tell your sources apart. For example: webinar webhook."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    kind = forms.ChoiceField(
        label=_("What will send"),
        choices=[
            (SourceKind.WEBHOOK.value, _("A platform or another program: it knows who entered and who left")),
            (SourceKind.HOST_PLUGIN.value, _("A host's plugin: it reads the list of participants")),
        ],
        widget=forms.RadioSelect,
        initial=SourceKind.WEBHOOK.value,
    )
    days = forms.TypedChoiceField(
        label=_("Good for"),
        choices=[(30, _("30 days")), (90, _("90 days")), (365, _("one year"))],
        coerce=int,
        initial=90,
    )

    def clean_label(self) -> str:
        label = cleaned(self.cleaned_data["label"])
        if not label:
            raise ValidationError(_("Write something that can be seen."))
        return label
