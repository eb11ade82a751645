"""Two pages for members without a password: let us send a code, and type it."""

from __future__ import annotations

from allauth.account.utils import get_next_redirect_url
from allauth.core.ratelimit import consume, respond_429
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from leavethemeeting.accounts import mailed_again
from leavethemeeting.accounts.entrance_forms import CodeAgainForm
from leavethemeeting.accounts.member import member_of


def _onward(request: HttpRequest) -> str:
    return get_next_redirect_url(request) or reverse("accounts:profile")


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def again(request: HttpRequest) -> HttpResponse:
    """A letter is sent on POST only. Who has a password or a second factor is asked for that instead."""
    user = member_of(request)
    if not mailed_again.has_only_mail(user):
        return redirect("account_reauthenticate")
    address = mailed_again.address_of(user)
    if request.method != "POST" or not address:
        told = {"address": address, "next": _onward(request)}
        return render(request, "accounts/again.html", told, status=200 if address else 422)
    if not consume(request, action="code_again", user=user):
        return respond_429(request)
    mailed_again.send_code(request, user=user, now=timezone.now())
    return redirect(f"{reverse('accounts:again_code')}?{urlencode({'next': _onward(request)})}")


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def again_code(request: HttpRequest) -> HttpResponse:
    """The code from the letter, and back to what was wanted."""
    user = member_of(request)
    if not mailed_again.has_only_mail(user):
        return redirect("account_reauthenticate")
    form = CodeAgainForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            mailed_again.answer(request, user=user, code=form.cleaned_data["code"], now=timezone.now())
        except mailed_again.WrongCode as wrong:
            form.add_error("code", _other(over=wrong.over))
        else:
            return redirect(_onward(request))
    told = {"form": form, "next": _onward(request)}
    return render(request, "accounts/again_code.html", told, status=422 if form.is_bound else 200)


def _other(*, over: bool) -> str:
    if over:
        return _("This code does not count any more. Let us send you another one.")
    return _("That is not the code in our newest letter. Look again and type it once more.")
