"""Asking again who it is, for members who have neither a password nor a second factor: by a code to their mailbox.

allauth counts such members as asked already. What they have is a linked profile, and a browser left open for a
moment must not be enough to link another one, to let one go or to change the address.
"""

from __future__ import annotations

import time
from datetime import datetime

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from django.http import HttpRequest
from django.urls import ResolverMatch
from django.utils.crypto import constant_time_compare, salted_hmac

from leavethemeeting.accounts import letters
from leavethemeeting.accounts.models import User
from leavethemeeting.accounts.queries import where_to_write
from leavethemeeting.mail.composing import Because, send

CODE = "code_again"  # session key: {"digest", "until" in seconds UTC, "tries" left}
HOLDS_FOR, TRIES = 600, 3
#: What matters. Linking is a POST to where a sign-in by a network begins, too.
ASKED_BEFORE = frozenset({
    "account_email", "account_set_password", "accounts:unlink", "accounts:delete", "idp:oidc:device_authorization",
    "mfa_add_webauthn", "rights:export", "rights:file", "mfa_activate_totp", "mfa_generate_recovery_codes",
})  # fmt: skip
LINKING = frozenset({"google_login", "facebook_login"})


class WrongCode(Exception):
    """``over``: it is no use to try again, another code is needed."""

    def __init__(self, *, over: bool) -> None:
        self.over = over
        super().__init__()


def has_only_mail(user: User) -> bool:
    """Whether allauth has no way to ask this member again."""
    return not get_reauthentication_flows(user)


def must_be_asked(request: HttpRequest, user: User, match: ResolverMatch) -> bool:
    """Whether the page wanted waits for a code. A sign-in of the last five minutes, by any way, is an answer as well."""
    linking = match.view_name in LINKING and request.method == "POST" and "connect" in (
        request.POST.get("process"), request.GET.get("process")
    )  # fmt: skip
    if not linking and match.view_name not in ASKED_BEFORE:
        return False
    return has_only_mail(user) and not _answered(request, user)


def _answered(request: HttpRequest, user: User) -> bool:
    since = time.time() - app_settings.REAUTHENTICATION_TIMEOUT
    return any(record.get("at", 0) > since for record in get_authentication_records(request, user))


def address_of(user: User) -> str:
    """Where the code goes: an address that the member has shown to be theirs; empty where there is none."""
    return where_to_write([user.pk]).get(user.pk, "")


def send_code(request: HttpRequest, *, user: User, now: datetime) -> None:
    """A new code in place of the one before. Only this browser can use it."""
    code = get_adapter().generate_login_code()
    request.session[CODE] = {"digest": _digest(code), "until": int(now.timestamp()) + HOLDS_FOR, "tries": TRIES}
    content = letters.code_again(code=code)
    send(content, kind="code_again", recipient=address_of(user), now=now, because=Because.MEMBER, user_id=user.pk)


def answer(request: HttpRequest, *, user: User, code: str, now: datetime) -> None:
    """The code counts as an answer for five minutes, once. Raises WrongCode."""
    sent = request.session.pop(CODE, None)
    if sent is None or now.timestamp() >= sent["until"]:
        raise WrongCode(over=True)
    if not constant_time_compare(_digest(code), sent["digest"]):
        left = sent["tries"] - 1
        if left:
            request.session[CODE] = {**sent, "tries": left}
        raise WrongCode(over=not left)
    record_authentication(request, user, method="code", reauthenticated=True)


def _digest(code: str) -> str:
    plain = "".join(one for one in code.upper() if one.isalnum())
    return salted_hmac("leavethemeeting code again", plain, algorithm="sha256").hexdigest()
