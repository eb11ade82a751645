"""A copy of my data: ask for it, see how far it is, take it once."""

from __future__ import annotations

from uuid import UUID

from allauth.account.decorators import reauthentication_required
from allauth.core.ratelimit import consume, respond_429
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from leavethemeeting.privacy.people import Person
from leavethemeeting.rights.exports import ON_ITS_WAY, ask, exports_of, parts_of, take
from leavethemeeting.rights.forgetting import KEPT_DAYS
from leavethemeeting.rights.models import Export
from leavethemeeting.rights.whose import for_the_person


def _export(request: HttpRequest, person: Person) -> HttpResponseBase:
    now = timezone.now()
    if request.method == "POST":
        going = exports_of(person).filter(state__in=ON_ITS_WAY).exists()
        if not going and not consume(request, action="ask_export", key=str(person.user_id or person.emails[0])):
            refused: HttpResponseBase = respond_429(request)
            return refused
        ask(person=person, now=now)
        return redirect("rights:export")
    latest = exports_of(person).first()
    ready = latest is not None and latest.state == Export.State.READY and latest.expires_at is not None
    context = {
        "person": person, "latest": latest, "days": KEPT_DAYS,
        "going": latest is not None and latest.state in ON_ITS_WAY,
        "ready": ready and latest is not None and latest.expires_at is not None and latest.expires_at > now,
        "percent": 100 * latest.done // latest.total if latest is not None and latest.total else 0,
    }  # fmt: skip
    return render(request, "rights/export.html", context)


@reauthentication_required(allow_get=True, app="allauth.account")  # type: ignore[untyped-decorator]  # -- allauth's
def _export_of_member(request: HttpRequest, person: Person) -> HttpResponseBase:
    return _export(request, person)


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_person
def export(request: HttpRequest, person: Person) -> HttpResponseBase:
    """How far it is. A member who asks for one is asked again who they are; a guest has shown it in this half hour."""
    if person.user_id:
        answer: HttpResponseBase = _export_of_member(request, person)
        return answer
    return _export(request, person)


def _file(person: Person, export_id: UUID) -> HttpResponseBase:
    taken = take(person=person, export_id=export_id, now=timezone.now())
    if taken is None:
        raise Http404("export")
    answer = StreamingHttpResponse(parts_of(taken), content_type="application/zip")
    day = (taken.ready_at or timezone.now()).date().isoformat()
    answer["Content-Disposition"] = f'attachment; filename="leavethemeeting-my-data-{day}.zip"'
    answer["Content-Length"] = str(taken.size)
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@reauthentication_required(app="allauth.account")  # type: ignore[untyped-decorator]  # -- allauth's
def _file_of_member(_request: HttpRequest, person: Person, export_id: UUID) -> HttpResponseBase:
    return _file(person, export_id)


@require_POST
@for_the_person
def file(request: HttpRequest, person: Person, export_id: UUID) -> HttpResponse | HttpResponseBase:
    """The file, once. Raises Http404 when it is not this person's, not ready, taken, or over."""
    if person.user_id:
        answer: HttpResponseBase = _file_of_member(request, person, export_id)
        return answer
    return _file(person, export_id)
