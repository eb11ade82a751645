"""What hosts type, checked and turned into values."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leavethemeeting.domain.names import cleaned
from leavethemeeting.domain.schedule import MOST_DATES, Repeat, Span, rule_of, spans
from leavethemeeting.meetings.actions.planning import Plan
from leavethemeeting.meetings.dates import rule_in
from leavethemeeting.meetings.models import Meeting
from leavethemeeting.meetings.outside import UNTOLD, is_untold

REGIONS = ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
ONCE, SERIES, ANY_TIME = "once", "series", "any"
COUNT, UNTIL = "count", "until"


def zone_choices(*kept: str) -> list[tuple[str, str]]:
    """Every place on earth with its own clocks, and what is stored already; spaces instead of underscores."""
    names = {name for name in available_timezones() if name.split("/", maxsplit=1)[0] in REGIONS}
    return [(name, name.replace("_", " ")) for name in ["UTC", *sorted(names | set(kept) - {"UTC", ""})]]


_FAR = gettext_lazy("Choose a day between the years 2000 and 2100.")
#: A series may reach sixteen years beyond its first date, and no calendar here goes past the year 9999.
_DAYS = (MinValueValidator(date(2000, 1, 1), _FAR), MaxValueValidator(date(2100, 12, 31), _FAR))


class PlanForm(forms.Form):
    """A meeting as its host plans it. ``plan()`` and ``dates()`` give values once it is valid."""

    use_required_attribute = False
    #: Needed only where another choice asks for them (``clean`` says which); where they show they are not optional.
    asked_by_choice = ("day", "starts", "ends", "every", "stops", "count", "until", "outside_url")
    switches = ("waiting_room", "minors_attend", "keeps_chat_text")  # on or off: neither is "optional"

    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=200,
        error_messages={"required": gettext_lazy("Give the meeting a title.")},
    )
    description = forms.CharField(
        label=gettext_lazy("Description"), max_length=5000, required=False, widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("Shown to everyone who has the join link."),
    )  # fmt: skip
    when = forms.ChoiceField(
        label=gettext_lazy("When"), widget=forms.RadioSelect,
        choices=[(ONCE, gettext_lazy("Once")), (SERIES, gettext_lazy("Every week or two")),
                 (ANY_TIME, gettext_lazy("At any time: you open it when you like"))],
    )  # fmt: skip
    day = forms.DateField(
        label=gettext_lazy("Date"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"], validators=_DAYS,
    )  # fmt: skip
    starts = forms.TimeField(
        label=gettext_lazy("Starts"), required=False, widget=forms.TimeInput({"type": "time"}, format="%H:%M")
    )
    ends = forms.TimeField(
        label=gettext_lazy("Ends"), required=False, widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
    )  # fmt: skip
    every = forms.TypedChoiceField(
        label=gettext_lazy("Repeats"), required=False, coerce=int, empty_value="1",
        choices=[(1, gettext_lazy("every week")), (2, gettext_lazy("every 2 weeks"))],
    )  # fmt: skip
    weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("On"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple,
        choices=[(0, gettext_lazy("Monday")), (1, gettext_lazy("Tuesday")), (2, gettext_lazy("Wednesday")),
                 (3, gettext_lazy("Thursday")), (4, gettext_lazy("Friday")), (5, gettext_lazy("Saturday")),
                 (6, gettext_lazy("Sunday"))],
        help_text=gettext_lazy("None chosen: the weekday of the first date."),
    )  # fmt: skip
    stops = forms.ChoiceField(
        label=gettext_lazy("Stops"), required=False, widget=forms.RadioSelect,
        choices=[(COUNT, gettext_lazy("after a number of dates")), (UNTIL, gettext_lazy("on a day"))],
    )  # fmt: skip
    count = forms.IntegerField(label=gettext_lazy("Number of dates"), required=False, min_value=1, max_value=MOST_DATES)
    until = forms.DateField(
        label=gettext_lazy("Last day"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"], validators=_DAYS,
    )  # fmt: skip
    place = forms.ChoiceField(
        label=gettext_lazy("Where"), widget=forms.RadioSelect,
        choices=[(Meeting.Place.ROOM, gettext_lazy("The built-in room")),
                 (Meeting.Place.LINK, gettext_lazy("An outside link: Meet, Zoom, Teams, Jitsi or another"))],
    )  # fmt: skip
    outside_url = forms.CharField(
        label=gettext_lazy("Outside link"), required=False, max_length=1000,
        widget=forms.URLInput({"placeholder": "https://"}),
    )  # fmt: skip
    admits = forms.ChoiceField(
        label=gettext_lazy("Who may enter"), widget=forms.RadioSelect,
        choices=[(Meeting.Admits.GUESTS, gettext_lazy("Everyone with the join link")),
                 (Meeting.Admits.MEMBERS, gettext_lazy("Members only: signed in, with a verified address"))],
    )  # fmt: skip
    newcomers_are = forms.ChoiceField(
        label=gettext_lazy("Newcomers are"), widget=forms.RadioSelect,
        choices=[(Meeting.Role.PARTICIPANT, gettext_lazy("Participants: with microphone and camera if they want")),
                 (Meeting.Role.VIEWER, gettext_lazy("Viewers: they watch, write and raise a hand"))],
    )  # fmt: skip
    waiting_room = forms.BooleanField(label=gettext_lazy("Waiting room: a host lets each person in"), required=False)
    minors_attend = forms.BooleanField(
        label=gettext_lazy("Minors may attend: record no individuals"), required=False,
        help_text=gettext_lazy("Nobody is asked for a name or an address, and none is kept. The report has numbers only."),
    )  # fmt: skip
    keeps_chat_text = forms.BooleanField(
        label=gettext_lazy("Keep the text of chat messages"), required=False,
        help_text=gettext_lazy("Otherwise only how many messages each attendee wrote."),
    )  # fmt: skip
    keeps_days = forms.IntegerField(
        label=gettext_lazy("Days kept"), min_value=1, max_value=365,
        help_text=gettext_lazy("After the end of a date its attendance is kept this long, 1 to 365 days. Attendees see it before they enter."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = str(self.initial.get("time_zone", ""))
        self.fields["time_zone"] = forms.ChoiceField(
            label=_("Time zone"), choices=zone_choices(kept), help_text=_("A series keeps its time of day here, also when clocks change."),
        )  # fmt: skip

        if is_untold(str((self.data if self.is_bound else self.initial).get("outside_url") or "")):
            self.fields["outside_url"].help_text = UNTOLD
        self._mark(required=True)

    def _mark(self, *, required: bool) -> None:
        for name in (*self.asked_by_choice, *self.switches):
            self.fields[name].required = required

    def full_clean(self) -> None:
        """Cleaned as optional, shown as not: which of them are needed is for ``clean`` to say."""
        self._mark(required=False)
        super().full_clean()
        self._mark(required=True)

    def clean_title(self) -> str:
        title = cleaned(str(self.cleaned_data["title"]))
        if not title:
            raise ValidationError(_("Give the meeting a title."))
        return title

    def clean_description(self) -> str:
        """Its lines stay; what cannot be seen or turns the page's own words round goes."""
        return "\n".join(cleaned(line) for line in str(self.cleaned_data["description"]).splitlines())

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        self._check_place(data)
        if data.get("when") in (ONCE, SERIES):
            self._check_times(data)
        if data.get("when") == SERIES:
            self._check_series(data)
        return data

    def _check_place(self, data: dict[str, Any]) -> None:
        if data.get("place") != Meeting.Place.LINK or "outside_url" not in data:
            return
        url = str(data["outside_url"])
        try:
            URLValidator(schemes=["https"])(url)
            secret_inside = urlsplit(url).username is not None
        except (ValidationError, ValueError):
            self.add_error("outside_url", _("Give the whole address of the meeting, beginning with https://"))
            return
        if secret_inside:
            self.add_error("outside_url", _("This address holds a user name. Everyone would see it: leave it out."))

    def _check_times(self, data: dict[str, Any]) -> None:
        for name, sentence in (
            ("day", _("Choose the date.")),
            ("starts", _("Say when it starts.")),
            ("ends", _("Say when it ends.")),
        ):
            if name not in self.errors and data.get(name) is None:
                self.add_error(name, sentence)
        if data.get("starts") is not None and data.get("starts") == data.get("ends"):
            self.add_error("ends", _("It ends when it starts. Choose a later end."))
        first = None if self.errors else self._first()
        if first is not None and first.over_at <= first.start:
            self.add_error("starts", _("On this day clocks skip that time. Choose another one."))

    def _check_series(self, data: dict[str, Any]) -> None:
        first = data.get("day")
        if first and data.get("weekdays") and first.weekday() not in data["weekdays"]:
            self.add_error(
                "weekdays", _("The first date is not on one of these days. Add its day, or choose another first date.")
            )
        if data.get("stops") == UNTIL and "until" not in self.errors:
            if data.get("until") is None:
                self.add_error("until", _("Choose the last day."))
            elif first and data["until"] < first:
                self.add_error("until", _("The last day is before the first date."))
        if data.get("stops") != UNTIL and "count" not in self.errors and data.get("count") is None:
            self.add_error("count", _("Say how many dates there are."))
        if not self.errors and len(list(islice(self.dates(), MOST_DATES + 1))) >= MOST_DATES and data["stops"] == UNTIL:
            self.add_error(
                "until", _("That is more than %(most)d dates. Choose an earlier last day.") % {"most": MOST_DATES}
            )

    def _first(self) -> Span | None:
        data = self.cleaned_data
        if data["when"] == ANY_TIME:
            return None
        zone = ZoneInfo(data["time_zone"])
        day: date = data["day"]
        starts: time = data["starts"]
        ends: time = data["ends"]
        last_day = day + timedelta(days=1) if ends < starts else day
        start, end = datetime.combine(day, starts, zone), datetime.combine(last_day, ends, zone)
        return Span(start.astimezone(UTC), end.astimezone(UTC))

    def _repeat(self) -> Repeat | None:
        data = self.cleaned_data
        if data["when"] != SERIES:
            return None
        weekdays = tuple(sorted(data["weekdays"])) or (data["day"].weekday(),)
        if data["stops"] == UNTIL:
            return Repeat(int(data["every"]), weekdays, until=data["until"])
        return Repeat(int(data["every"]), weekdays, count=data["count"])

    def dates(self) -> list[Span]:
        """All dates of the valid form, in order; empty for a meeting at any time."""
        first = self._first()
        return list(spans(first, self._repeat(), ZoneInfo(self.cleaned_data["time_zone"]))) if first else []

    def plan(self) -> Plan:
        """The valid form as a value."""
        data = self.cleaned_data
        first, repeat = self._first(), self._repeat()
        outside = data["place"] == Meeting.Place.LINK
        return Plan(
            title=data["title"],
            description=data["description"],
            place=data["place"],
            outside_url=data["outside_url"] if outside else "",
            starts_at=first.start if first else None,
            ends_at=first.end if first else None,
            time_zone=data["time_zone"],
            repeats=rule_of(repeat, ZoneInfo(data["time_zone"])) if repeat else "",
            admits=data["admits"],
            newcomers_are=data["newcomers_are"],
            waiting_room=data["waiting_room"],
            keeps_chat_text=data["keeps_chat_text"],
            keeps_days=data["keeps_days"],
            minors_attend=data["minors_attend"],
        )


