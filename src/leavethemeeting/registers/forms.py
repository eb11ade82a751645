"""What the provider's staff write into the registers. Nothing here asks for anybody's name: entries cannot be changed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leavethemeeting.registers.kinds import INSTRUMENTS, Instrument, Kind
from leavethemeeting.registers.producible import groups
from leavethemeeting.registers.transparency import STEPS

LONGEST = 4000


def _text(label: Any, help_text: Any = "", *, rows: int = 3, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, max_length=LONGEST, required=required, widget=forms.Textarea({"rows": rows})
    )  # fmt: skip


def _day(label: Any, help_text: Any = "", *, required: bool = False) -> forms.DateField:
    return forms.DateField(
        label=label, help_text=help_text, required=required, widget=forms.DateInput({"type": "date"})
    )


class RequestForm(forms.Form):
    """A request by an authority."""

    authority = forms.CharField(label=gettext_lazy("Authority"), max_length=200)
    instrument = forms.ChoiceField(
        label=gettext_lazy("Instrument"), choices=[(one.value, INSTRUMENTS[one]) for one in Instrument]
    )
    file_number = forms.CharField(label=gettext_lazy("Its file number"), max_length=120, required=False)
    received_on = _day(gettext_lazy("Received on"), required=True)
    asked = _text(
        gettext_lazy("What it asks for"),
        gettext_lazy("Data, period and how many persons, in your words. No names: this entry can never be changed."),
    )
    gag_until = _day(
        gettext_lazy("You may not tell the persons until"),
        gettext_lazy(
            "The last day of a duty to keep silent; empty: there is none. One without an end: the day of your next review."
        ),
    )
    gag_basis = forms.CharField(label=gettext_lazy("On what that duty rests"), max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError for a duty to keep silent that rests on nothing."""
        told = super().clean() or {}
        if told.get("gag_until") and not told.get("gag_basis"):
            self.add_error("gag_basis", _("Say which law or order forbids it."))
        if told.get("received_on") and told["received_on"] > timezone.localdate():
            self.add_error("received_on", _("That day is yet to come."))
        return told


class FieldsForm(forms.Form):
    """Fields of the data map, and the days."""

    fields_of = forms.MultipleChoiceField(label=gettext_lazy("Fields"), widget=forms.CheckboxSelectMultiple)
    since = _day(gettext_lazy("From"), gettext_lazy("Days are counted in UTC. What has no day is taken as it stands."))
    until = _day(gettext_lazy("Until, that day included"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["fields_of"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 -- declared above
        field.choices = [(group.title, group.choices) for group in groups()]

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError for a period that ends before it begins."""
        told = super().clean() or {}
        since, until = told.get("since"), told.get("until")
        if since and until and until < since:
            raise ValidationError(_("The period ends before it begins."))
        return told

    @property
    def tables(self) -> list[dict[str, Any]]:
        """Checkboxes by table, as the page shows them."""
        ticked = set(self["fields_of"].value() or ())
        return [
            {"title": group.title, "boxes": [(value, words, value in ticked) for value, words in group.choices],
             "open": any(value in ticked for value, _words in group.choices)}
            for group in groups()
        ]  # fmt: skip


class LookUpForm(forms.Form):
    """Who is meant."""

    words = forms.CharField(
        label=gettext_lazy("Name or e-mail address"), min_length=2, max_length=254,
        help_text=gettext_lazy("Each person found reads later that they were looked up, as soon as no duty to keep silent forbids it."),
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip


class ReasonForm(forms.Form):
    """Why a request gets nothing."""

    reason = _text(gettext_lazy("Why"), gettext_lazy("It stays in the register. No names."))


class GagForm(forms.Form):
    """When a duty to keep silent ends."""

    until = _day(
        gettext_lazy("Last day on which the persons may not be told"),
        gettext_lazy("Empty: the duty has ended, and the letters go."),
    )
    basis = forms.CharField(label=gettext_lazy("On what this rests"), max_length=300)


class CountingForm(forms.Form):
    """Exact numbers, or ranges."""

    step = forms.TypedChoiceField(
        label=gettext_lazy("How the public page counts"), coerce=int,
        choices=[(step, gettext_lazy("exact numbers") if not step else f"0–{step - 1}, {step}–{2 * step - 1}, …") for step in STEPS],
    )  # fmt: skip
    reason = forms.CharField(
        label=gettext_lazy("Which law forces ranges"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Shown on the page."),
    )

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError for ranges that no law forces."""
        told = super().clean() or {}
        if told.get("step") and not told.get("reason"):
            self.add_error("reason", _("Ranges need a reason; exact numbers need none."))
        return told


class IncidentForm(FieldsForm):
    """What happened, to which data."""

    title = forms.CharField(
        label=gettext_lazy("In a few words"),
        max_length=120,
        help_text=gettext_lazy("The letter’s subject: “a backup was copied”."),
    )
    what = _text(gettext_lazy("What happened"), gettext_lazy("The letters say it in these words. No names."), rows=4)
    noticed_at = forms.DateTimeField(
        label=gettext_lazy("When it was noticed"), help_text=gettext_lazy("The 72 hours for telling the authority run from here."),
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"), input_formats=["%Y-%m-%dT%H:%M"],
    )  # fmt: skip
    how_found = _text(gettext_lazy("How it was found"), rows=2)
    consequences = _text(gettext_lazy("What may follow for the persons"), rows=2)
    measures = _text(gettext_lazy("What you did, and what they can do"), rows=2)
    field_order = (
        "title",
        "what",
        "noticed_at",
        "how_found",
        "consequences",
        "measures",
        "since",
        "until",
        "fields_of",
    )

    def clean_noticed_at(self) -> Any:
        """Raises ValidationError for a moment that is yet to come."""
        if self.cleaned_data["noticed_at"] > timezone.now():
            raise ValidationError(_("That moment is yet to come."))
        return self.cleaned_data["noticed_at"]


class IncidentNoteForm(forms.Form):
    """One more entry about an incident."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What it is"),
        choices=[
            (Kind.NOTE.value, gettext_lazy("a note, for the register")),
            (Kind.AUTHORITY.value, gettext_lazy("the authority was told (file number, when), or why it need not be")),
            (Kind.PUBLIC.value, gettext_lazy("a note for everybody, on a public page")),
            (Kind.CLOSED.value, gettext_lazy("the end of it: what was learned")),
        ],
    )  # fmt: skip
    text = _text(gettext_lazy("Text"), gettext_lazy("It can never be changed. No names."))
