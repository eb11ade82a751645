"""The intake of errors from browsers, and the page on which members read their own log data."""

from __future__ import annotations

from typing import Any

from allauth.core.ratelimit import consume
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from leavethemeeting.logdata.client import client_of
from leavethemeeting.logdata.kinds import Source
from leavethemeeting.logdata.queries import entries_of, told
from leavethemeeting.logdata.reports import MOST_BYTES, BadReport, read_page_error, read_refusals
from leavethemeeting.logdata.sightings import Sighting, note
from leavethemeeting.shared.public_forms import came_from_here

PAGE = 50
_PLUGINS = ("chrome-extension://", "moz-extension://", "safari-web-extension://")


def _may_send(request: HttpRequest) -> bool:
    """Our own pages and plugins; a page of another site has nothing to report here."""
    return came_from_here(request) or request.headers.get("Origin", "").startswith(_PLUGINS)


def _body(request: HttpRequest) -> bytes:
    """At most one byte more than is taken. Raises BadReport where the length is said to be more."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        raise BadReport("too long")
    return request.read(MOST_BYTES + 1)


@csrf_exempt  # changes nothing of anybody's; a browser sends it while its page closes
@require_POST
@never_cache
def page_error(request: HttpRequest) -> HttpResponse:
    """One uncaught error of a page or the plugin: 204, or 400 for another shape, 429 for too many."""
    if not _may_send(request):
        return HttpResponse(status=403)
    if not consume(request, action="page_error"):
        return HttpResponse(status=429)
    try:
        report = read_page_error(_body(request))
    except BadReport:
        return HttpResponse(status=400)
    note(
        Sighting(
            source=Source(report.source), name=report.name, stack=tuple(report.stack), at=timezone.now(),
            page=report.page, version=report.version, browser=client_of(request).browser,
        )
    )  # fmt: skip
    return HttpResponse(status=204)


@csrf_exempt  # browsers send these by themselves, without cookies
@require_POST
@never_cache
def refusal(request: HttpRequest) -> HttpResponse:
    """What the content security policy refused, as browsers report it."""
    if not consume(request, action="page_error"):
        return HttpResponse(status=429)
    try:
        refusals = read_refusals(_body(request))
    except BadReport:
        return HttpResponse(status=400)
    for one in refusals:
        stack = tuple(part for part in (one.place,) if part)
        name = f"{one.directive} {one.blocked}".strip()
        note(
            Sighting(
                source=Source.POLICY, name=name, stack=stack, at=timezone.now(), page=one.page,
                browser=client_of(request).browser,
            )
        )  # fmt: skip
    return HttpResponse(status=204)


@require_safe
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """My sign-ins and what I used, from which devices."""
    user: Any = request.user
    page = Paginator(entries_of(user.pk), PAGE).get_page(request.GET.get("page"))
    return render(request, "logdata/mine.html", {"rows": told(page), "page": page})
