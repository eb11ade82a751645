"""Where requests become log data: features by the address that was used, sign-ins by Django's signals, the device's number.

One table, so that no other slice has to remember to note anything.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Mapping
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from leavethemeeting.consent.browser import choice
from leavethemeeting.consent.kinds import Kind
from leavethemeeting.consent.queries import consented
from leavethemeeting.logdata.actions import record_sign_in, record_use
from leavethemeeting.logdata.client import client_of
from leavethemeeting.logdata.kinds import Feature, Method, Result
from leavethemeeting.logdata.personal_data import DEVICE_DAYS
from leavethemeeting.shared.environment import environment

#: Method, name of the address, and whether the answer leads on (302) or is the page itself (200).
FEATURES: Mapping[tuple[str, str, int], Feature] = {
    ("POST", "meetings:plan", 302): Feature.PLANNED,
    ("POST", "meetings:duplicate", 302): Feature.PLANNED,
    ("POST", "meetings:open", 302): Feature.OPENED,
    ("POST", "meetings:reopen", 302): Feature.OPENED,
    ("POST", "room:ticket", 200): Feature.ENTERED,
    ("GET", "live:occurrence", 200): Feature.DASHBOARD,
    ("GET", "reports:occurrence", 200): Feature.REPORT,
    ("GET", "reports:attendee", 200): Feature.REPORT,
    ("GET", "reports:attendance_csv", 200): Feature.CSV,
    ("GET", "reports:stays_csv", 200): Feature.CSV,
    ("GET", "reports:interactions_csv", 200): Feature.CSV,
    ("GET", "reports:people_csv", 200): Feature.CSV,
    ("GET", "reports:people", 200): Feature.SEARCHED,
    ("POST", "attendance:correct_time", 302): Feature.CORRECTED,
    ("POST", "attendance:same_person", 302): Feature.CORRECTED,
    ("GET", "referrals:invite", 200): Feature.INVITED,
    ("GET", "website:plugin_download", 200): Feature.DOWNLOADED,
}
REPORTS = "/e/policy/"
UNREPORTED = ("/invite/",)  # whoever is shown there is nobody's business, errors included
_NUMBER = re.compile(r"[0-9a-f]{32}")


def cookie_name() -> str:
    """``device``, with ``__Host-`` before it over HTTPS."""
    return ("__Host-" if environment().https else "") + "device"


def device_id_of(request: HttpRequest) -> str:
    """The browser's number, where this browser allows it to be kept; else empty."""
    number = request.COOKIES.get(cookie_name(), "")
    return number if _NUMBER.fullmatch(number) and choice(request).comfort else ""


class Watch:
    """Notes the features that members use, keeps or drops the device's number, says where reports of the policy go."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        user: Any = getattr(request, "user", None)
        match = request.resolver_match
        if match is not None and user is not None:
            feature = FEATURES.get((str(request.method), match.view_name, response.status_code))
            if feature is not None and user.is_authenticated:
                record_use(
                    user_id=user.pk, feature=feature, now=timezone.now(), client=client_of(request),
                    device_id=device_id_of(request),
                )  # fmt: skip
            _keep_number(request, response, user)
        return response


def _keep_number(request: HttpRequest, response: HttpResponse, user: Any) -> None:
    """A new number where both the browser and the member allow one; none where either does not (any more).

    The member is asked for where it can have changed: without a number, after a sign-in, on the page of choices.
    """
    held = bool(request.COOKIES.get(cookie_name()))
    allowed = choice(request).comfort
    if held and not allowed:
        _drop_number(response)
        return
    match = request.resolver_match
    may_have_changed = match is not None and match.namespace == "consent"
    signed_in = getattr(request, "just_signed_in", False)
    if not allowed or not user.is_authenticated or (held and not may_have_changed and not signed_in):
        return
    agreed = consented(Kind.DEVICE_ID, user_id=user.pk)
    if held and not agreed:
        _drop_number(response)
    elif agreed and not held:
        response.set_cookie(
            cookie_name(), secrets.token_hex(16), max_age=DEVICE_DAYS * 86400, httponly=True, samesite="Lax",
            secure=environment().https,
        )  # fmt: skip


def _drop_number(response: HttpResponse) -> None:
    response.delete_cookie(cookie_name(), samesite="Lax")
    response.cookies[cookie_name()]["secure"] = environment().https  # or __Host- could not be deleted


class ReportTo:
    """Tells browsers where to report what the content security policy refused; stands outside of its middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        policy = response.headers.get("Content-Security-Policy", "")
        if policy and not request.path.startswith(UNREPORTED):
            response.headers["Content-Security-Policy"] = f"{policy}; report-uri {REPORTS}; report-to policy"
            response.headers["Reporting-Endpoints"] = f'policy="{REPORTS}"'
        return response


def _method_of(request: HttpRequest, user: Any) -> tuple[Method, str]:
    """The way in and, for a linked profile, its network: from allauth's notes in the session."""
    for record in reversed(get_authentication_records(request, user)):
        match record:
            case {"reauthenticated": True}:
                continue
            case {"method": "mfa", "passwordless": True}:
                return Method.PASSKEY, ""
            case {"method": "socialaccount", "provider": str(network)}:
                return Method.NETWORK, network
            case {"method": "code" | "password_reset"}:
                return Method.CODE, ""
            case {"method": "password"}:
                return Method.PASSWORD, ""
    match = request.resolver_match
    if match is not None and match.view_name == "accounts:set_up":
        return Method.SET_UP, ""
    return Method.CODE, ""  # a new member's address was confirmed by its code


def signed_in(*, request: HttpRequest | None = None, user: Any = None, **_signal: Any) -> None:
    """Django's ``user_logged_in``: sent for every way in."""
    if request is None or "REMOTE_ADDR" not in request.META:
        return  # not a browser's request
    request.just_signed_in = True  # type: ignore[attr-defined]  # -- read by _keep_number in the same request
    method, network = _method_of(request, user)
    record_sign_in(
        user_id=user.pk, method=method, network=network, client=client_of(request), result=Result.DONE,
        now=timezone.now(), device_id=device_id_of(request),
    )  # fmt: skip


def refused(*, credentials: Mapping[str, Any], request: HttpRequest | None = None, **_signal: Any) -> None:
    """Django's ``user_login_failed``. An address of nobody is not kept."""
    if request is None or "REMOTE_ADDR" not in request.META:
        return
    email = str(credentials.get("email") or credentials.get("username") or "").strip()
    user = get_user_model().objects.filter(email__iexact=email).first() if email else None
    _refused(request, user, Method.PASSWORD)


def code_refused(*, request: HttpRequest, user: Any, **_signal: Any) -> None:
    """allauth's ``login_code_rejected``: not the code of the letter."""
    _refused(request, user, Method.CODE)


def second_step_refused(*, request: HttpRequest, user: Any, reauthentication: bool = False, **_signal: Any) -> None:
    """allauth's ``authentication_failed``: not the app's code. Who is signed in and is asked again signs in nowhere."""
    if not reauthentication:
        _refused(request, user, Method.SECOND_STEP)


def passkey_refused(request: HttpRequest) -> None:
    """For ``accounts``: allauth says nothing. Whose passkey it would have been is not known."""
    _refused(request, None, Method.PASSKEY)


def _refused(request: HttpRequest, user: Any, method: Method) -> None:
    record_sign_in(
        user_id=user.pk if user else None, method=method, network="", client=client_of(request), result=Result.REFUSED,
        now=timezone.now(),
    )  # fmt: skip
