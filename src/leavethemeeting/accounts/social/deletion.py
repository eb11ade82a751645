"""Meta's data deletion callback: it tells us that somebody took the app away, and shows them our page about it.

https://developers.facebook.com/docs/development/create-an-app/app-dashboard/data-deletion-callback
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from leavethemeeting.accounts.social import links
from leavethemeeting.accounts.social.models import DeletionRequest
from leavethemeeting.accounts.social.networks import configured
from leavethemeeting.shared.environment import environment

_LONGEST = 4096


class Forged(ValueError):
    """The request was not signed with our application's secret."""


def read_signed(signed: str, secret: str) -> dict[str, Any]:
    """The payload of ``signature.payload``, both base64url. Raises Forged."""
    signature, dot, payload = signed[:_LONGEST].partition(".")
    wanted = hmac.new(secret.encode(), payload.encode(), hashlib.sha256).digest()
    try:
        if not dot or not hmac.compare_digest(_unpacked(signature), wanted):
            raise Forged("signature")
        told = json.loads(_unpacked(payload))
    except Forged:
        raise
    except ValueError as error:  # not base64, not UTF-8, not JSON
        raise Forged("form") from error
    if not isinstance(told, dict) or str(told.get("algorithm", "")).upper() != "HMAC-SHA256":
        raise Forged("algorithm")
    return told


def _unpacked(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


@csrf_exempt
@require_POST
def asked(request: HttpRequest) -> HttpResponse:
    """Meta's server asks. The signature is the only proof and the only thing looked at before it holds."""
    if "facebook" not in configured():
        raise Http404("facebook")
    secret = settings.SOCIALACCOUNT_PROVIDERS["facebook"]["APP"]["secret"]
    try:
        told = read_signed(request.POST.get("signed_request", ""), secret)
        uid = str(told["user_id"])
    except (Forged, KeyError):
        return JsonResponse({"error": "signed_request"}, status=400)
    done = links.erase_by_network(uid=uid, asked_at=links.moment(told.get("issued_at")), now=timezone.now())
    page = environment().public_url + reverse("accounts:facebook_deletion", args=[done.code])
    return JsonResponse({"url": page, "confirmation_code": done.code})


@require_safe
def outcome(request: HttpRequest, code: str) -> HttpResponse:
    """What came of it, for whoever holds the code. It names nobody."""
    found = get_object_or_404(DeletionRequest, pk=code)
    response = render(request, "socialaccount/deletion.html", {"deletion": found})
    response["Referrer-Policy"] = "no-referrer"
    return response
