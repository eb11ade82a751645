"""Forms of the accounts slice. ``SignupForm`` is where allauth asks for our fields."""

from __future__ import annotations

import unicodedata
from itertools import groupby
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leavethemeeting.accounts.age_question import AgeQuestionMixin
from leavethemeeting.accounts.models import User
from leavethemeeting.accounts.pictures import UnusablePicture, made_anew
from leavethemeeting.consent.forms import PolicyAcceptanceMixin
from leavethemeeting.consent.kinds import Channel
from leavethemeeting.domain.names import LONGEST, UnusableName, checked_name

__all__ = ["AgeQuestionMixin", "ProfileForm", "SetUpForm", "SignupForm", "time_zone_choices"]

_AREAS = frozenset(
    {"Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}
)


class NameField(forms.CharField):
    """A name as everybody will see it: cleaned and checked like a guest's at the door."""

    def clean(self, value: Any) -> str:
        text = str(super().clean(value))
        try:
            return checked_name(text)
        except UnusableName as error:
            if str(error) == "long":
                raise ValidationError(_("Use at most %(most)d characters."), params={"most": LONGEST}) from error
            raise ValidationError(_("Write a name that others can read.")) from error


def _name_field() -> forms.CharField:
    return NameField(
        label=_("Name"), max_length=LONGEST, help_text=_("As hosts and attendees will see it."),
        widget=forms.TextInput({"autocomplete": "name"}),
    )  # fmt: skip


class SignupForm(PolicyAcceptanceMixin, AgeQuestionMixin):
    """What sign-up asks beside e-mail and password."""

    name = _name_field()

    def signup(self, request: HttpRequest, user: User) -> None:  # noqa: ARG002 -- allauth calls it so
        """Called by allauth in the transaction that made ``user``."""
        user.name = self.cleaned_data["name"]
        user.age_ok_at = timezone.now()
        user.save(update_fields=["name", "age_ok_at"])
        self.accept(user_id=user.pk, channel=Channel.SIGN_UP, now=user.age_ok_at)


class SetUpForm(PolicyAcceptanceMixin, AgeQuestionMixin):
    """The provider's own account, behind the set-up link."""

    name = _name_field()
    email = forms.EmailField(label=_("E-mail"), max_length=254, widget=forms.EmailInput({"autocomplete": "email"}))
    password = forms.CharField(
        label=_("Password"), strip=False, widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=_("At least 12 characters. A few words in a row are easy to keep in mind."),
    )  # fmt: skip
    field_order = ("name", "email", "password", "born_on", "agree")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if password := cleaned.get("password"):
            try:
                validate_password(password, User(name=cleaned.get("name", ""), email=cleaned.get("email", "")))
            except ValidationError as error:
                self.add_error("password", error)
        return cleaned


def time_zone_choices() -> list[tuple[str, Any]]:
    """UTC, then every place of the tz database under its part of the world."""
    places = sorted(zone for zone in available_timezones() if zone.partition("/")[0] in _AREAS)
    groups = groupby(places, key=lambda zone: zone.partition("/")[0])
    return [("UTC", "UTC"), *((area, [(zone, _place(zone)) for zone in zones]) for area, zones in groups)]


def _place(zone: str) -> str:
    """``America/Argentina/Buenos_Aires`` → ``Argentina – Buenos Aires``."""
    return zone.partition("/")[2].replace("/", " – ").replace("_", " ")


class ProfileForm(forms.Form):
    """What a member may change about themselves."""

    name = _name_field()
    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=time_zone_choices, help_text=_("Times are shown to you in this zone.")
    )
    pronouns = forms.CharField(
        label=_("Pronouns"), max_length=40, required=False, help_text=_("Hosts of meetings you come to see them.")
    )
    organisation = forms.CharField(
        label=_("Organisation"), max_length=120, required=False, widget=forms.TextInput({"autocomplete": "organization"}),
        help_text=_("Hosts of meetings you come to see it."),
    )  # fmt: skip
    field_order = ("name", "pronouns", "organisation", "time_zone")

    def clean_pronouns(self) -> str:
        return tidied(self.cleaned_data["pronouns"])

    def clean_organisation(self) -> str:
        return tidied(self.cleaned_data["organisation"])


def tidied(text: str) -> str:
    """One line without characters that cannot be seen or that turn the direction of what follows."""
    seen = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join("".join(letter for letter in seen if unicodedata.category(letter) != "Cf").split())


class PictureForm(forms.Form):
    """A picture file. After ``is_valid()``, ``webp`` is what may be kept."""

    file = forms.FileField(
        label=_("Picture file"), help_text=_("JPEG, PNG, WebP or GIF, up to 8 MB. We keep a small square of it."),
        widget=forms.FileInput({"accept": "image/jpeg,image/png,image/webp,image/gif"}),
        error_messages={"required": _("Choose a file first.")},
    )  # fmt: skip
    webp: bytes = b""

    def clean_file(self) -> None:
        """Makes the picture anew and drops what was sent. Raises ValidationError."""
        sent = self.cleaned_data["file"]
        words = {
            "large": _("This picture is too large. Take one of at most 8 MB and 50 megapixels."),
            "format": _("This is no JPEG, PNG, WebP or GIF. Save it as one of these."),
            "broken": _("This file cannot be read as a picture. Try another one."),
        }
        try:
            self.webp = made_anew(sent, sent.size)
        except UnusablePicture as error:
            raise ValidationError(words[error.reason]) from error
