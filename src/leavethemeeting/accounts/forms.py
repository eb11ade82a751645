"""Forms of the accounts slice."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest

from leavethemeeting.accounts.models import User


class SignupForm(forms.Form):
    """What sign-up asks beside e-mail and password."""

    name = forms.CharField(max_length=120)

    def signup(self, request: HttpRequest, user: User) -> None:
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])
