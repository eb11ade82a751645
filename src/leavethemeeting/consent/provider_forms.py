"""What the provider writes."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from leavethemeeting.consent.models import LONGEST_SUMMARY


class DraftForm(forms.Form):
    """A draft of the policy or the terms."""

    source = forms.CharField(
        label=_("Text, in Markdown"), strip=False,
        help_text=_("Words in double brackets are filled in when you post: leave them in their places."),
        widget=forms.Textarea({"rows": 24, "spellcheck": "true"}),
    )  # fmt: skip
    summary = forms.CharField(
        label=_("What changes, in a sentence"), max_length=LONGEST_SUMMARY,
        help_text=_("Stands in the list of versions, in the feed, and above the question to members."),
    )  # fmt: skip
    material = forms.BooleanField(
        label=_("Ask members again"), required=False,
        help_text=_("Tick it when the change matters for anybody's rights. Leave it for spelling and the like."),
    )  # fmt: skip
