"""My meetings, and the plan of one."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from leavethemeeting.domain.permissions import Deed
from leavethemeeting.meetings.actions.planning import change_plan, delete_meeting, duplicate_meeting, plan_meeting
from leavethemeeting.meetings.forms import PlanForm, new_plan, plan_of
from leavethemeeting.meetings.models import Meeting
from leavethemeeting.meetings.overview import overview_of, past_of
from leavethemeeting.meetings.queries import meeting_for, offers_to, recorded_people
from leavethemeeting.meetings.views import MemberRequest
from leavethemeeting.shared.departures import named_with_meeting

PREVIEWED = 12  # dates named one by one; more are counted


@require_GET
@login_required
def my_meetings(request: MemberRequest) -> HttpResponse:
    """What is open, what comes, what was."""
    now = timezone.now()
    past = Paginator(past_of(request.user), 20).get_page(request.GET.get("page"))
    offers = offers_to(request.user, now)
    context = {"overview": overview_of(request.user, now), "page": past, "offers": offers}
    return render(request, "meetings/list.html", context)


def _plan_page(request: MemberRequest, form: PlanForm, meeting: Meeting | None, *, preview: bool) -> HttpResponse:
    """The form, with its dates below when they were asked for."""
    dates = form.dates() if preview and form.is_valid() else []
    context = {
        "form": form,
        "meeting": meeting,
        "previewed": preview and form.is_valid(),
        "dates": dates[:PREVIEWED],
        "more_dates": max(0, len(dates) - PREVIEWED),
        "dates_zone": form.cleaned_data.get("time_zone") if form.is_bound and form.is_valid() else None,
    }
    return render(request, "meetings/plan.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def plan(request: MemberRequest) -> HttpResponse:
    """Plan a meeting; on success its page, with the join link."""
    now = timezone.now()
    initial = new_plan(request.user.time_zone, now)
    form = PlanForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        meeting = plan_meeting(actor=request.user, plan=form.plan(), now=now)
        messages.success(request, _("The meeting is planned. Send its join link to the people you invite."))
        return redirect("meetings:meeting", meeting.id)
    return _plan_page(request, form, None, preview=False)


@require_POST
@login_required
def preview(request: MemberRequest, meeting_id: UUID | None = None) -> HttpResponse:
    """The same form with the dates it means; nothing is stored."""
    meeting = meeting_for(user=request.user, meeting_id=meeting_id, deed=Deed.PLAN) if meeting_id else None
    initial = plan_of(meeting) if meeting else new_plan(request.user.time_zone, timezone.now())
    return _plan_page(request, PlanForm(request.POST, initial=initial), meeting, preview=True)


@require_http_methods(["GET", "POST"])
@login_required
def edit(request: MemberRequest, meeting_id: UUID) -> HttpResponse:
    """Change the plan. What was recorded stays as it is."""
    meeting = meeting_for(user=request.user, meeting_id=meeting_id, deed=Deed.PLAN)
    form = PlanForm(request.POST or None, initial=plan_of(meeting))
    if request.method == "POST" and form.is_valid():
        change_plan(meeting=meeting, actor=request.user, plan=form.plan())
        messages.success(request, _("The plan is changed. The join link is the same as before."))
        return redirect("meetings:meeting", meeting.id)
    return _plan_page(request, form, meeting, preview=False)


@require_POST
@login_required
def duplicate(request: MemberRequest, meeting_id: UUID) -> HttpResponse:
    """The same plan as a new meeting, opened in the form to give it its own title and dates."""
    meeting = meeting_for(user=request.user, meeting_id=meeting_id, deed=Deed.PLAN)
    copy = duplicate_meeting(meeting=meeting, actor=request.user, now=timezone.now())
    messages.success(request, _("This is a copy with its own join link. Change what differs."))
    return redirect("meetings:edit", copy.id)


def _what_goes(meeting: Meeting) -> list[str]:
    occurrences = meeting.occurrences.count()
    people = recorded_people(meeting)
    lines = [_("The plan, its join link, and every invitation that holds this link")]
    if occurrences:
        sentence = ngettext("%(count)d past or open occurrence", "%(count)d past or open occurrences", occurrences)
        lines.append(sentence % {"count": occurrences})
    recorded = ngettext("The attendance of %(count)d attendee", "The attendance of %(count)d attendees", people)
    lines.append(recorded % {"count": people} if people else _("No attendance: nobody came through the join page"))
    return lines + named_with_meeting(meeting.id)


@require_http_methods(["GET", "POST"])
@login_required
def delete(request: MemberRequest, meeting_id: UUID) -> HttpResponse:
    """Ask with everything that goes, then delete."""
    meeting = meeting_for(user=request.user, meeting_id=meeting_id, deed=Deed.DELETE)
    if request.method == "POST":
        title = meeting.title
        delete_meeting(meeting=meeting, actor=request.user)
        messages.success(request, _("“%(title)s” is deleted.") % {"title": title})
        return redirect("meetings:list")
    context = {
        "question": _("Delete “%(title)s”?") % {"title": meeting.title},
        "text": _("This cannot be undone. What goes:"),
        "consequences": _what_goes(meeting),
        "confirm": _("Delete the meeting"),
        "cancel_url": reverse("meetings:meeting", args=[meeting.id]),
    }
    return render(request, "shared/confirm.html", context)
