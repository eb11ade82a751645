"""The host's dashboard: one page, complete without JavaScript as of its loading, and the ticket for its stream."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from leavethemeeting.accesslog.kinds import What
from leavethemeeting.domain.permissions import Deed
from leavethemeeting.live.board import Snapshot
from leavethemeeting.live.first_state import first_state
from leavethemeeting.live.page_words import page_words
from leavethemeeting.live.queries import latest_occurrence, snapshot_of
from leavethemeeting.meetings.looking import sees_occurrence
from leavethemeeting.meetings.models import Occurrence
from leavethemeeting.meetings.queries import meeting_for, occurrence_for
from leavethemeeting.meetings.views import MemberRequest
from leavethemeeting.shared import tickets
from leavethemeeting.shared.environment import environment
from leavethemeeting.shared.moments import now_ms
from leavethemeeting.shared.request_numbers import request_number

_REOPENS_FOR_MS = int(timedelta(hours=24).total_seconds() * 1000)


@require_GET
@login_required
def dashboard(request: MemberRequest, meeting_id: UUID) -> HttpResponse:
    """To the dashboard of the occurrence that is open now, or was last."""
    meeting = meeting_for(user=request.user, meeting_id=meeting_id, deed=Deed.SEE_DASHBOARD)
    found = latest_occurrence(meeting.id)
    if found is None:
        messages.info(request, _("The dashboard begins when the meeting is opened for the first time."))
        return redirect("meetings:meeting", meeting.id)
    return redirect("live:occurrence", found.id)


@never_cache
@require_GET
@login_required
def occurrence(request: MemberRequest, occurrence_id: UUID) -> HttpResponse:
    """Who is here, who left and what they did."""
    found = occurrence_for(user=request.user, occurrence_id=occurrence_id, deed=Deed.SEE_DASHBOARD)
    sees_occurrence(request.user, found, What.DASHBOARD)
    snapshot = snapshot_of(found)
    return render(request, "live/occurrence.html", _context(found, snapshot, everybody="all" in request.GET))


@never_cache
@require_POST
@login_required
def ticket(request: MemberRequest, occurrence_id: UUID) -> JsonResponse:
    """A ticket for the stream, good once and for a minute: ``{"ticket": …}``."""
    found = occurrence_for(user=request.user, occurrence_id=occurrence_id, deed=Deed.SEE_DASHBOARD)
    sees_occurrence(request.user, found, What.DASHBOARD)
    now = now_ms()
    issued = tickets.Ticket(
        purpose=tickets.Purpose.DASHBOARD,
        meeting=found.meeting_id,
        occurrence=found.id,
        expires_at=now + tickets.LIFE_MS,
        nonce=tickets.new_nonce(),
        user=request.user.id,
        session=tickets.session_digest(request.session.session_key),
        request=request_number(),
    )
    return JsonResponse({"ticket": tickets.issue(issued, secret_key=settings.SECRET_KEY), "now": now})


def _context(found: Occurrence, snapshot: Snapshot, *, everybody: bool) -> dict[str, Any]:
    meeting, now = found.meeting, now_ms()
    last = snapshot.openings[-1] if snapshot.openings else None
    is_open = last is not None and last.closed_at is None
    return {
        "meeting": meeting,
        "occurrence": found,
        "zone": meeting.time_zone,
        "is_open": is_open,
        "opened_at": snapshot.openings[0].opened_at if snapshot.openings else found.first_opened_at,
        "closed_at": last.closed_at if last else None,
        "reopens": last is not None and (last.closed_at or now) > now - _REOPENS_FOR_MS,
        "join_url": environment().public_url + reverse("meetings:join", args=[meeting.code]),
        "state": first_state(snapshot, everybody=everybody),
        "now": now,
        "words": page_words(),
    }
