"""The age question: asked of members and guests alike, before a name or an address is stored.

How a page asks it (the join page does the same as sign-up)::

    class GuestForm(AgeQuestionMixin):
        name = forms.CharField(max_length=120)

    def enter(request):
        if was_refused(request):                  # also before showing the form
            return refuse(request)
        form = GuestForm(request.POST, today=timezone.now().date())
        if form.is_valid():
            ...                                   # age_ok_at = now; there is no date to keep
        elif form.age_refused:                    # look at this before anything is stored
            return refuse(request)

The form is the lock: a date that is too young makes it invalid, so a page that forgets
``age_refused`` stores nothing either. The question is neutral: it asks for a date, says no
limit, and the answer cannot be tried again in the same browser.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dates import MONTHS
from django.utils.functional import lazystr
from django.utils.translation import gettext_lazy as _

from leavethemeeting.domain.age import is_adult, is_plausible
from leavethemeeting.shared.environment import environment

REFUSED_COOKIE = f"{'__Host-' if environment().https else ''}age"  # declared in personal_data.py
REFUSED_SECONDS = 24 * 3600
_SALT = "leavethemeeting.accounts.age"


class DateOfBirthWidget(forms.MultiWidget):
    """Day, month by name, year: read the same way everywhere in the world."""

    template_name = "accounts/date_of_birth.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        digits = {"inputmode": "numeric", "size": "4"}
        months = [("", lazystr("—")), *MONTHS.items()]
        widgets: dict[str, forms.Widget | type[forms.Widget]] = {
            "day": forms.TextInput({**digits, "autocomplete": "bday-day", "maxlength": "2"}),
            "month": forms.Select({"autocomplete": "bday-month"}, choices=months),
            "year": forms.TextInput({**digits, "autocomplete": "bday-year", "maxlength": "4"}),
        }
        super().__init__(widgets, attrs)

    def decompress(self, value: date | None) -> list[Any]:
        return [value.day, value.month, value.year] if value else [None, None, None]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        labels = (_("Day"), _("Month"), _("Year"))
        context["parts"] = list(zip(context["widget"]["subwidgets"], labels, strict=True))
        return context

    def id_for_label(self, id_: str, index: int | str | None = None) -> str:  # noqa: ARG002 -- Django's signature
        """Where the error summary leads: the first box."""
        return f"{id_}_0" if id_ else id_


class DateOfBirthField(forms.MultiValueField):
    """A real date, or the error that says which date is not one."""

    widget = DateOfBirthWidget
    default_error_messages = {"no_date": _("This is not a date in the calendar. Write day and year in digits.")}

    def __init__(self, **kwargs: Any) -> None:
        wrong = {"invalid": self.default_error_messages["no_date"]}
        fields = (
            forms.IntegerField(min_value=1, max_value=31, error_messages=wrong),
            forms.TypedChoiceField(choices=list(MONTHS.items()), coerce=int),
            forms.IntegerField(min_value=1, max_value=9999, error_messages=wrong),
        )
        super().__init__(fields, require_all_fields=True, **kwargs)

    def compress(self, data_list: list[int]) -> date | None:
        if not data_list:
            return None
        day, month, year = data_list
        try:
            return date(year, month, day)
        except ValueError as error:
            raise ValidationError(self.error_messages["no_date"], code="no_date") from error


class AgeQuestionMixin(forms.Form):
    """Adds ``born_on``. ``today`` is the day it is answered on; no date is in ``cleaned_data``.

    ``age_refused`` is true when the date was readable and too young.
    """

    born_on = DateOfBirthField(label=_("Date of birth"), help_text=_("Asked once and not kept."))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        self._today = today
        self.age_refused = False
        super().__init__(*args, **kwargs)

    def clean_born_on(self) -> None:
        """Answers the question and drops the date. Raises ValidationError, the reason for a refusal left out."""
        born_on: date = self.cleaned_data["born_on"]
        if not is_plausible(born_on, self._today):
            raise ValidationError(_("Check the year of this date."), code="implausible")
        if not is_adult(born_on, self._today):
            self.age_refused = True
            raise ValidationError(_("We cannot go on with this."), code="refused")


def was_refused(request: HttpRequest) -> bool:
    """Whether this browser gave a date that was too young in the last day."""
    try:
        answer = request.get_signed_cookie(REFUSED_COOKIE, salt=_SALT, max_age=REFUSED_SECONDS)
    except (KeyError, signing.BadSignature):
        return False
    return answer == "refused"


def refuse(request: HttpRequest) -> HttpResponse:
    """The kind page, and the marker that keeps the question from being tried again for a day.

    The marker says the same for everybody and names nobody. Call this only behind the page's
    proof of origin (the CSRF token, or what stands in for it), or a foreign page could set it.
    """
    response = render(request, "accounts/age_refused.html", status=403)
    response["Cache-Control"] = "no-store"
    if was_refused(request):  # the day is counted from the answer, not from the last look at this page
        return response
    response.set_signed_cookie(
        REFUSED_COOKIE, "refused", salt=_SALT, max_age=REFUSED_SECONDS,
        httponly=True, samesite="Lax", secure=environment().https,
    )  # fmt: skip
    return response
