"""The inviter's pages. Contacts are read, shown and used by the page's script alone (web/src/invite)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from leavethemeeting.accounts.models import User
from leavethemeeting.referrals import actions
from leavethemeeting.referrals.google import OTHERS_SCOPE, SCOPE, Google, google
from leavethemeeting.referrals.page_policy import connections, guard
from leavethemeeting.referrals.page_words import letter, page_words
from leavethemeeting.referrals.payloads import NotOnlyACount, wanted
from leavethemeeting.referrals.qr import qr_code
from leavethemeeting.referrals.queries import has_linked_google, is_named, numbers_of
from leavethemeeting.shared.environment import environment


def _member(request: HttpRequest) -> User:
    """Whoever is signed in: asked behind ``login_required``."""
    assert isinstance(request.user, User)  # noqa: S101 -- login_required stands before every caller
    return request.user


def _link(token: str) -> str:
    return environment().public_url + reverse("referrals:door", args=[token])


def _config(request: HttpRequest, offered: Google | None) -> dict[str, Any]:
    """What the page's script needs: addresses, the letter, the form's secret. Its shape is ``Config`` in config.ts."""
    config: dict[str, Any] = {
        "tokens": reverse("referrals:tokens"), "csrf": get_token(request), "door": environment().public_url + "/i/",
        "letter": letter(), "words": page_words(), "google": None,
    }  # fmt: skip
    if offered:
        config["google"] = {
            "clientId": offered.client_id, "authorize": offered.authorize, "people": offered.people, "revoke": offered.revoke,
            "scope": SCOPE, "othersScope": OTHERS_SCOPE, "practice": offered.practice,
            "redirect": request.build_absolute_uri(reverse("referrals:returned")),
        }  # fmt: skip
    return config


@require_safe
@never_cache
@login_required
def invite(request: HttpRequest) -> HttpResponse:
    """Make links and pass them on; for members who sign in with Google, choose among their contacts."""
    member = _member(request)
    set_up = google()
    offered = set_up if set_up and has_linked_google(member) else None
    context = {
        "numbers": numbers_of(member), "named": is_named(member), "offered": offered, "config": _config(request, offered),
    }  # fmt: skip
    return guard(request, render(request, "referrals/invite.html", context), connect=connections(request, offered))


def _refused(status: int, **why: object) -> JsonResponse:
    """A refusal that no log line is written about: even its address line stays out of the log."""
    response = JsonResponse(why, status=status)
    response._has_been_logged = True  # type: ignore[attr-defined]  # -- how Django's log_response knows that it need not
    return response


@require_POST
@never_cache
@login_required
def tokens(request: HttpRequest) -> JsonResponse:
    """``{"count": n}`` → ``{"tokens": […]}``; 400 for anything else, 429 when the day's measure is used up."""
    try:
        fresh = actions.make_links(inviter=_member(request), count=wanted(request), now=timezone.now())
    except NotOnlyACount:
        return _refused(400, error="count")
    except actions.TooMany as error:
        return _refused(429, error="too_many", left=error.left)
    return JsonResponse({"tokens": fresh})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def link(request: HttpRequest) -> HttpResponse:
    """One link as text and QR code, made without a script; and whether links name the member."""
    member = _member(request)
    context: dict[str, Any] = {"numbers": numbers_of(member), "named": is_named(member)}
    if request.method != "POST":
        return render(request, "referrals/link.html", context)
    try:
        made = _link(actions.make_links(inviter=member, count=1, now=timezone.now())[0])
    except actions.TooMany:
        return render(request, "referrals/link.html", {**context, "too_many": True}, status=422)
    return render(
        request,
        "referrals/link.html",
        {**context, "made": made, "qr": qr_code(made), "text": letter()["text"] % {"link": made}},
    )


@require_POST
@never_cache
@login_required
def name(request: HttpRequest) -> HttpResponse:
    """Whether the pages behind the member's links say who invites."""
    actions.name_me(user=_member(request), named="named" in request.POST)
    messages.success(request, _("Saved. It holds for the links you have made, too."))
    return redirect("referrals:link")


@require_safe
def returned(request: HttpRequest) -> HttpResponse:
    """Where Google's window comes back to. What it brings stands behind the ``#`` and is never sent here."""
    return guard(request, render(request, "referrals/returned.html"), connect=())
