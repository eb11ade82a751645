"""The outbox: letters as they were written, for who may read them."""

from __future__ import annotations

from uuid import UUID

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp_replace, csp_update
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from leavethemeeting.mail.queries import dead_since, readable_letter, readable_letters, state_of
from leavethemeeting.shared.environment import environment

PAGE_LENGTH = 50
FRAMED_LETTER = {
    **{f"{kind}-src": [NONE] for kind in ("default", "script", "img", "font", "connect", "media", "manifest")},
    "style-src": [UNSAFE_INLINE],  # a mail program has no style sheet of ours; nothing else may run or load
    "form-action": [NONE],
    "frame-ancestors": [SELF],
    "sandbox": True,
}


@require_safe
@never_cache
def outbox(request: HttpRequest) -> HttpResponse:
    """All letters, newest first."""
    page = Paginator(readable_letters(request), PAGE_LENGTH).get_page(request.GET.get("page"))
    rows = [{"letter": letter, "state": state_of(letter)} for letter in page]
    return render(request, "mail/outbox.html", {"page": page, "rows": rows, "smtp": environment().smtp})


@require_safe
@never_cache
@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type]  # -- django-csp types views without arguments
def letter(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    """One letter: its text, and its HTML in a frame that may do nothing."""
    found = readable_letter(request, letter_id)
    return render(
        request,
        "mail/outbox_letter.html",
        {"letter": found, "state": state_of(found), "dead_since": dead_since(found.recipient)},
    )


@require_safe
@never_cache
@xframe_options_sameorigin
@csp_replace(FRAMED_LETTER)  # type: ignore[arg-type]  # -- django-csp types views without arguments
def letter_html(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    """The letter's HTML as a mail program shows it: styles of its own, no scripts, forms or loads."""
    found = readable_letter(request, letter_id)
    if not found.html:
        raise Http404
    return HttpResponse(found.html)
