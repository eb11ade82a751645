"""Closing for everyone: asks first, with how many are in. Here, because only the board knows that."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from leavethemeeting.domain.permissions import Deed
from leavethemeeting.live.queries import snapshot_of
from leavethemeeting.meetings.actions.opening import CloseReason, close_occurrence
from leavethemeeting.meetings.models import Attendee, Occurrence
from leavethemeeting.meetings.queries import occurrence_for
from leavethemeeting.meetings.views import MemberRequest
from leavethemeeting.shared.moments import now_ms


@never_cache
@require_http_methods(["GET", "POST"])
@login_required
def close(request: MemberRequest, meeting_id: UUID, occurrence_id: UUID) -> HttpResponse:
    """Ask, then close the occurrence for everyone."""
    found = occurrence_for(user=request.user, occurrence_id=occurrence_id, deed=Deed.OPEN_AND_CLOSE)
    if found.meeting_id != meeting_id:
        raise Http404("occurrence")
    if request.method == "POST":
        close_occurrence(occurrence=found, actor=request.user, reason=CloseReason.HOST, now=now_ms())
        messages.success(request, _("The meeting is closed. You can open this occurrence again within 24 hours."))
        return redirect("meetings:meeting", meeting_id)
    if not found.openings.filter(closed_at=None).exists():
        messages.info(request, _("The meeting is closed already."))
        return redirect("meetings:meeting", meeting_id)
    context = {
        "question": _("Close “%(title)s” for everyone?") % {"title": found.meeting.title},
        "consequences": _consequences(request, found),
        "confirm": _("Close for everyone"),
        "keep": _("Keep it open"),
        "cancel_url": reverse("meetings:meeting", args=[meeting_id]),
    }
    return render(request, "shared/confirm.html", context)


def _consequences(request: MemberRequest, found: Occurrence) -> list[str]:
    snapshot = snapshot_of(found)
    mine = Attendee.objects.filter(meeting_id=found.meeting_id, user=request.user).first()
    own = snapshot.rows.get(f"attendee:{mine.id}") if mine else None
    others = snapshot.figures.here - (own is not None and own.state in ("here", "away"))
    waiting = snapshot.figures.waiting
    told = [
        ngettext(
            "%(n)d other person is here now and is shown out at once.",
            "%(n)d other people are here now and are shown out at once.",
            others,
        ) % {"n": others}
        if others else _("Nobody else is here now.")
    ]  # fmt: skip
    if waiting:
        told.append(
            ngettext(
                "%(n)d person in the waiting room is sent away.",
                "%(n)d people in the waiting room are sent away.",
                waiting,
            ) % {"n": waiting}
        )  # fmt: skip
    return [*told, _("You can open this occurrence again within 24 hours.")]
