"""What readers of letters reach without signing in and without a cookie: the pixel, the redirect, the ways out.

The random token in the address is all that is asked for; mail programs send nothing else.
"""

from __future__ import annotations

from base64 import b64decode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from leavethemeeting.consent.kinds import TITLES, Kind
from leavethemeeting.mail.endings import take_way_out
from leavethemeeting.mail.models import LinkKind, MailLink
from leavethemeeting.mail.queries import link_of, way_out_of
from leavethemeeting.mail.visits import note

PIXEL = b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")  # one transparent pixel


def _note(link: MailLink, request: HttpRequest) -> None:
    if request.method == "GET":  # HEAD asks whether the address works; nobody has looked
        note(link, headers=request.headers, now=timezone.now())


@require_safe
@never_cache
def pixel(request: HttpRequest, token: str) -> HttpResponse:
    """Always the same picture, whatever the token: nobody can ask which letters there were."""
    link = link_of(token, LinkKind.OPEN)
    if link is not None:
        _note(link, request)
    response = HttpResponse(PIXEL, content_type="image/gif")
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"  # mail programs on the web show it
    return response


@require_safe
@never_cache
def visit(request: HttpRequest, token: str) -> HttpResponse:
    """On to the stored target; there is no way to name another one."""
    link = link_of(token, LinkKind.VISIT)
    if link is None:
        return render(request, "mail/link_gone.html", status=404)
    _note(link, request)
    return HttpResponse(status=303, headers={"Location": link.target, "Referrer-Policy": "no-referrer"})


@csrf_exempt  # RFC 8058: the mail program posts without cookie or login; the token is the only credential
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def way_out(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks, POST does it: scanners follow every link, and must not unsubscribe anybody."""
    found = take_way_out(token, now=timezone.now()) if request.method == "POST" else way_out_of(token)
    if found is None:
        raise Http404
    title = TITLES[Kind(found.consent)]
    response = render(
        request, "mail/way_out.html", {"title": title, "consent": found.consent, "done": bool(found.used_at)}
    )
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
