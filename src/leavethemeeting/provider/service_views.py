"""About the service, not about people: how it goes, and numbers of groups."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from leavethemeeting.consent.provider_views import for_provider
from leavethemeeting.domain.suppression import LEAST
from leavethemeeting.provider import figures as numbers
from leavethemeeting.provider import workings as works
from leavethemeeting.shared.examination import examined


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@for_provider
def workings(request: HttpRequest) -> HttpResponse:
    """Duties, queues and room left; after a press of the button what the doctor finds, which asks other machines."""
    now = timezone.now()
    since, alive = works.room_service()
    context = {
        "duties": works.duties(now), "queues": works.queues(now), "left": works.room_left(), "room_since": since,
        "room_alive": alive, "findings": examined() if request.method == "POST" else None,
    }  # fmt: skip
    return render(request, "provider/workings.html", context)


@require_safe
@never_cache
@for_provider
def figures(request: HttpRequest) -> HttpResponse:
    """Trends, ways in, the funnel, who comes back, what is used. Small groups are hidden."""
    now = timezone.now()
    context = {
        "trends": numbers.trends(now), "ways_in": numbers.ways_in(now), "funnel": numbers.funnel(now),
        "cohorts": numbers.retention(now), "later": range(1, numbers.COHORTS), "features": numbers.features(now),
        "devices": numbers.devices(now).items(), "least": LEAST, "days": numbers.LATELY.days,
        "funnel_days": numbers.FUNNEL.days,
    }  # fmt: skip
    return render(request, "provider/figures.html", context)
