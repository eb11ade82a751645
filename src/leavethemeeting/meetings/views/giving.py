"""Giving a meeting to another owner: the offer, taking it back, and the answer."""

from __future__ import annotations

from uuid import UUID

from allauth.core.ratelimit import consume, respond_429
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from leavethemeeting.domain.permissions import Deed
from leavethemeeting.meetings.actions.giving import (
    OFFER_DAYS,
    OfferedAlready,
    accept_offer,
    decline_offer,
    expires,
    offer_meeting,
    take_offer_back,
)
from leavethemeeting.meetings.actions.hosting import HostsAlready, NoSuchMember
from leavethemeeting.meetings.forms import GiveForm
from leavethemeeting.meetings.models import Meeting
from leavethemeeting.meetings.queries import meeting_for, offer_for, open_offer, recorded_people
from leavethemeeting.meetings.views import MemberRequest


def _give_page(request: MemberRequest, meeting: Meeting, form: GiveForm) -> HttpResponse:
    offer = open_offer(meeting, timezone.now())
    context = {
        "meeting": meeting,
        "offer": offer,
        "expires": expires(offer) if offer else None,
        "form": form,
        "days": OFFER_DAYS,
        "people": recorded_people(meeting),
    }
    return render(request, "meetings/give.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def give(request: MemberRequest, meeting_id: UUID) -> HttpResponse:
    """Whom to offer the meeting to, and what that means; or the offer that is open."""
    meeting = meeting_for(user=request.user, meeting_id=meeting_id, deed=Deed.GIVE_AWAY)
    form = GiveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not consume(request, action="offer_meeting"):
            return respond_429(request)
        try:
            offer_meeting(
                meeting=meeting, actor=request.user, email=form.cleaned_data["email"], now=timezone.now()
            )  # fmt: skip
        except NoSuchMember:
            form.add_error("email", _("No member has verified this address. Ask them to sign up first."))
        except HostsAlready:
            form.add_error("email", _("This meeting is yours already."))
        except OfferedAlready:
            form.add_error(None, _("An offer is open already. Take it back first."))
        else:
            messages.success(request, _("The meeting is offered. It stays yours until they accept."))
            return redirect("meetings:give", meeting.id)
    return _give_page(request, meeting, form)


@require_POST
@login_required
def take_back(request: MemberRequest, meeting_id: UUID) -> HttpResponse:
    """End the open offer."""
    meeting = meeting_for(user=request.user, meeting_id=meeting_id, deed=Deed.GIVE_AWAY)
    if take_offer_back(meeting=meeting, actor=request.user, now=timezone.now()):
        messages.success(request, _("The offer is taken back. The meeting stays yours."))
    return redirect("meetings:meeting", meeting.id)


@require_http_methods(["GET", "POST"])
@login_required
def offer(request: MemberRequest, offer_id: UUID) -> HttpResponse:
    """For whom it was made to: what is offered by whom, and their answer (``deed`` ``accept`` or ``decline``)."""
    found = offer_for(user=request.user, offer_id=offer_id, now=timezone.now())
    if request.method == "POST":
        deed = request.POST.get("deed", "")
        if deed == "accept":
            meeting = accept_offer(offer=found, actor=request.user, now=timezone.now())
            messages.success(request, _("“%(title)s” is yours now.") % {"title": meeting.title})
            return redirect("meetings:meeting", meeting.id)
        if deed != "decline":
            raise BadRequest("deed")
        decline_offer(offer=found, actor=request.user, now=timezone.now())
        messages.success(request, _("You declined. Nothing has changed."))
        return redirect(reverse("meetings:list"))
    context = {"offer": found, "meeting": found.meeting, "expires": expires(found)}
    return render(request, "meetings/offer.html", context)
