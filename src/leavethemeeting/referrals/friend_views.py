"""The friend's pages: what a link opens, and what happens after sign-up. Opening a link changes nothing."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from leavethemeeting.accounts.models import User
from leavethemeeting.referrals import actions
from leavethemeeting.referrals.forms import AcceptForm, DeclineForm, TellForm
from leavethemeeting.referrals.queries import Behind, behind, inviter_name
from leavethemeeting.shared.public_forms import public_form

FOLLOWED = "invitation"  # session key: {"id": the invitation's, "at": when its page was left for sign-up}


def _page(request: HttpRequest, link: str, found: Behind, **forms: Any) -> HttpResponse:
    if found.waiting is None:
        return render(request, "referrals/spent.html", status=410)
    context = {
        "inviter_name": found.inviter_name, "own": found.waiting.inviter_id == request.user.pk, "link": link,
        "accept_form": AcceptForm(auto_id="accept_%s"), "decline_form": DeclineForm(auto_id="decline_%s"), **forms,
    }  # fmt: skip
    return render(request, "referrals/door.html", context, status=422 if forms else 200)


@require_safe
@never_cache
def door(request: HttpRequest, link: str) -> HttpResponse:
    """Who invites, if they want to be named; sign up or decline. Mail programs open links to look: nothing is noted."""
    return _page(request, link, behind(link, now=timezone.now()))


@require_POST
@never_cache
@public_form
def accept(request: HttpRequest, link: str) -> HttpResponse:
    """On to sign-up; the session remembers which invitation is followed."""
    found = behind(link, now=timezone.now())
    form = AcceptForm(request.POST, auto_id="accept_%s")
    if found.waiting is None or isinstance(request.user, User):
        return redirect("referrals:door", link)
    if not form.is_valid():
        return _page(request, link, found, accept_form=form)
    request.session[FOLLOWED] = {"id": str(found.waiting.pk), "at": timezone.now().isoformat()}
    return redirect(f"{reverse('account_signup')}?{urlencode({'next': reverse('referrals:arrived')})}")


@require_POST
@never_cache
@public_form
def decline(request: HttpRequest, link: str) -> HttpResponse:
    """Whoever got the link wants none: the inviter sees one more *declined*, and the link opens nothing more."""
    found = behind(link, now=timezone.now())
    form = DeclineForm(request.POST, auto_id="decline_%s")
    if found.waiting is not None and not form.is_valid():
        return _page(request, link, found, decline_form=form)
    try:
        if found.waiting is not None:
            actions.decline(invitation_id=found.waiting.pk, now=timezone.now())
    except actions.Spent:
        found = Behind(None, "")
    if found.waiting is None:
        return render(request, "referrals/spent.html", status=410)
    return render(request, "referrals/declined.html")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def arrived(request: HttpRequest) -> HttpResponse:
    """The new member says whether the inviter learns their name; only now the invitation is used."""
    followed = request.session.get(FOLLOWED)
    if not followed:
        return redirect(settings.LOGIN_REDIRECT_URL)
    invitation_id, opened_at = UUID(followed["id"]), datetime.fromisoformat(followed["at"])
    form = TellForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        context = {"form": form, "inviter_name": inviter_name(invitation_id)}
        return render(request, "referrals/arrived.html", context, status=422 if form.is_bound else 200)
    assert isinstance(request.user, User)  # noqa: S101 -- behind login_required
    del request.session[FOLLOWED]
    try:
        actions.join(
            invitation_id=invitation_id, friend=request.user, opened_at=opened_at, shown=form.cleaned_data["tell"] == "yes",
            now=timezone.now(),
        )  # fmt: skip
    except (actions.NotNew, actions.Spent):
        messages.info(request, _("The invitation counts no more. Your account is not touched by that."))
    else:
        messages.success(request, _("Done. Welcome."))
    return redirect(settings.LOGIN_REDIRECT_URL)
