"""A meeting's page for its hosts: the join link, openings, co-hosts, occurrences."""

from __future__ import annotations

from uuid import UUID

from allauth.core.ratelimit import consume, respond_429
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from leavethemeeting.accesslog.kinds import What
from leavethemeeting.accounts.pictures import picture_answer
from leavethemeeting.domain.permissions import Deed, may
from leavethemeeting.meetings.actions.hosting import HostsAlready, NoSuchMember, add_co_host, remove_co_host
from leavethemeeting.meetings.actions.opening import (
    REOPENS_FOR_MS,
    CannotReopen,
    open_occurrence,
    reopen_occurrence,
)
from leavethemeeting.meetings.actions.planning import set_newcomers
from leavethemeeting.meetings.dates import due_date
from leavethemeeting.meetings.door import following_dates
from leavethemeeting.meetings.forms import CoHostForm
from leavethemeeting.meetings.looking import sees_people
from leavethemeeting.meetings.models import Meeting, Occurrence
from leavethemeeting.meetings.overview import past_occurrences
from leavethemeeting.meetings.people import attendees_of, known, picture_of
from leavethemeeting.meetings.queries import current_opening, meeting_for, occurrence_for, open_offer, relation_of
from leavethemeeting.meetings.views import MemberRequest
from leavethemeeting.shared.environment import environment
from leavethemeeting.shared.moments import now_ms

SHOWN_DATES = 5
SHOWN_PEOPLE = 20
SHOWN_OCCURRENCES = 50


def join_url(meeting: Meeting) -> str:
    """The join link in full, as it goes into invitations."""
    return environment().public_url + reverse("meetings:join", args=[meeting.code])


def _meeting_page(request: MemberRequest, meeting: Meeting, co_host_form: CoHostForm) -> HttpResponse:
    now = timezone.now()
    relation = relation_of(request.user, meeting)
    opening = current_opening(meeting)
    running = opening.occurrence if opening else None
    page = Paginator(attendees_of(meeting, running), SHOWN_PEOPLE).get_page(request.GET.get("page"))
    sees_people(request.user, meeting, What.MEETING, [attendee.id for attendee in page.object_list])
    past = list(past_occurrences(Meeting.objects.filter(id=meeting.id))[:SHOWN_OCCURRENCES])
    context = {
        "meeting": meeting,
        "join_url": join_url(meeting),
        "opening": opening,
        "page": page,
        "people": known(meeting, list(page.object_list), running),
        "dates": following_dates(meeting, now, SHOWN_DATES),
        "due": due_date(meeting, now),
        "past": past,
        "reopens_after": now_ms() - REOPENS_FOR_MS,
        "co_hosts": meeting.co_hosts.select_related("user").order_by("added_at"),
        "co_host_form": co_host_form,
        "chooses_co_hosts": may(relation, Deed.CHOOSE_CO_HOSTS),
        "deletes": may(relation, Deed.DELETE),
        "offer": open_offer(meeting, now) if may(relation, Deed.GIVE_AWAY) else None,
        "gives": may(relation, Deed.GIVE_AWAY),
    }
    return render(request, "meetings/meeting.html", context)


@require_GET
@login_required
def meeting_page(request: MemberRequest, meeting_id: UUID) -> HttpResponse:
    """Everything a host needs about one meeting."""
    meeting = meeting_for(user=request.user, meeting_id=meeting_id, deed=Deed.OPEN_AND_CLOSE)
    return _meeting_page(request, meeting, CoHostForm())


@require_POST
@login_required
def open_(request: MemberRequest, meeting_id: UUID) -> HttpResponse:
    """Open the date that is due, or an unscheduled one."""
    meeting = meeting_for(user=request.user, meeting_id=meeting_id, deed=Deed.OPEN_AND_CLOSE)
    open_occurrence(meeting=meeting, actor=request.user, now=now_ms())
    if request.POST.get("from") == "door":
        return redirect("meetings:join", meeting.code)
    messages.success(request, _("The meeting is open. Whoever waits at the join page may enter now."))
    return redirect("meetings:meeting", meeting.id)


