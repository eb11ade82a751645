"""What the provider's staff type to suspend an account or to block a network."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from leavethemeeting.safety.actions import MOST_DAYS
from leavethemeeting.safety.models import LONGEST_REASON


class MoveForm(forms.Form):
    """The reason for what is done to a member, in words for them."""

    reason = forms.CharField(
        label=gettext_lazy("Why?"), max_length=LONGEST_REASON, widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("The member can read it, word for word."),
    )  # fmt: skip


class BlockForm(forms.Form):
    """A network, for how long, and why."""

    network = forms.CharField(
        label=gettext_lazy("Network"), max_length=50, widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
        help_text=gettext_lazy("192.0.2.0/24 or 2001:db8:1::/48. One address stands for the network around it: single addresses are not kept that long."),
    )  # fmt: skip
    days = forms.IntegerField(label=gettext_lazy("For how many days"), min_value=1, max_value=MOST_DAYS)
    reason = forms.CharField(
        label=gettext_lazy("Why?"), max_length=400, help_text=gettext_lazy("It stands under Looks and deeds.")
    )
