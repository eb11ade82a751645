"""What a host fills in to correct the record. Times are typed in the meeting's own zone."""

from __future__ import annotations

from typing import Any, cast
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leavethemeeting.attendance.actions import LONGEST_NOTE, LONGEST_SPAN_MS
from leavethemeeting.domain.events import Correction
from leavethemeeting.shared.moments import from_datetime


class _Note(forms.Form):
    note = forms.CharField(
        label=_("Why"),
        required=False,
        max_length=LONGEST_NOTE,
        help_text=_("Kept with the correction, so that a colleague understands it later."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def _moment(label: Any) -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local", "step": "1"}, format="%Y-%m-%dT%H:%M:%S")
    return forms.DateTimeField(label=label, widget=widget)


class TimeForm(_Note):
    """Somebody was there, or was not, from one moment to another."""

    what = forms.ChoiceField(
        label=_("What is true"),
        choices=[
            (Correction.INCLUDE.value, _("they were there")),
            (Correction.EXCLUDE.value, _("they were not there")),
        ],
        widget=forms.RadioSelect,
        initial=Correction.INCLUDE.value,
    )
    start = _moment(_("From"))
    end = _moment(_("Until"))
    field_order = ("what", "start", "end", "note")

    def __init__(self, *args: Any, zone: ZoneInfo, now: int, **kwargs: Any) -> None:
        kwargs["initial"] = {
            # A datetime-local field knows no zone: what it shows are the meeting's own clock times.
            name: moment.astimezone(zone).replace(tzinfo=None)
            for name, moment in (kwargs.get("initial") or {}).items()
        }
        super().__init__(*args, **kwargs)
        self.zone, self.now = zone, now

    def full_clean(self) -> None:
        with timezone.override(self.zone):  # a clock time that the zone skips or has twice is told apart here
            super().full_clean()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end:
            if end <= start:
                self.add_error("end", _("This is not after the beginning."))
            elif from_datetime(end) > self.now:
                self.add_error("end", _("This lies in the future."))
            elif from_datetime(end) - from_datetime(start) > LONGEST_SPAN_MS:
                self.add_error("end", _("One correction covers at most 24 hours."))
        return cleaned

    @property
    def span(self) -> tuple[int, int]:
        """``[from, until)`` in milliseconds UTC; only after ``is_valid``."""
        return from_datetime(self.cleaned_data["start"]), from_datetime(self.cleaned_data["end"])


class SamePersonForm(_Note):
    """Another row of this report that is the same person. ``others``: ``(slug, what they are called)``."""

    other = forms.ChoiceField(label=_("Is the same person as"))
    field_order = ("other", "note")

    def __init__(self, *args: Any, others: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["other"]).choices = others
