"""The page on which a member decides about a plugin that wants to be paired.

Whoever is sent a link by a stranger must not pair the stranger's plugin (RFC 8628 §5.4). So the code is
typed, not taken from the link, unless this very browser proves that it holds the device code: its plugin
answers the page's challenge with ``HMAC-SHA256(key=device_code, challenge)``, in hex, in the field ``proof``.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.idp.oidc.forms import ConfirmCodeForm
from allauth.idp.oidc.internal.oauthlib import device_codes
from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods

from leavethemeeting.accounts.models import User
from leavethemeeting.accounts.pairing.client import EVENTS, SCOPES, SETTINGS
from leavethemeeting.accounts.pairing.requester import pending_of, requester_in
from leavethemeeting.logdata.actions import record_use
from leavethemeeting.logdata.client import client_of
from leavethemeeting.logdata.kinds import Feature

_CHALLENGE, _LOOKED_AT = "pairing_challenge", "pairing_looked_at"


class CodeForm(ConfirmCodeForm):
    """The code that the plugin shows."""

    code = forms.CharField(
        label=gettext_lazy("The plugin's code"), max_length=20, widget=forms.TextInput({"autocomplete": "off"})
    )

    def clean_code(self) -> str:
        """Raises ValidationError in our words."""
        try:
            return str(super().clean_code())
        except ValidationError as error:
            if error.code == "rate_limited":
                raise ValidationError(_("These were many codes. Wait a minute, then try again.")) from error
            raise ValidationError(
                _("No plugin waits with this code. Codes hold for five minutes; let the plugin show a new one.")
            ) from error


def scope_words(scopes: list[str]) -> list[str]:
    """What the plugin would be allowed, one line each."""
    words = {
        EVENTS: _("report when you enter and leave a meeting, and what you do in it"),
        SETTINGS: _("read and change the plugin's own settings in your account"),
    }
    return [words[scope] for scope in scopes]


def proof_of(device_code: str, challenge: str) -> str:
    """What the plugin that asked for ``device_code`` answers to ``challenge``."""
    return hmac.new(device_code.encode(), challenge.encode(), hashlib.sha256).hexdigest()


@csrf_protect  # allauth's own page takes a form from anywhere
@never_cache
@login_required
@reauthentication_required(app="allauth.account")  # type: ignore[untyped-decorator]  # -- allauth's
@require_http_methods(["GET", "HEAD", "POST"])
def pair(request: HttpRequest) -> HttpResponse:
    """Type the code; look at who asks; decide."""
    if "decision" in request.POST:
        return _decide(request)
    if "code" in request.POST:
        form = CodeForm(request.POST)
        if form.is_valid():
            return _show(request, form)
    else:
        form = CodeForm()
    challenge = request.session[_CHALLENGE] = secrets.token_urlsafe(32)
    return render(request, "accounts/pair.html", {"form": form, "challenge": challenge})


def _show(request: HttpRequest, form: CodeForm) -> HttpResponse:
    try:
        pending = pending_of(form.device_code)
    except KeyError:
        return _over(request)
    challenge = request.session.pop(_CHALLENGE, "")
    proven = bool(challenge) and hmac.compare_digest(
        proof_of(form.device_code, challenge), request.POST.get("proof", "").encode("ascii", "replace").decode()
    )
    code = str(pending["device"]["user_code"])
    request.session[_LOOKED_AT] = code
    told: dict[str, Any] = {
        "code": code, "requester": requester_in(pending), "proven": proven,
        "may": scope_words(pending["scope"] or list(SCOPES)),
    }  # fmt: skip
    return render(request, "accounts/pair_decide.html", told)


def _over(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/pair_over.html", {"outcome": "expired"}, status=410)


def _decide(request: HttpRequest) -> HttpResponse:
    """Only about the code that this session has just looked at."""
    looked_at = request.session.pop(_LOOKED_AT, "")
    if not looked_at or not hmac.compare_digest(looked_at.encode(), request.POST.get("code", "").encode()):
        return _over(request)
    try:
        device_code, _client = device_codes.validate_user_code(looked_at)
    except ValidationError:
        return _over(request)
    allowed = request.POST["decision"] == "allow"
    user = request.user
    assert isinstance(user, User)  # noqa: S101 -- login_required; narrows the type
    if not device_codes.confirm_or_deny_device_code(user, device_code, confirm=allowed):
        return _over(request)
    if allowed:
        record_use(user_id=user.pk, feature=Feature.PAIRED, now=timezone.now(), client=client_of(request))
    return render(request, "accounts/pair_over.html", {"outcome": "allowed" if allowed else "denied"})
