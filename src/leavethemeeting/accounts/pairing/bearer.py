"""Views that a plugin calls with its token."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from allauth.idp.oidc.models import Token
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from leavethemeeting.accounts.pairing.client import CLIENT_ID
from leavethemeeting.accounts.pairing.grant import TOKEN_PREFIX
from leavethemeeting.accounts.pairing.plugins import note_use
from leavethemeeting.consent.asking import acceptance_needed

PluginView = Callable[[HttpRequest, Token], HttpResponse]
_BEARER = f"Bearer {TOKEN_PREFIX}"


def _problem(status: int, title: str, challenge: str) -> HttpResponse:
    response = JsonResponse({"status": status, "title": title}, status=status, content_type="application/problem+json")
    response["WWW-Authenticate"] = challenge
    response["Cache-Control"] = "no-store"
    return response


def _token_in(request: HttpRequest) -> Token | None:
    header = request.headers.get("Authorization", "")
    if not header.startswith(_BEARER) or len(header) > 200:
        return None
    found: Token | None = Token.objects.lookup(Token.Type.ACCESS_TOKEN, header.removeprefix("Bearer "))
    if found is None or found.client_id != CLIENT_ID or found.user is None:
        return None
    return found if found.user.is_active and found.user.ends_at is None else None


def for_plugins(scope: str) -> Callable[[PluginView], Callable[[HttpRequest], HttpResponse]]:
    """Let plugins with ``scope`` call the view. Others get 401 or 403; while a changed policy waits, 428 (C51).

    No cookie is looked at, so there is no form that another website could send.
    """

    def decorate(view: PluginView) -> Callable[[HttpRequest], HttpResponse]:
        @csrf_exempt
        @wraps(view)
        def answer(request: HttpRequest) -> HttpResponse:
            token = _token_in(request)
            if token is None:
                return _problem(401, "Unauthorized", 'Bearer realm="plugin", error="invalid_token"')
            if scope not in token.get_scopes():
                return _problem(403, "Forbidden", f'Bearer error="insufficient_scope", scope="{scope}"')
            assert token.user_id is not None  # noqa: S101 -- looked at above; narrows the type
            waiting = acceptance_needed(token.user_id)
            if waiting is not None:
                return waiting
            note_use(token, now=timezone.now())
            return view(request, token)

        return answer

    return decorate
