"""What a plugin calls to be paired, to fetch its token, and to give it back (RFC 8628, RFC 7009)."""

from __future__ import annotations

import hashlib
import json
import re
from http import HTTPStatus
from typing import Any

from allauth.core.ratelimit import consume
from allauth.idp.oidc import views as allauth_views
from allauth.idp.oidc.internal.oauthlib.utils import convert_response, extract_params
from allauth.idp.oidc.models import Token
from django.contrib.auth.models import AbstractBaseUser
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from oauthlib.oauth2.rfc6749.errors import InvalidGrantError, UnsupportedGrantTypeError
from oauthlib.oauth2.rfc8628.errors import AccessDenied

from leavethemeeting.accounts import letters
from leavethemeeting.accounts.models import User
from leavethemeeting.accounts.pairing.client import SCOPES
from leavethemeeting.accounts.pairing.grant import Granted, server_for
from leavethemeeting.accounts.pairing.plugins import end_by_value, note_pairing
from leavethemeeting.accounts.pairing.requester import note_requester, requester_in
from leavethemeeting.mail.composing import Because, send

_DEVICE_CODE = re.compile(r"[\w-]{0,100}", re.ASCII)
TAKEN_SECONDS = 600  # longer than a code lives


def _slow_down() -> HttpResponse:
    return JsonResponse({"error": "slow_down"}, status=HTTPStatus.TOO_MANY_REQUESTS)


class CodeEndpoint(allauth_views.DeviceCodeView):
    """A new pair of codes."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not consume(request, action="pair_code"):
            return _slow_down()
        response: HttpResponse = super().post(request, *args, **kwargs)
        if response.status_code == HTTPStatus.OK:
            made = json.loads(response.content)
            note_requester(request, device_code=made["device_code"], now=timezone.now())
        return response


class TokenEndpoint(allauth_views.TokenView):
    """The token, once the member has approved; no other grant is answered."""

    def post(self, request: HttpRequest) -> HttpResponse:
        if not consume(request, action="pair_token"):
            return _slow_down()
        if not _DEVICE_CODE.fullmatch(request.POST.get("device_code", "x")):  # it becomes the key of a cache
            return JsonResponse({"error": "invalid_grant"}, status=HTTPStatus.BAD_REQUEST)
        response: HttpResponse = super().post(request)
        response["Cache-Control"] = "no-store"
        return response

    def _create_token_response(
        self, request: HttpRequest, *, user: AbstractBaseUser | None = None, data: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not isinstance(user, User) or data is None:
            raise UnsupportedGrantTypeError
        if user.ends_at is not None:
            raise AccessDenied
        device_code = request.POST["device_code"]
        taken = hashlib.sha256(device_code.encode()).hexdigest()
        if not cache.add(f"ltm.pairing.taken.{taken}", 1, TAKEN_SECONDS):  # two polls at once: one gets a token
            raise InvalidGrantError
        granted = Granted(data["client_id"], device_code, user, tuple(data["scope"] or SCOPES))
        uri, _method, sent, sent_headers = extract_params(request)
        headers, body, status = server_for(granted).create_token_response(uri, "POST", sent, sent_headers)
        if status == HTTPStatus.OK:
            _paired(user, value=json.loads(body)["access_token"], pending=data)
        answer: HttpResponse = convert_response(headers, body, status)
        return answer


def _paired(user: User, *, value: str, pending: dict[str, Any]) -> None:
    """Name the token and write to its member, in the transaction that makes it."""
    now = timezone.now()
    device = requester_in(pending).device
    note_pairing(Token.objects.by_value(value).get(), name=device, now=now)
    content = letters.plugin_paired(device=device, at=now)
    send(content, kind="plugin_paired", recipient=user.email, now=now, because=Because.MEMBER, user_id=user.pk)


class RevokeEndpoint(allauth_views.RevokeView):
    """A plugin gives its token back. The answer says nothing about whether there was one (RFC 7009 §2.2)."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not consume(request, action="pair_revoke"):
            return _slow_down()
        end_by_value(request.POST.get("token", ""))
        response: HttpResponse = super().post(request, *args, **kwargs)
        return response