def _occurrence(request: MemberRequest, meeting_id: UUID, occurrence_id: UUID) -> Occurrence:
    occurrence = occurrence_for(user=request.user, occurrence_id=occurrence_id, deed=Deed.OPEN_AND_CLOSE)
    if occurrence.meeting_id != meeting_id:
        raise Http404("occurrence")
    return occurrence


@require_POST
@login_required
def reopen(request: MemberRequest, meeting_id: UUID, occurrence_id: UUID) -> HttpResponse:
    """Open the same occurrence again after a mistake."""
    occurrence = _occurrence(request, meeting_id, occurrence_id)
    try:
        reopen_occurrence(occurrence=occurrence, actor=request.user, now=now_ms())
    except CannotReopen as error:
        sentences = {
            "late": _("This occurrence was closed more than 24 hours ago. Open the meeting anew instead."),
            "busy": _("Another occurrence of this meeting is open. Close it first."),
        }
        messages.warning(request, sentences[str(error)])
    else:
        messages.success(request, _("The meeting is open again."))
    return redirect("meetings:meeting", meeting_id)


@require_POST
@login_required
def co_host_add(request: MemberRequest, meeting_id: UUID) -> HttpResponse:
    """Make a member a co-host."""
    meeting = meeting_for(user=request.user, meeting_id=meeting_id, deed=Deed.CHOOSE_CO_HOSTS)
    form = CoHostForm(request.POST)
    if form.is_valid():
        if not consume(request, action="add_co_host"):
            return respond_429(request)
        email = form.cleaned_data["email"]
        try:
            co_host = add_co_host(meeting=meeting, actor=request.user, email=email, now=timezone.now())
        except NoSuchMember:
            form.add_error("email", _("No member has verified this address. Ask them to sign up first."))
        except HostsAlready:
            form.add_error("email", _("This member hosts the meeting already."))
        else:
            messages.success(request, _("%(name)s is a co-host now.") % {"name": co_host.user.name})
            return redirect("meetings:meeting", meeting.id)
    return _meeting_page(request, meeting, form)


@require_POST
@login_required
def co_host_remove(request: MemberRequest, meeting_id: UUID, co_host_id: int) -> HttpResponse:
    """End a co-hosting."""
    meeting = meeting_for(user=request.user, meeting_id=meeting_id, deed=Deed.CHOOSE_CO_HOSTS)
    remove_co_host(meeting=meeting, actor=request.user, co_host_id=co_host_id)
    messages.success(request, _("The co-host is removed."))
    return redirect("meetings:meeting", meeting.id)


@login_required
@require_safe
def picture(request: MemberRequest, meeting_id: UUID, attendee_id: UUID) -> HttpResponse:
    """The picture that an attendee shared by entering. Raises Http404, also where there is none."""
    meeting = meeting_for(user=request.user, meeting_id=meeting_id, deed=Deed.SEE_REPORT)
    found = picture_of(meeting, attendee_id)
    sees_people(request.user, meeting, What.PICTURE, [attendee_id])
    return picture_answer(found)


@require_POST
@login_required
def newcomers(request: MemberRequest, meeting_id: UUID) -> HttpResponse:
    """What whoever comes for the first time is."""
    meeting = meeting_for(user=request.user, meeting_id=meeting_id, deed=Deed.PLAN)
    role = request.POST.get("newcomers_are")
    if role not in Meeting.Role.values:
        raise BadRequest("newcomers_are")
    set_newcomers(meeting=meeting, actor=request.user, role=Meeting.Role(role))
    sentences = {
        Meeting.Role.PARTICIPANT: _("Whoever comes for the first time is a participant from now on."),
        Meeting.Role.VIEWER: _("Whoever comes for the first time is a viewer from now on."),
    }
    messages.success(request, sentences[Meeting.Role(role)])
    return redirect(reverse("meetings:meeting", args=[meeting.id]) + "#people")
