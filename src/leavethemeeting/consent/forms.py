"""Accepting a version, choosing cookies, switching a consent."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leavethemeeting.consent.actions import accept_policy
from leavethemeeting.consent.kinds import Channel
from leavethemeeting.consent.models import PolicyVersion
from leavethemeeting.consent.queries import current_policy, current_terms
from leavethemeeting.shared.public_forms import PublicForm


def agreement() -> SafeString:
    """``the privacy policy (version 3) and the terms (version 1)``, each a link to that very version."""
    policy, terms = current_policy(), current_terms()
    return format_html(
        _('the <a href="{}">privacy policy (version {})</a> and the <a href="{}">terms (version {})</a>'),
        reverse("consent:policy_version", args=[policy.number]), policy.number,
        reverse("consent:terms_version", args=[terms.number]), terms.number,
    )  # fmt: skip


class _ShownVersions(forms.HiddenInput):
    """Which versions the page shows: always today's, also in a form that came back with mistakes."""

    def format_value(self, value: Any) -> str:  # noqa: ARG002 -- what was shown before may hold no more
        return _shown(current_versions())


def current_versions() -> tuple[PolicyVersion, PolicyVersion]:
    """The policy and the terms that hold."""
    return current_policy(), current_terms()


def _shown(versions: tuple[PolicyVersion, ...]) -> str:
    return ",".join(str(version.number) for version in versions)


class VersionsShownMixin(forms.Form):
    """For a form whose sending accepts what the page beside it names (a guest at the door).

    When a version was posted while the page was open, the form comes back with the new one in sight.
    """

    versions_shown = forms.CharField(required=False, widget=_ShownVersions)

    def clean_versions_shown(self) -> str:
        """Raises ValidationError when something else holds by now. A form without the field shows what holds."""
        shown = str(self.cleaned_data["versions_shown"])
        self._versions = current_versions()
        if shown and shown != _shown(self._versions):
            raise ValidationError(
                _("The policy or the terms have changed while this page was open. Look at the new version, then send it again.")
            )  # fmt: skip
        return shown

    def accept(self, *, channel: Channel, now: datetime, user_id: UUID | None = None, email: str | None = None) -> None:
        """Note the acceptance of what was shown; after ``is_valid()``, in the transaction that stores the rest.

        Raises NobodyNamed.
        """
        for version in self._versions:
            accept_policy(version=version, channel=channel, now=now, user_id=user_id, email=email)


class PolicyAcceptanceMixin(VersionsShownMixin):
    """For sign-up: the box that has to be ticked (C8). Call ``accept(user_id=…)`` when the member is stored."""

    agree = forms.BooleanField(
        error_messages={"required": gettext_lazy("An account needs your agreement. Tick the box if you agree.")}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agree"].label = format_html(_("I am fine with {}."), agreement())


class CookieForm(PublicForm):
    """The panel. ``answer`` is the button: everything, nothing, or what is ticked."""

    purpose = "cookies"
    ANSWERS = ("none", "ticked", "all")

    comfort = forms.BooleanField(required=False, label=gettext_lazy("Comfort"))
    measurement = forms.BooleanField(required=False, label=gettext_lazy("Measurement"))
    answer = forms.ChoiceField(choices=[(one, one) for one in ANSWERS], widget=forms.HiddenInput)

    def allows(self, category: str) -> bool:
        """Whether cookies of ``comfort`` or ``measurement`` are allowed by this answer."""
        answer = self.cleaned_data["answer"]
        return bool(answer == "all" or (answer == "ticked" and self.cleaned_data[category]))


class SwitchForm(forms.Form):
    """Switch one consent on or off."""

    on = forms.TypedChoiceField(choices=[("1", "1"), ("0", "0")], coerce=lambda value: value == "1")
