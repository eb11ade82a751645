"""The letters as they look, before anybody gets one. For who may read the outbox."""

from __future__ import annotations

from csp.constants import SELF
from csp.decorators import csp_replace, csp_update
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from leavethemeeting.mail.access import may_read
from leavethemeeting.mail.previews import Preview, kinds, preview_of
from leavethemeeting.mail.views import FRAMED_LETTER


def _found(request: HttpRequest, kind: str) -> Preview:
    """The preview. Raises Http404 where there is none or the reader may not see it."""
    if not may_read(request) or kind not in kinds():
        raise Http404
    return preview_of(kind)


@require_safe
@never_cache
def previews(request: HttpRequest) -> HttpResponse:
    """Every letter there is."""
    if not may_read(request):
        raise Http404
    return render(request, "mail/previews.html", {"previews": [preview_of(kind) for kind in kinds()]})


@require_safe
@never_cache
@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type]  # -- django-csp types views without arguments
def preview(request: HttpRequest, kind: str) -> HttpResponse:
    """One letter, as wide as a desk and as narrow as a phone, and as text."""
    return render(request, "mail/preview.html", {"preview": _found(request, kind)})


@require_safe
@never_cache
@xframe_options_sameorigin
@csp_replace(FRAMED_LETTER)  # type: ignore[arg-type]  # -- django-csp types views without arguments
def preview_html(request: HttpRequest, kind: str) -> HttpResponse:
    """The letter's HTML as a mail program shows it."""
    return HttpResponse(_found(request, kind).html)
