"""The host's corrections: what was set right, by whom, and how to undo it."""

from __future__ import annotations

from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from leavethemeeting.accesslog.kinds import What
from leavethemeeting.accounts.models import User
from leavethemeeting.attendance.actions import CorrectionRefused, correct, take_back
from leavethemeeting.attendance.forms import SamePersonForm, TimeForm
from leavethemeeting.attendance.queries import (
    Corrected,
    at_our_door,
    attendee_in,
    corrections_of,
    slug_of,
    timeline_of,
)
from leavethemeeting.domain.events import Correction
from leavethemeeting.domain.names import cleaned
from leavethemeeting.domain.permissions import Deed
from leavethemeeting.domain.timelines import AttendeeTimeline, Timeline
from leavethemeeting.meetings.looking import sees_occurrence
from leavethemeeting.meetings.models import Attendee, Occurrence
from leavethemeeting.meetings.queries import occurrence_for
from leavethemeeting.shared.moments import now_ms, to_datetime
from leavethemeeting.shared.templatetags.moments import clock, day_and_clock, zone_name


@login_required
@require_safe
def corrections(request: HttpRequest, occurrence_id: UUID) -> HttpResponse:
    """Every correction of one report."""
    occurrence = _door(request, occurrence_id)
    context = {
        "occurrence": occurrence,
        "report_url": reverse("reports:occurrence", args=[occurrence.id]),
        "zone_label": _zone_label(occurrence),
        "corrections": told_corrections(occurrence),
    }
    return render(request, "attendance/corrections.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def correct_time(request: HttpRequest, occurrence_id: UUID, slug: str) -> HttpResponse:
    """Say that an attendee was there, or was not, for a stretch of time."""
    occurrence, now = _door(request, occurrence_id), now_ms()
    whole = timeline_of(occurrence, as_of=now)
    attendee = attendee_in(whole, slug)
    zone = _zone(occurrence)
    window = {"start": to_datetime(whole.window.start), "end": to_datetime(whole.window.end)}
    form = TimeForm(request.POST or None, zone=zone, now=now, initial=window)
    if request.method == "POST" and form.is_valid():
        start, end = form.span
        what = Correction(form.cleaned_data["what"])
        correct(
            occurrence=occurrence, actor=_actor(request), attendee_key=attendee.key, what=what, at=start, until=end,
            note=form.cleaned_data["note"], now=now,
        )  # fmt: skip
        messages.success(request, _("Corrected. The evidence stays beside it."))
        return redirect("reports:attendee", occurrence.id, slug)
    name = _name(attendee, at_our_door(occurrence.meeting_id))
    context = {
        "heading": _("When was %(name)s there?") % {"name": name},
        "crumb": _("Correct the time"),
        "intro": _("Times in %(zone)s. What the sources said stays visible, and you can undo this.")
        % {"zone": _zone_label(occurrence)},
        "submit": _("Correct"),
    }
    return _form_page(request, occurrence, slug, name, form, context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def same_person(request: HttpRequest, occurrence_id: UUID, slug: str) -> HttpResponse:
    """Say that two rows of a report are one person."""
    occurrence, now = _door(request, occurrence_id), now_ms()
    whole = timeline_of(occurrence, as_of=now)
    attendee, known = attendee_in(whole, slug), at_our_door(occurrence.meeting_id)
    form = SamePersonForm(request.POST or None, others=_others(whole, attendee, known))
    if request.method == "POST" and form.is_valid():
        other = attendee_in(whole, form.cleaned_data["other"])
        if _two_addresses(attendee, other):
            form.add_error("other", _("Both have shown that their addresses are theirs, so these are two people."))
        else:
            correct(
                occurrence=occurrence, actor=_actor(request), attendee_key=attendee.key, what=Correction.BIND,
                token=other.key, note=form.cleaned_data["note"], now=now,
            )  # fmt: skip
            messages.success(request, _("The two rows are one person now, in this report and in the series."))
            return redirect("reports:attendee", occurrence.id, slug)
    name = _name(attendee, known)
    context = {
        "heading": _("Who else is %(name)s?") % {"name": name},
        "crumb": _("Same person"),
        "intro": _("Their stays and interactions are put together. You can undo this."),
        "submit": _("Put together"),
    }
    return _form_page(request, occurrence, slug, name, form, context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: HttpRequest, occurrence_id: UUID, correction: UUID) -> HttpResponse:
    """Ask, then take a correction back."""
    occurrence = _door(request, occurrence_id)
    back = reverse("attendance:corrections", args=[occurrence.id])
    if request.method == "POST":
        try:
            take_back(occurrence=occurrence, actor=_actor(request), correction=correction, now=now_ms())
        except CorrectionRefused as refused:
            if refused.code == "no_such":
                raise Http404("correction") from refused
            messages.info(request, _("It was undone already."))
        else:
            messages.success(request, _("Undone. The report shows what the sources said again."))
        return redirect(back)
    told = next((one for one in told_corrections(occurrence) if one["id"] == correction.hex), None)
    if told is None:
        raise Http404("correction")
    context = {"question": _("Undo this correction?"), "text": told["told"], "confirm": _("Undo"), "cancel_url": back}
    return render(request, "shared/confirm.html", context)


def _door(request: HttpRequest, occurrence_id: UUID) -> Occurrence:
    """Corrections, and the forms to make one, name the people of the occurrence."""
    found = occurrence_for(user=_actor(request), occurrence_id=occurrence_id, deed=Deed.CORRECT)
    sees_occurrence(_actor(request), found, What.CORRECTIONS)
    return found


def _actor(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101 -- login_required stands before every view of this file
    return request.user


def _form_page(
    request: HttpRequest, occurrence: Occurrence, slug: str, name: str, form: object, more: dict[str, str]
) -> HttpResponse:
    context = {
        "occurrence": occurrence,
        "report_url": reverse("reports:occurrence", args=[occurrence.id]),
        "back_url": reverse("reports:attendee", args=[occurrence.id, slug]),
        "name": name,
        "form": form,
        **more,
    }
    return render(request, "attendance/correct.html", context)


def told_corrections(occurrence: Occurrence) -> list[dict[str, str]]:
    """The corrections in words; ``about`` is the key of the attendee it was made for."""
    made = corrections_of(occurrence.id)
    if not made:
        return []
    whole, known = timeline_of(occurrence, as_of=now_ms()), at_our_door(occurrence.meeting_id)
    hosts = User.objects.in_bulk({who for one in made for who in (one.by, one.undone_by) if who})
    names = {one.key: _name(one, known) for one in whole.attendees}
    called = {**names, **{token: names[key] for token, key in whole.tokens.items() if key in names}}
    zone = occurrence.meeting.time_zone

    def by(user_id: UUID | None) -> str:
        return hosts[user_id].name if user_id in hosts else _("a former host")

    return [
        {
            "id": one.event.id,
            "about": one.event.target,
            "told": _sentence(one, called, zone),
            "note": one.note,
            "by": by(one.by),
            "when": day_and_clock(one.event.received_at, zone),
            "undone": _("undone by %(name)s") % {"name": by(one.undone_by)} if one.undone_at else "",
            "undo_url": reverse("attendance:undo", args=[occurrence.id, UUID(hex=one.event.id)]),
        }
        for one in made
    ]


def _sentence(one: Corrected, called: dict[str, str], zone: str) -> str:
    event = one.event
    words = {
        "name": called.get(event.target, _("somebody")),
        "other": called.get(event.hints.attendee, _("somebody")),
        "start": clock(event.at, zone),
        "end": clock(event.until, zone),
    }
    if event.value == Correction.BIND:
        return _("%(name)s and another row are one person") % words
    if event.value == Correction.INCLUDE:
        return _("%(name)s was there from %(start)s to %(end)s") % words
    return _("%(name)s was not there from %(start)s to %(end)s") % words


def _others(whole: Timeline, attendee: AttendeeTimeline, known: dict[str, Attendee]) -> list[tuple[str, str]]:
    others = [one for one in whole.attendees if one.key != attendee.key]
    labels = [(slug_of(one.key), _label(one, known)) for one in others]
    return sorted(labels, key=lambda pair: pair[1].casefold())


def _label(one: AttendeeTimeline, known: dict[str, Attendee]) -> str:
    ours = known.get(one.key)
    email = ours.email if ours else one.person.email
    return f"{_name(one, known)} ({email})" if email else _name(one, known)


def _name(one: AttendeeTimeline, known: dict[str, Attendee]) -> str:
    ours = known.get(one.key)
    return cleaned(ours.name if ours else one.person.name) or _("Unnamed guest")


def _two_addresses(one: AttendeeTimeline, other: AttendeeTimeline) -> bool:
    return all(any(token.startswith("email:") for token in who.person.tokens) for who in (one, other))


def _zone(occurrence: Occurrence) -> ZoneInfo:
    return ZoneInfo(occurrence.meeting.time_zone)


def _zone_label(occurrence: Occurrence) -> str:
    zone = occurrence.meeting.time_zone
    return f"{zone} ({zone_name(occurrence.first_opened_at, zone)})"
