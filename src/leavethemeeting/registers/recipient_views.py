"""The provider's page about recipients: who outside gets what, field by field, and what should not have been."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from leavethemeeting.consent.provider_views import for_provider
from leavethemeeting.shared import egress
from leavethemeeting.shared.environment import environment
from leavethemeeting.shared.recipients import recipients


@require_safe
@never_cache
@for_provider
def index(request: HttpRequest) -> HttpResponse:
    """The register of ``shared.recipients`` as the settings make it, and undeclared machines, if any was talked to."""
    rows = [(one, sorted(one.hosts), sorted(one.fields)) for one in recipients(environment())]
    undeclared = sorted(egress.noted(environment().data_dir).items())
    return render(request, "registers/recipients.html", {"rows": rows, "undeclared": undeclared})
