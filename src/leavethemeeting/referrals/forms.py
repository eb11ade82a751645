"""Forms of the friend's pages."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from leavethemeeting.shared.public_forms import PublicForm


class AcceptForm(PublicForm):
    """On to sign-up."""

    purpose = "invitation-accept"


class DeclineForm(PublicForm):
    """Not wanted."""

    purpose = "invitation-decline"


class TellForm(forms.Form):
    """Whether the inviter learns who joined. Nothing is chosen beforehand."""

    tell = forms.ChoiceField(
        label=_("May the one who invited you see that it was you?"),
        choices=[("no", _("No, count me only")), ("yes", _("Yes, show my name"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two.")},
    )
