"""Asking members again after a material change (C51): at their next page or form, and in the plugin."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from leavethemeeting.consent.held_forms import ANSWER, question_with_form, says_yes
from leavethemeeting.consent.models import PolicyVersion
from leavethemeeting.consent.queries import awaiting
from leavethemeeting.shared.environment import environment

#: Pages that somebody who has not accepted yet may open: to read, to ask, to take things along, to leave.
OPEN_SPACES = frozenset({"website", "consent", "accesslog", "logdata", "privacy", "rights", "evidence", "transparency"})
OPEN_PAGES = frozenset({
    "account_logout", "account_inactive", "account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn",
    "accounts:again", "accounts:again_code", "accounts:delete", "accounts:keep", "accounts:picture", "mail:way_out",
})  # fmt: skip
#: Forms that go on meanwhile: what runs in a meeting, what makes an account safer, and what takes something away.
GOING_ON = frozenset({
    "room:ticket", "room:person_do", "room:person_remove", "room:hand_over", "live:ticket", "live:door", "live:close",
    "meetings:newcomers", "meetings:forget", "meetings:delete", "meetings:co_host_remove",
    "attendance:revoke_source", "provider:erase",
    "account_change_password", "account_set_password", "mfa_add_webauthn", "mfa_edit_webauthn", "mfa_remove_webauthn",
    "mfa_activate_totp", "mfa_deactivate_totp", "mfa_generate_recovery_codes",
    "accounts:sign_out_one", "accounts:sign_out_everywhere", "accounts:remove_picture", "accounts:unlink",
    "accounts:disconnect_plugin",
})  # fmt: skip
_SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


def _opens_a_page(request: HttpRequest) -> bool:
    """A person follows a link or sends a form; it is not a script that fetches."""
    mode = request.headers.get("Sec-Fetch-Mode")
    if mode is not None:
        return mode == "navigate" and request.headers.get("Sec-Fetch-Dest", "document") == "document"
    accepts = request.headers.get("Accept", "")
    return (not accepts or "text/html" in accepts) and request.content_type != "application/json"


def _is_open(request: HttpRequest, view: object) -> bool:
    match = request.resolver_match
    if match is None or match.view_name in OPEN_PAGES or match.namespace in OPEN_SPACES:
        return True
    if request.method in _SAFE:
        return False
    # What takes a form without our token acts for nobody by their cookie, and must not carry anybody's yes either.
    return match.view_name in GOING_ON or getattr(view, "csrf_exempt", False)


class AskAgain:
    """Leads a signed-in member's next page view or form to the question. What runs in a room goes on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, _args: Any, _kwargs: Any) -> HttpResponse | None:
        """Django has checked the form's token before this is called."""
        is_form = request.method not in _SAFE
        looks = request.method == "GET" and _opens_a_page(request)
        if not (is_form or looks) or _is_open(request, view) or not request.user.is_authenticated:
            return None
        waiting = awaiting(request.user.pk)
        if not waiting:
            return None
        if is_form:
            return _held_up(request, waiting, request.user.pk)
        return HttpResponseRedirect(f"{reverse('consent:accept')}?{urlencode({'next': request.get_full_path()})}")


def _held_up(request: HttpRequest, waiting: Sequence[PolicyVersion], user_id: UUID) -> HttpResponse | None:
    """What a form is answered while ``waiting`` waits; None when it brings the yes with it."""
    if not _opens_a_page(request):
        return acceptance_needed(user_id)
    if says_yes(request, waiting, user_id):
        return None
    return question_with_form(request, waiting, user_id, moved=ANSWER in request.POST)


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
        "detail": _("Open the page and read what changed. Until you accept it, nothing new is taken."),
        "accept_url": environment().public_url + reverse("consent:accept"),
        "versions": {version.kind: version.number for version in waiting},
    }
    return JsonResponse(problem, status=428, content_type="application/problem+json")
