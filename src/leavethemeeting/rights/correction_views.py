"""Asking for a correction, and a host's answer to it."""

from __future__ import annotations

from uuid import UUID

from allauth.core.ratelimit import consume, respond_429
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from leavethemeeting.accesslog.kinds import What
from leavethemeeting.accounts.member import member_of
from leavethemeeting.attendance.queries import slug_of
from leavethemeeting.meetings.looking import sees_occurrence
from leavethemeeting.privacy.people import Person
from leavethemeeting.rights import mirror
from leavethemeeting.rights.corrections import Answered, answer, wish, wish_to, wishes_to, words_of
from leavethemeeting.rights.forms import WishAnswerForm, WishForm
from leavethemeeting.rights.models import Correction
from leavethemeeting.rights.whose import for_the_person
from leavethemeeting.shared.moments import now_ms

PAGE = 50
FORM = ["GET", "HEAD", "POST"]


@require_http_methods(FORM)
@for_the_person
def correct(request: HttpRequest, person: Person, occurrence_id: UUID) -> HttpResponse:
    """Write to the hosts of an occurrence what is not right. Raises Http404 where this person did not come."""
    seen = mirror.seen_in(person, occurrence_id, page=None, now=now_ms())
    if not seen or not person.emails:
        raise Http404("row")
    report, row = seen[0].report, seen[0].row
    form = WishForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if not consume(request, action="ask_correction", key=person.emails[0]):
            return respond_429(request)
        wish(
            person=person, occurrence=report.occurrence, attendee_key=row.line.key, name=row.name,
            text=form.cleaned_data["text"], now=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("It is on its way to the hosts, and you get a letter with a link to it."))
        return redirect("rights:meetings")
    context = {"form": form, "report": report, "person": person}
    return render(request, "rights/correct.html", context, status=422 if form.is_bound else 200)


@require_safe
@login_required
def wishes(request: HttpRequest) -> HttpResponse:
    """For a host: what attendees ask to be corrected, with the day by which."""
    page = Paginator(wishes_to(member_of(request)), PAGE).get_page(request.GET.get("page"))
    return render(request, "rights/wishes.html", {"page": page, "now": timezone.now()})


@require_http_methods(FORM)
@login_required
def wish_page(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """For a host: one of them, with the way to the record, and the answer. Raises Http404."""
    host = member_of(request)
    made = wish_to(host, case_id)
    sees_occurrence(host, made.occurrence, What.CORRECTIONS)
    form = WishAnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        outcome = Correction.Outcome(form.cleaned_data["outcome"])
        try:
            answer(made=made, actor=host, outcome=outcome, text=form.cleaned_data["text"], now=timezone.now())
        except Answered:
            messages.info(request, _("It was answered already."))
        else:
            messages.success(request, _("Your answer is on its way."))
        return redirect("rights:wishes")
    context = {
        "made": made, "said": words_of(made), "form": form, "slug": slug_of(made.attendee_key), "now": timezone.now(),
    }  # fmt: skip
    return render(request, "rights/wish.html", context, status=422 if form.is_bound else 200)
