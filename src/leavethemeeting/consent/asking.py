"""Asking members again after a material change (C51): at their next page, and in the plugin."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from leavethemeeting.consent.queries import awaiting, has_accepted
from leavethemeeting.shared.environment import environment

#: Pages that somebody who has not accepted yet may open: to read, to ask, to take things along, to leave.
OPEN_SPACES = frozenset({"website", "consent", "accesslog", "logdata"})
OPEN_PAGES = frozenset({
    "account_logout", "account_inactive", "account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn",
    "accounts:again", "accounts:again_code", "accounts:delete", "accounts:keep", "accounts:picture", "privacy:export", "mail:way_out",
})  # fmt: skip


def _is_page_view(request: HttpRequest) -> bool:
    """A person opens a page; not a script that fetches, and not a form: nothing that was typed is lost."""
    if request.method != "GET":
        return False
    mode = request.headers.get("Sec-Fetch-Mode")
    if mode is not None:
        return mode == "navigate" and request.headers.get("Sec-Fetch-Dest", "document") == "document"
    accepts = request.headers.get("Accept", "")
    return not accepts or "text/html" in accepts


def _is_open(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is None or match.view_name in OPEN_PAGES or match.namespace in OPEN_SPACES


class AskAgain:
    """Leads a signed-in member's next page view to the question. What runs in a room goes on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, _view: object, _args: Any, _kwargs: Any) -> HttpResponse | None:
        if not _is_page_view(request) or _is_open(request) or not request.user.is_authenticated:
            return None
        if has_accepted(request.user.pk):
            return None
        return HttpResponseRedirect(f"{reverse('consent:accept')}?{urlencode({'next': request.get_full_path()})}")


def acceptance_needed(user_id: UUID) -> JsonResponse | None:
    """For an API that a program calls for a member: the answer while a change waits for them, else None.

    428 (RFC 6585 §3) with a problem (RFC 9457): the plugin shows ``accept_url`` and keeps what it has.
    """
    waiting = awaiting(user_id)
    if not waiting:
        return None
    problem = {
        "type": environment().public_url + reverse("consent:policy_versions"),
        "status": 428,
        "title": _("The policy has changed"),
        "detail": _("Open the page and read what changed. Until you accept it, nothing is taken from your plugin."),
        "accept_url": environment().public_url + reverse("consent:accept"),
        "versions": {version.kind: version.number for version in waiting},
    }
    return JsonResponse(problem, status=428, content_type="application/problem+json")
