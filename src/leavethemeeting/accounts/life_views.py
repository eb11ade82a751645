"""Sign-ins and devices, and the end of an account."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from leavethemeeting.accounts import devices as sessions
from leavethemeeting.accounts import ending
from leavethemeeting.accounts.member import member_of
from leavethemeeting.accounts.queries import owns_meetings
from leavethemeeting.accounts.session_limits import limits_of, span_words


@login_required
@require_safe
def devices(request: HttpRequest) -> HttpResponse:
    """Every browser in which the member is signed in."""
    user = member_of(request)
    limits = limits_of(user)
    told = {"idle": span_words(limits.idle), "whole": span_words(limits.whole)}
    return render(request, "accounts/devices.html", {"sign_ins": sessions.sign_ins(request, user), **told})


@login_required
@require_POST
def sign_out_one(request: HttpRequest, session_id: int) -> HttpResponse:
    """Sign one other browser out. Raises Http404."""
    sessions.sign_out_one(user=member_of(request), session_id=session_id, but=request.session.session_key or "")
    messages.success(request, _("That browser is signed out, and what it had open closes."))
    return redirect("accounts:devices")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """Sign every other browser out, after a question."""
    if request.method == "POST":
        sessions.sign_out_others(user=member_of(request), but=request.session.session_key or "")
        messages.success(request, _("Every other browser is signed out, and what they had open closes."))
        return redirect("accounts:devices")
    told = {
        "question": _("Sign out everywhere else?"),
        "text": _("You stay signed in here. Rooms and dashboards that other browsers have open will close."),
        "confirm": _("Sign out everywhere else"), "keep": _("Leave it"), "cancel_url": "..", "harmless": True,
    }  # fmt: skip
    return render(request, "shared/confirm.html", told)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(allow_get=True, app="allauth.account")  # type: ignore[untyped-decorator]  # -- allauth's
def delete(request: HttpRequest) -> HttpResponse:
    """What goes and what stays; then the account has fourteen days left."""
    if member_of(request).ends_at is not None:
        return redirect("accounts:keep")
    if request.method != "POST":
        told = {"days": ending.GRACE.days, "hosts": owns_meetings(member_of(request).pk)}
        return render(request, "accounts/delete.html", told)
    goes = ending.ask_to_end(user=member_of(request), now=timezone.now())
    logout(request)
    day = date_format(goes, "j F Y")
    messages.success(
        request, _("Your account goes on %(day)s. Until then, signing in is enough to keep it.") % {"day": day}
    )
    return redirect("account_login")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: HttpRequest) -> HttpResponse:
    """During the fourteen days: keep the account, or leave it to go."""
    user = member_of(request)
    if user.ends_at is None:
        return redirect("accounts:profile")
    if request.method != "POST":
        return render(request, "accounts/keep.html", {"goes": user.ends_at})
    ending.keep(user=user)
    messages.success(request, _("Your account stays, with everything in it."))
    return redirect("accounts:profile")
