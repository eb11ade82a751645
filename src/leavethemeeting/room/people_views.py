"""One person of a meeting, for its hosts: what they may do, and changing it, while the meeting runs and when it does not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from allauth.core.ratelimit import consume, respond_429
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from leavethemeeting.accesslog.kinds import What
from leavethemeeting.domain.permissions import Deed, Relation, may, may_to
from leavethemeeting.meetings.actions.barring import bar, is_barred, unbar
from leavethemeeting.meetings.actions.hosting import (
    HostsAlready,
    NoSuchMember,
    add_co_host,
    hand_over,
    set_role,
    take_back,
)
from leavethemeeting.meetings.looking import sees_people
from leavethemeeting.meetings.models import Meeting, Occurrence
from leavethemeeting.meetings.people import Known, known_at
from leavethemeeting.meetings.queries import current_opening, meeting_for, relation_of
from leavethemeeting.meetings.views import MemberRequest
from leavethemeeting.room.actions import command, lift_removal
from leavethemeeting.room.models import Command
from leavethemeeting.shared.moments import now_ms


@dataclass(frozen=True, slots=True)
class _Case:
    """Who asks about whom, in what. ``running``: the occurrence that is open now."""

    meeting: Meeting
    running: Occurrence | None
    actor: Relation
    person: Known

    def may(self, deed: Deed) -> bool:
        return may_to(self.actor, deed, self.person.relation)

    @property
    def takes_part(self) -> bool:
        """Whether they are a participant or a viewer, and run nothing."""
        return self.person.relation in (Relation.PARTICIPANT, Relation.VIEWER)


def _case(request: MemberRequest, meeting_id: UUID, attendee_id: UUID) -> _Case:
    """Raises Http404 for whoever does not host the meeting."""
    meeting = meeting_for(user=request.user, meeting_id=meeting_id, deed=Deed.OPEN_AND_CLOSE)
    opening = current_opening(meeting)
    running = opening.occurrence if opening else None
    return _Case(meeting, running, relation_of(request.user, meeting), known_at(meeting, attendee_id, running))


def _page_of(case: _Case) -> str:
    return reverse("room:person", args=[case.meeting.id, case.person.attendee.id])


@require_GET
@login_required
def person(request: MemberRequest, meeting_id: UUID, attendee_id: UUID) -> HttpResponse:
    """Who they are here, and everything that a host may change about it."""
    case = _case(request, meeting_id, attendee_id)
    sees_people(request.user, case.meeting, What.IN_MEETING, [attendee_id])
    known, runs = case.person, case.running is not None
    context = {
        "meeting": case.meeting,
        "one": known,
        "running": case.running,
        "changes_role": case.may(Deed.CHANGE_ROLE),
        "decides": runs and known.asks and case.may(Deed.ADMIT),
        "hands_over": runs and case.takes_part and not known.removed and case.may(Deed.HAND_OVER),
        "takes_back": runs and known.relation is Relation.MODERATOR and case.may(Deed.TAKE_BACK),
        "removes": runs and not known.removed and case.may(Deed.REMOVE),
        "lets_back": runs and known.removed and case.may(Deed.REMOVE),
        "bars": case.may(Deed.REMOVE), "barred": is_barred(known.attendee),
        "chooses_co_hosts": may(case.actor, Deed.CHOOSE_CO_HOSTS) and known.attendee.user_id is not None
        and known.relation not in (Relation.HOST, Relation.CO_HOST),
    }  # fmt: skip
    return render(request, "room/person.html", context)


def _in_room(case: _Case, request: MemberRequest, deed: str) -> str:
    """Do what needs a running occurrence; what to say about it. Raises Http404 and BadRequest."""
    if case.running is None:
        return _("The meeting is not open any more, so nothing was changed.")
    told: dict[str, Any] = {
        "occurrence": case.running, "attendee": case.person.attendee, "actor": request.user, "now": now_ms()
    }  # fmt: skip
    name = {"name": case.person.attendee.name}
    match deed:
        case "admit":
            command(kind=Command.Kind.ADMIT, **told)
            return _("%(name)s is admitted.") % name
        case "refuse":
            command(kind=Command.Kind.REFUSE, **told)
            return _("%(name)s is not admitted.") % name
        case "take_back":
            take_back(**told)
            return _("%(name)s does not run the meeting any more.") % name
        case "let_back":
            lift_removal(**told)
            return _("%(name)s may come back.") % name
    raise BadRequest(deed)


def _make_co_host(case: _Case, request: MemberRequest) -> None:
    user = case.person.attendee.user
    if user is None:
        raise Http404("a guest hosts nothing")
    name = {"name": user.name}
    try:
        add_co_host(meeting=case.meeting, actor=request.user, email=user.email, now=timezone.now())
    except NoSuchMember:
        messages.warning(request, _("%(name)s has not verified an e-mail address yet, and cannot be a co-host.") % name)
    except HostsAlready:
        messages.info(request, _("%(name)s hosts this meeting already.") % name)
    else:
        messages.success(request, _("%(name)s is a co-host now.") % name)


def _bar(case: _Case, request: MemberRequest, deed: str) -> None:
    told: dict[str, Any] = {"meeting": case.meeting, "attendee": case.person.attendee, "actor": request.user}
    name = {"name": case.person.attendee.name}
    if deed == "bar" and bar(**told):
        messages.success(request, _("%(name)s is kept out of every later date, too.") % name)
    elif deed == "unbar" and unbar(**told, now=now_ms()):
        messages.success(request, _("%(name)s may come back.") % name)
    else:
        messages.info(request, _("That was so already."))


@require_POST
@login_required
def do(request: MemberRequest, meeting_id: UUID, attendee_id: UUID) -> HttpResponse:
    """``deed``: what needs no confirmation, because one press undoes it."""
    case, deed = _case(request, meeting_id, attendee_id), request.POST.get("deed", "")
    if deed in Meeting.Role.values:
        role = Meeting.Role(deed)
        set_role(meeting=case.meeting, attendee=case.person.attendee, actor=request.user, role=role)
        sentences = {
            Meeting.Role.PARTICIPANT: _("%(name)s is a participant now."),
            Meeting.Role.VIEWER: _("%(name)s is a viewer now."),
        }
        messages.success(request, sentences[role] % {"name": case.person.attendee.name})
    elif deed in ("bar", "unbar"):
        _bar(case, request, deed)
    elif deed == "co_host":
        if not consume(request, action="add_co_host"):
            return respond_429(request)
        _make_co_host(case, request)
    else:
        messages.success(request, _in_room(case, request, deed))
    return redirect(_page_of(case))


def _gone(request: MemberRequest, case: _Case) -> HttpResponse:
    messages.warning(request, _("The meeting is not open any more, so nothing was changed."))
    return redirect(_page_of(case))


@require_http_methods(["GET", "POST"])
@login_required
def remove(request: MemberRequest, meeting_id: UUID, attendee_id: UUID) -> HttpResponse:
    """Ask, then out with all their tabs, and not back into this occurrence."""
    case = _case(request, meeting_id, attendee_id)
    name = {"name": case.person.attendee.name}
    if case.running is None:
        return _gone(request, case)
    if not case.may(Deed.REMOVE):
        raise Http404("somebody who runs the meeting")
    if request.method == "POST":
        command(
            occurrence=case.running, kind=Command.Kind.REMOVE, attendee=case.person.attendee, actor=request.user,
            now=now_ms(),
        )  # fmt: skip
        messages.success(request, _("%(name)s is removed.") % name)
        return redirect(_page_of(case))
    context = {
        "question": _("Remove %(name)s?") % name,
        "consequences": [
            _("They leave the meeting at once, with all their tabs."),
            _("They cannot come back today, until you let them."),
            _("Whoever comes with the same name or e-mail waits until a host admits them."),
        ],
        "confirm": _("Remove"),
        "keep": _("Cancel"),
        "cancel_url": _page_of(case),
    }
    return render(request, "shared/confirm.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def hand_over_to(request: MemberRequest, meeting_id: UUID, attendee_id: UUID) -> HttpResponse:
    """Ask, then let them run the meeting until it closes."""
    case = _case(request, meeting_id, attendee_id)
    name = {"name": case.person.attendee.name}
    if case.running is None:
        return _gone(request, case)
    if not case.may(Deed.HAND_OVER) or case.person.removed:
        raise Http404("removed")
    if request.method == "POST":
        hand_over(occurrence=case.running, attendee=case.person.attendee, actor=request.user, now=now_ms())
        messages.success(request, _("%(name)s can run the meeting now. You can leave.") % name)
        return redirect(_page_of(case))
    context = {
        "question": _("Hand the meeting over to %(name)s?") % name,
        "text": _("Until this meeting closes, they can:"),
        "consequences": [
            _("admit people, make them viewers or participants, ask them to mute, and remove them"),
            _("hand it over to others, and end it for everybody"),
        ],
        "harmless": True,
        "confirm": _("Hand over"),
        "keep": _("Cancel"),
        "cancel_url": _page_of(case),
    }
    return render(request, "shared/confirm.html", context)