def new_plan(time_zone: str, now: datetime) -> dict[str, Any]:
    """What the form shows for a new meeting: tomorrow, the next full hour, one hour, the member's zone."""
    tomorrow = now.astimezone(ZoneInfo(time_zone)) + timedelta(days=1, hours=1)
    return {
        "when": ONCE, "day": tomorrow.date(), "starts": time(tomorrow.hour), "ends": time((tomorrow.hour + 1) % 24),
        "time_zone": time_zone, "every": 1, "stops": COUNT, "count": 6, "place": Meeting.Place.ROOM,
        "admits": Meeting.Admits.GUESTS, "newcomers_are": Meeting.Role.PARTICIPANT, "keeps_chat_text": True,
        "keeps_days": 365,
    }  # fmt: skip


def plan_of(meeting: Meeting) -> dict[str, Any]:
    """What the form shows for a stored meeting, in the meeting's own zone."""
    zone = ZoneInfo(meeting.time_zone)
    repeat = rule_in(meeting)
    initial: dict[str, Any] = {
        name: getattr(meeting, name)
        for name in ("title", "description", "time_zone", "place", "outside_url", "admits", "newcomers_are",
                     "waiting_room", "minors_attend", "keeps_chat_text", "keeps_days")
    }  # fmt: skip
    initial |= {"when": ANY_TIME, "every": 1, "stops": COUNT, "count": 6}
    if meeting.starts_at is not None:
        start, end = meeting.starts_at.astimezone(zone), (meeting.ends_at or meeting.starts_at).astimezone(zone)
        initial |= {"when": ONCE, "day": start.date(), "starts": start.time(), "ends": end.time()}
    if repeat is not None:
        initial |= {"when": SERIES, "every": repeat.every, "weekdays": list(repeat.weekdays)}
        initial |= {"stops": UNTIL, "until": repeat.until} if repeat.until else {"stops": COUNT, "count": repeat.count}
    return initial


class CoHostForm(forms.Form):
    """Whom to make a co-host."""

    email = forms.EmailField(label=gettext_lazy("E-mail of a member"), max_length=254)


class GiveForm(forms.Form):
    """To whom to offer the meeting."""

    email = forms.EmailField(label=gettext_lazy("E-mail of the member who shall own it"), max_length=254)
