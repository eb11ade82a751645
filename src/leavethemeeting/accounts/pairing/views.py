"""The page of connected plugins, and the plugin's question whether it still is one."""

from __future__ import annotations

from allauth.idp.oidc.models import Token
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from leavethemeeting.accounts.member import member_of
from leavethemeeting.accounts.pairing import plugins
from leavethemeeting.accounts.pairing.bearer import for_plugins
from leavethemeeting.accounts.pairing.client import SETTINGS
from leavethemeeting.shared.moments import now_ms


@login_required
@require_safe
def connected(request: HttpRequest) -> HttpResponse:
    """Every plugin that may report for the member."""
    found = plugins.plugins_of(member_of(request).pk, now=timezone.now())
    return render(request, "accounts/plugins.html", {"plugins": found, "idle_days": plugins.IDLE.days})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def disconnect(request: HttpRequest, token_id: int) -> HttpResponse:
    """Disconnect one plugin, after a question. Raises Http404."""
    user_id = member_of(request).pk
    if request.method == "POST":
        name = plugins.end_plugin(user_id=user_id, token_id=token_id)
        messages.success(request, _("%(name)s is disconnected. Its key opens nothing any more.") % {"name": name})
        return redirect("accounts:plugins")
    name = plugins.name_of(plugins.plugin_of(user_id=user_id, token_id=token_id))
    told = {
        "question": _("Disconnect this plugin?"),
        "text": _("%(name)s will report nothing more, until you pair it again.") % {"name": name},
        "confirm": _("Disconnect"), "keep": _("Keep it connected"), "cancel_url": reverse("accounts:plugins"),
    }  # fmt: skip
    return render(request, "shared/confirm.html", told)


@require_safe
@for_plugins(SETTINGS)
def state(_request: HttpRequest, token: Token) -> HttpResponse:
    """For the plugin: that it is paired, what it may, and until when."""
    told = {
        "scopes": token.get_scopes(), "expires_at": plugins.ends_at(token).isoformat(), "member": plugins.member_ref(token), "now": now_ms(),
    }  # fmt: skip
    response = JsonResponse(told)
    response["Cache-Control"] = "no-store"
    return response
