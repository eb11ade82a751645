"""Where a member is signed in, and how that ends."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db import transaction
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from leavethemeeting.accounts.clients import words
from leavethemeeting.accounts.models import User
from leavethemeeting.accounts.second_factor import has_passkey
from leavethemeeting.shared.tickets import session_digest
from leavethemeeting.shared.wakeups import ACCESS, ring_on_commit


@dataclass(frozen=True, slots=True)
class SignIn:
    """One browser in which the member is signed in."""

    id: int
    device: str
    method: str
    network: str
    at: datetime
    is_this: bool


def method_words(method: str) -> str:
    """How somebody signs in, for pages; empty for a way that is not known."""
    return {
        "password": _("password"), "code": _("code by e-mail"), "passkey": _("passkey"), "google": "Google",
        "facebook": "Facebook", "set_up": _("set-up link"),
    }.get(method, "")  # fmt: skip


def ways_in(user: User) -> list[str]:
    """Every way in that is open to the member, never what with: words of ``method_words``."""
    ways = ["password"] if user.has_usable_password() else []
    if has_passkey(user.pk):
        ways.append("passkey")
    ways += SocialAccount.objects.filter(user=user).order_by("pk").values_list("provider", flat=True)
    return ways or ["code"]


def sign_ins(request: HttpRequest, user: User) -> list[SignIn]:
    """Every browser that is signed in now, this one first, then the newest. Rows of sessions that ended go."""
    found = [
        SignIn(
            id=one.pk,
            device=words(one.data.get("device_type", ""), one.data.get("system", ""), one.data.get("browser", "")),
            method=method_words(one.data.get("method", "")),
            network=one.data.get("network", ""),
            at=one.created_at,
            is_this=one.session_key == request.session.session_key,
        )
        for one in UserSession.objects.purge_and_list(user)
    ]
    return sorted(found, key=lambda one: (not one.is_this, -one.at.timestamp()))


def _end(sessions: Iterable[UserSession]) -> None:
    for one in sessions:
        ring_on_commit(ACCESS, f"session:{session_digest(one.session_key)}")
        one.end()


@transaction.atomic
def sign_out_one(*, user: User, session_id: int, but: str) -> None:
    """End one other browser's session; its rooms and dashboards close. Raises Http404."""
    one = UserSession.objects.filter(user=user, pk=session_id).exclude(session_key=but).first()
    if one is None:
        raise Http404("session")
    _end([one])


@transaction.atomic
def sign_out_others(*, user: User, but: str = "") -> int:
    """End every session of the member except the one whose key is ``but``; how many."""
    others = list(UserSession.objects.filter(user=user).exclude(session_key=but))
    _end(others)
    return len(others)
