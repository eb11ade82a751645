"""The mirror: the meetings I came to, what each host sees of me, and who looked."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from leavethemeeting.accesslog.deeds import deeds_to
from leavethemeeting.accesslog.kinds import DEEDS, Done
from leavethemeeting.accesslog.queries import looks_at, told
from leavethemeeting.accounts.pictures import picture_answer
from leavethemeeting.privacy.people import Person
from leavethemeeting.rights import mirror
from leavethemeeting.rights.corrections import wishes_of
from leavethemeeting.rights.whereabouts import came_to, occurrence_ids
from leavethemeeting.rights.whose import for_the_person
from leavethemeeting.shared.moments import now_ms, to_datetime

REPORTS = 10  # on one page: each is computed from its events
LOOKS = 50


@require_safe
@for_the_person
def meetings(request: HttpRequest, person: Person) -> HttpResponse:
    """Title, host, when, entrance, exit, time present, and on which evidence; and everybody who sees it."""
    page = Paginator(came_to(person), REPORTS).get_page(request.GET.get("page"))
    context = {
        "page": page, "came": mirror.came(person, page.object_list, now=now_ms()), "person": person,
        "hosts": mirror.hosts_who_see(person), "wishes": wishes_of(person),
    }  # fmt: skip
    return render(request, "rights/meetings.html", context)


@require_safe
@for_the_person
def meeting(request: HttpRequest, person: Person, occurrence_id: UUID) -> HttpResponse:
    """What the hosts of one occurrence are shown of me: their pages, their files, their live stream."""
    now = now_ms()
    seen = mirror.seen_in(person, occurrence_id, page=request.GET.get("page"), now=now)
    context = {
        "seen": seen,
        "occurrence_id": occurrence_id,
        "as_of": to_datetime(now),
        "person": person,
        "mirrored": True,
    }
    return render(request, "rights/meeting.html", context)


@require_safe
@for_the_person
def host(request: HttpRequest, person: Person, host_id: UUID) -> HttpResponse:
    """What one host's *My attendees* has of me."""
    found, known = mirror.known_to(person, host_id, now=now_ms())
    return render(request, "rights/host.html", {"host": found, "known_to": known, "person": person})


@require_safe
@for_the_person
def picture(_request: HttpRequest, person: Person, attendee_id: UUID) -> HttpResponse:
    """The picture that hosts see of me. Raises Http404."""
    return picture_answer(mirror.picture_for(person, attendee_id))


@require_safe
@for_the_person
def looks(request: HttpRequest, person: Person) -> HttpResponse:
    """Who looked: the provider and hosts. A member's page stands on their profile."""
    if person.user_id:
        return redirect("accesslog:mine")
    found = looks_at(*person.attendee_ids, *occurrence_ids(person))
    page = Paginator(found, LOOKS).get_page(request.GET.get("page"))
    done = [(deed, DEEDS[Done(deed.what)]) for deed in deeds_to(*person.attendee_ids)[:LOOKS]]
    context = {"rows": told(page, reader=person.user_id), "page": page, "person": person, "done": done}
    return render(request, "rights/looks.html", context)
