"""Lists for the provider: members, meetings, and what the provider's own people did."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from leavethemeeting.accesslog.deeds import audit, lines
from leavethemeeting.accesslog.kinds import What
from leavethemeeting.accounts.models import User
from leavethemeeting.consent.provider_views import for_provider
from leavethemeeting.meetings.models import Meeting
from leavethemeeting.provider.forms import MeetingsForm, MembersForm
from leavethemeeting.provider.looking import note_look_at_members

MOST = 100
PAGE = 50
FORM = ["GET", "HEAD", "POST"]


@require_http_methods(FORM)
@never_cache
@for_provider
def members(request: HttpRequest) -> HttpResponse:
    """The newest hundred of a kind."""
    form = MembersForm(request.POST if request.method == "POST" else None)
    rows: list[User] | None = None
    number = 0
    if form.is_bound and form.is_valid():
        found = User.objects.filter(MembersForm.which(form.cleaned_data["kind"])).order_by("-date_joined", "pk")
        number, rows = found.count(), list(found[:MOST])
        note_look_at_members(request, [one.pk for one in rows], What.SEARCH, form.cleaned_data["reason"])
    context = {"form": form, "rows": rows, "number": number, "most": MOST}
    return render(request, "provider/members.html", context)


@require_http_methods(FORM)
@never_cache
@for_provider
def meetings(request: HttpRequest) -> HttpResponse:
    """Meetings whose title or host is searched, the newest hundred; their hosts read that somebody looked."""
    form = MeetingsForm(request.POST if request.method == "POST" else None)
    rows: list[Any] | None = None
    number = 0
    if form.is_bound and form.is_valid():
        found = _meetings(form.cleaned_data["words"])
        number, rows = found.count(), list(found[:MOST])
        note_look_at_members(request, {one.owner_id for one in rows}, What.MEETINGS, form.cleaned_data["reason"])
    context = {"form": form, "rows": rows, "number": number, "most": MOST}
    return render(request, "provider/meetings.html", context)


def _meetings(words: str) -> QuerySet[Meeting]:
    like = Q(title__icontains=words) | Q(owner__name__icontains=words) | Q(owner__email__icontains=words)
    return (
        Meeting.objects.filter(like if words else Q()).select_related("owner").order_by("-planned_at", "pk")
        .annotate(runs=Count("occurrences", distinct=True), people=Count("attendees", distinct=True))
    )  # fmt: skip


@require_safe
@never_cache
@for_provider
def deeds(request: HttpRequest) -> HttpResponse:
    """Every look and every deed of the provider's people, the newest first. It names them, and nobody they looked at."""
    page = Paginator(audit(), PAGE).get_page(request.GET.get("page"))
    told = lines(page.object_list)
    names = dict(User.objects.filter(pk__in={line.by_id for line in told}).values_list("pk", "name"))
    rows = [{"line": line, "who": names.get(line.by_id, "")} for line in told]
    return render(request, "provider/deeds.html", {"rows": rows, "page": page})
