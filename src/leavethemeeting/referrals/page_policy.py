"""The content security policies of the pages that contacts pass through.

Narrower than the service's own: a script there reaches Google's two addresses, our token counter and our
static files, and no other address of ours or of anybody. There is no report address either: what a browser
reports may quote what the page was doing.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from leavethemeeting.referrals.google import Google

HEADER = "Content-Security-Policy"


def _own(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"


def guard(request: HttpRequest, response: HttpResponse, *, connect: tuple[str, ...]) -> HttpResponse:
    """Put the policy on ``response``; ``connect`` is what its script may talk to."""
    own = _own(request)
    directives = {
        "default-src": "'none'",
        "script-src": f"{own}/static/dist/",
        "style-src": f"{own}/static/dist/",
        "font-src": f"{own}/static/dist/fonts/",
        "img-src": f"{own}/static/shared/ data:",
        "connect-src": " ".join(connect) or "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
    }
    response[HEADER] = "; ".join(f"{name} {value}" for name, value in directives.items())
    response["Referrer-Policy"] = "no-referrer"
    response["Cache-Control"] = "no-store"
    return response


def connections(request: HttpRequest, google: Google | None) -> tuple[str, ...]:
    """Our token counter, by its full path, and Google's addresses where contacts are offered."""
    return (*(google.origins if google else ()), _own(request) + reverse("referrals:tokens"))
