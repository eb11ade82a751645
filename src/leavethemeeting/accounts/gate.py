"""Why a signed-in member is led elsewhere first: an account that ends, a question who it is, a missing second factor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import ResolverMatch, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from leavethemeeting.accounts.mailed_again import LINKING, must_be_asked
from leavethemeeting.accounts.models import User
from leavethemeeting.accounts.second_factor import has_second_factor
from leavethemeeting.mail.access import is_open_here
from leavethemeeting.shared.environment import environment

#: Pages for the provider's staff.
OF_PROVIDER = frozenset({"provider", "registers"})
OUTBOX = frozenset({"outbox", "letter", "letter_html", "previews", "preview", "preview_html"})
#: Pages for hosts and co-hosts. The door (``/m/…``) and the list of one's meetings are for everybody.
OF_HOSTS = frozenset({"meetings", "room", "attendance", "live", "reports"})
DOOR = "m/"
#: What somebody whose account ends may still open: to change their mind, to read, to ask, to take things along, to leave.
OPEN_SPACES_AT_END = frozenset(
    {"website", "consent", "accesslog", "logdata", "privacy", "rights", "evidence", "transparency"}
)
OPEN_AT_END = frozenset({
    "accounts:keep", "accounts:again", "accounts:again_code", "account_logout", "account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn",
})  # fmt: skip


def _is_for_provider(match: ResolverMatch) -> bool:
    return match.namespace in OF_PROVIDER or (match.namespace == "mail" and match.url_name in OUTBOX)


def _is_for_hosts(match: ResolverMatch) -> bool:
    if match.route.startswith(DOOR) or match.view_name == "meetings:list":
        return False
    return match.namespace in OF_HOSTS


def _lacks_factor(request: HttpRequest, user: User, match: ResolverMatch) -> bool:
    """Whether this page is for people with a second factor, and ``user`` has none. Nobody in a demonstration is real."""
    if environment().demo:
        return False
    if _is_for_provider(match):
        wanted = user.is_provider and not (match.namespace == "mail" and is_open_here(request))
    else:
        wanted = environment().hosts_need_second_factor and _is_for_hosts(match)
    return wanted and not has_second_factor(user.pk)


def _may_open_at_end(match: ResolverMatch) -> bool:
    return match.view_name in OPEN_AT_END or match.namespace in OPEN_SPACES_AT_END


def _way_back(request: HttpRequest, match: ResolverMatch) -> str:
    """Where somebody goes on who was asked first: what they sent is sent anew, and a network's start is no page of its own."""
    if match.view_name in LINKING:
        return reverse("accounts:linked")
    return request.get_full_path() if request.method in ("GET", "HEAD") else request.path


class Gate:
    """Leads to the question who it is, *Security* or to the question whether the account shall stay, before the page wanted does anything."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, _view: object, _args: Any, _kwargs: Any) -> HttpResponse | None:
        user, match = request.user, request.resolver_match
        if not isinstance(user, User) or match is None:
            return None
        if user.ends_at is not None and not _may_open_at_end(match):
            return HttpResponseRedirect(reverse("accounts:keep"))
        if must_be_asked(request, user, match):
            wanted = urlencode({"next": _way_back(request, match)})
            return HttpResponseRedirect(f"{reverse('accounts:again')}?{wanted}")
        if not _lacks_factor(request, user, match):
            return None
        messages.warning(
            request, _("That page needs more than a password. Add a passkey or an authenticator app first.")
        )
        return HttpResponseRedirect(reverse("accounts:security"))
