"""The page where a host lets programs send evidence: make a source, see it used, revoke it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from leavethemeeting.attendance.credentials import (
    MOST_IN_USE,
    TooManySources,
    credential_of,
    credentials_of,
    make_credential,
    revoke_credential,
)
from leavethemeeting.attendance.models import Credential
from leavethemeeting.attendance.source_forms import SourceForm
from leavethemeeting.domain.events import SourceKind
from leavethemeeting.domain.permissions import Deed
from leavethemeeting.meetings.models import Meeting
from leavethemeeting.meetings.queries import meeting_for
from leavethemeeting.meetings.views import MemberRequest
from leavethemeeting.shared.environment import environment
from leavethemeeting.shared.moments import now_ms

INTAKE = "/api/v1/events"  # answered by the realtime app
DESCRIPTION = "/api/v1/openapi.json"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables("token")
def sources(request: MemberRequest, meeting_id: UUID) -> HttpResponse:
    """All sources of a meeting; a new one's token stands on the answer to its form, and nowhere later."""
    meeting = meeting_for(user=request.user, meeting_id=meeting_id, deed=Deed.MANAGE_SOURCES)
    form, made, token = SourceForm(request.POST or None), None, ""
    if request.method == "POST" and form.is_valid():
        try:
            made, token = make_credential(
                meeting=meeting, actor=request.user, label=form.cleaned_data["label"],
                kind=SourceKind(form.cleaned_data["kind"]), days=form.cleaned_data["days"], now=now_ms(),
            )  # fmt: skip
            form = SourceForm()
        except TooManySources:
            form.add_error(None, _("%(count)d sources are in use. Revoke one of them first.") % {"count": MOST_IN_USE})
    return render(request, "attendance/sources.html", _page(meeting, form, made, token))


def _page(meeting: Meeting, form: SourceForm, made: Credential | None, token: str) -> dict[str, object]:
    now = now_ms()
    return {
        "meeting": meeting,
        "form": form,
        "sources": [(one, _state(one, now)) for one in credentials_of(meeting)],
        "made": made,
        "token": token,
        "intake_url": environment().public_url + INTAKE,
        "description_url": DESCRIPTION,
        "now": now,
    }


def _state(credential: Credential, now: int) -> str:
    if credential.revoked_at is not None:
        return "revoked"
    return "over" if credential.expires_at <= now else "in_use"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def revoke_source(request: MemberRequest, meeting_id: UUID, credential: UUID) -> HttpResponse:
    """Asks first: a program that uses the token stops being heard."""
    meeting = meeting_for(user=request.user, meeting_id=meeting_id, deed=Deed.MANAGE_SOURCES)
    found = credential_of(meeting, credential)
    if request.method == "POST":
        revoke_credential(meeting=meeting, actor=request.user, credential=credential, now=now_ms())
        messages.success(request, _("%(label)s may not send any more.") % {"label": found.label})
        return redirect("attendance:sources", meeting.id)
    context = {
        "question": _("Revoke %(label)s?") % {"label": found.label},
        "consequences": [
            _("Whatever uses its token is refused from now on."),
            _("What it has sent stays in your reports."),
            _("This cannot be taken back: make a new source instead."),
        ],
        "confirm": _("Revoke"),
        "cancel_url": reverse("attendance:sources", args=[meeting.id]),
    }
    return render(request, "shared/confirm.html", context)
