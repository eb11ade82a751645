"""What happens when somebody has signed in: the way is noted, the device is known from now on, or told about."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.http import HttpRequest

from leavethemeeting.accounts import letters
from leavethemeeting.accounts.clients import Client, client_of, words
from leavethemeeting.accounts.models import KnownDevice, User
from leavethemeeting.mail.composing import Because, send
from leavethemeeting.shared.arrivals import address_shown

KNOWN_FOR = timedelta(days=90)


class Method(StrEnum):
    """The ways in. What a second factor adds to them is no way of its own."""

    PASSWORD = "password"  # noqa: S105 -- the name of a way, no secret
    CODE = "code"
    PASSKEY = "passkey"
    GOOGLE = "google"
    FACEBOOK = "facebook"
    SET_UP = "set_up"


def method_of(request: HttpRequest, user: User) -> Method:
    """How ``user`` has just signed in, from allauth's notes in the session."""
    for record in reversed(get_authentication_records(request, user)):
        match record:
            case {"reauthenticated": True}:
                continue
            case {"method": "mfa", "passwordless": True}:
                return Method.PASSKEY
            case {"method": "socialaccount", "provider": str(network)}:
                return Method(network)
            case {"method": "code"}:
                return Method.CODE
            case {"method": "password"}:
                return Method.PASSWORD
    return Method.PASSWORD if user.has_usable_password() else Method.CODE


@transaction.atomic
def note_sign_in(request: HttpRequest, *, user: User, method: Method, now: datetime) -> None:
    """Keep how and from what kind of device ``user`` signed in; a letter tells of a kind not seen before."""
    client = client_of(request)
    User.objects.filter(pk=user.pk).update(sign_in_method=method.value)
    _name_session(request, client, method)
    if _is_new(user, client, now):
        _tell(user, client, now)
    KnownDevice.objects.update_or_create(
        user=user, device_type=client.device_type, system=client.system, browser=client.browser,
        network=client.network, defaults={"last_at": now}, create_defaults={"first_at": now, "last_at": now},
    )  # fmt: skip


def address_confirmed(*, email_address: EmailAddress, **_signal: Any) -> None:
    """allauth tells that a member has shown an address to be theirs, by whichever code.

    Only now, and not at each sign-in: what somebody types at a door later is no claim of this member.
    """
    with transaction.atomic():
        address_shown(email_address.user_id, email_address.email)


def _name_session(request: HttpRequest, client: Client, method: Method) -> None:
    """Our coarse words in allauth's list of sessions, in place of what the browser sent."""
    if not UserSession.objects.filter(session_key=request.session.session_key).exists():
        UserSession.objects.create_from_request(request)
    UserSession.objects.filter(session_key=request.session.session_key).update(
        user_agent="",
        data={
            "device_type": client.device_type, "system": client.system, "browser": client.browser,
            "network": client.network, "method": method.value,
        },
    )  # fmt: skip


def _is_new(user: User, client: Client, now: datetime) -> bool:
    """Another kind of device and another network than ever in the last ninety days; never the first sign-in."""
    known = KnownDevice.objects.filter(user=user, last_at__gt=now - KNOWN_FOR)
    family = known.filter(device_type=client.device_type, system=client.system, browser=client.browser)
    return known.exists() and not family.exists() and not known.filter(network=client.network).exists()


def _tell(user: User, client: Client, now: datetime) -> None:
    if not EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True).exists():
        return
    content = letters.new_device(device=words(client.device_type, client.system, client.browser), at=now)
    send(content, kind="new_device", recipient=user.email, now=now, because=Because.MEMBER, user_id=user.pk)
