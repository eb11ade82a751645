"""Forms of the accounts slice. ``SignupForm`` is where allauth asks for our fields."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leavethemeeting.accounts.age_question import AgeQuestionMixin
from leavethemeeting.accounts.models import User

__all__ = ["AgeQuestionMixin", "SignupForm"]


class SignupForm(AgeQuestionMixin):
    """What sign-up asks beside e-mail and password."""

    name = forms.CharField(label=_("Name"), max_length=120)

    def signup(self, request: HttpRequest, user: User) -> None:  # noqa: ARG002 -- allauth calls it so
        user.name = self.cleaned_data["name"]
        user.age_ok_at = timezone.now()
        user.save(update_fields=["name", "age_ok_at"])
