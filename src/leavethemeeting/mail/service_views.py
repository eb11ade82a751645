"""Where the mail service of EMAIL_URL reports what became of letters. Without such a service there is nothing here."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from leavethemeeting.mail.by_service import NotTheService, Unreadable, take_reports
from leavethemeeting.shared.environment import environment
from leavethemeeting.shared.mail_services import proving


@csrf_exempt  # the service's own proof is looked at instead; no cookie is
@require_http_methods(["POST", "HEAD"])
@never_cache
def reports(request: HttpRequest, service: str) -> HttpResponse:
    """Answers nothing but a number: 200 noted, 400 not understood, 403 not the service. 404 where it is off."""
    smtp = environment().smtp
    if smtp is None or smtp.service != service or not proving(smtp.options):
        raise Http404
    if request.method == "HEAD":  # some services ask first whether anybody is here
        return HttpResponse()
    try:
        take_reports(smtp, request)
    except NotTheService:
        return HttpResponse(status=403)
    except Unreadable:
        return HttpResponse(status=400)
    return HttpResponse()
