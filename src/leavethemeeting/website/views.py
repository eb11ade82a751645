"""Public pages and the few files that machines ask for. None of them sets a cookie."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, time, timedelta

from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from leavethemeeting.shared.environment import environment
from leavethemeeting.shared.offsite import NotOurs, host_of, opened
from leavethemeeting.website.forms import PluginLinkForm
from leavethemeeting.website.pictures import PICTURES

log = logging.getLogger(__name__)

SECURITY_TXT_DAYS = 180  # RFC 9116 §2.5.5 asks for less than a year
ROBOTS = "User-agent: *\nAllow: /$\nDisallow: /\n"

ENDINGS = frozenset({"stay", "leave", "snooze"})  # of the countdown on the landing page


@require_safe
@gzip_page
def landing(request: HttpRequest) -> HttpResponse:
    """What this is, for attendees, hosts and providers; the countdown to try; the form for the plugin's link."""
    answer = request.GET.get("answer", "")
    phase = answer if answer in ENDINGS else "asks"
    context = {
        "operator": environment().operator_name, "form": PluginLinkForm(), "pictures": PICTURES, "phase": phase
    }  # fmt: skip
    return render(request, "website/landing.html", context)


@require_safe
@gzip_page
def try_rules(request: HttpRequest) -> HttpResponse:
    """The leave rules at work in invented meetings: a table of how they end; dist/try.js makes it a simulator."""
    return render(request, "website/try.html")


@require_safe
@never_cache
def leaving(request: HttpRequest) -> HttpResponse:
    """The notice before a link that somebody typed (C41). 404 for a target that no page of ours sealed."""
    try:
        target = opened(request.GET.get("to", ""))
    except NotOurs as error:
        raise Http404 from error
    return render(request, "website/leaving.html", {"target": target, "target_host": host_of(target)})


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- a view
    """200 ``ok`` when the database answers, else 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        log.exception("the database does not answer")
        return HttpResponse("the database does not answer\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- a view
    """The landing page is for everybody; meetings are for whoever was invited."""
    return HttpResponse(ROBOTS, content_type="text/plain")


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- a view
    """Whom to tell about a hole (RFC 9116). 404 until OPERATOR_EMAIL is set."""
    seen = environment()
    if not seen.operator_email:
        raise Http404
    expires = datetime.combine(timezone.now().date() + timedelta(days=SECURITY_TXT_DAYS), time(), tzinfo=UTC)
    lines = (
        f"Contact: mailto:{seen.operator_email}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        f"Canonical: {seen.public_url}/.well-known/security.txt",
        "Preferred-Languages: en",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
