"""Plugins that are paired: rows of allauth's tokens, and how each of them ends."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from allauth.idp.oidc.models import Token, TokenQuerySet
from django.db import transaction
from django.db.models import Q
from django.http import Http404

from leavethemeeting.accounts.pairing.client import CLIENT_ID
from leavethemeeting.shared.environment import environment
from leavethemeeting.shared.wakeups import ACCESS, ring_on_commit

IDLE = timedelta(days=30)
CHUNK = 200


@dataclass(frozen=True, slots=True)
class Plugin:
    """One paired plugin, for its member's page."""

    id: int
    name: str
    paired_at: datetime
    last_used: date
    ends_at: datetime


def _tokens() -> TokenQuerySet:
    return Token.objects.filter(client_id=CLIENT_ID, type=Token.Type.ACCESS_TOKEN)


def name_of(token: Token) -> str:
    """The kind of device it was paired from."""
    return str((token.data or {})["name"])


def last_used(token: Token) -> date:
    """The day, never the second."""
    return date.fromisoformat((token.data or {})["last_used_day"])


def ends_at(token: Token) -> datetime:
    """When its ninety days are over. No plugin's token is without an end."""
    assert token.expires_at is not None  # noqa: S101 -- narrows the type
    return token.expires_at


def member_ref(token: Token) -> str:
    """By which a plugin that is paired anew knows whether it is the same member; tells nobody who that is."""
    return hmac.new(environment().secret_key.encode(), f"plugin:{token.user_id}".encode(), hashlib.sha256).hexdigest()[
        :32
    ]


def note_pairing(token: Token, *, name: str, now: datetime) -> None:
    """Write beside a token that was just made what its page says."""
    token.data = {**(token.data or {}), "name": name, "last_used_day": now.date().isoformat()}
    token.save(update_fields=["data"])


def note_use(token: Token, *, now: datetime) -> None:
    """The day of the last use, written once a day."""
    if last_used(token) != now.date():
        token.data = {**(token.data or {}), "last_used_day": now.date().isoformat()}
        token.save(update_fields=["data"])


def plugins_of(user_id: UUID, *, now: datetime) -> list[Plugin]:
    """The member's plugins that may still call, the newest first."""
    found = _tokens().filter(user_id=user_id, expires_at__gt=now).order_by("-created_at", "-pk")
    return [Plugin(one.pk, name_of(one), one.created_at, last_used(one), ends_at(one)) for one in found]


def _end(tokens: Iterable[Token]) -> int:
    ended = 0
    for token in tokens:
        ring_on_commit(ACCESS, f"plugin:{token.pk}")
        ended += 1
        token.delete()
    return ended


def plugin_of(*, user_id: UUID, token_id: int) -> Token:
    """The member's own plugin. Raises Http404."""
    found = _tokens().filter(user_id=user_id, pk=token_id).first()
    if found is None:
        raise Http404("plugin")
    return found


@transaction.atomic
def end_plugin(*, user_id: UUID, token_id: int) -> str:
    """Disconnect one plugin; what it has open closes. Its name. Raises Http404."""
    token = plugin_of(user_id=user_id, token_id=token_id)
    name = name_of(token)
    _end([token])
    return name


@transaction.atomic
def end_plugins(*, user_id: UUID) -> int:
    """Disconnect every plugin of the member; how many."""
    return _end(_tokens().filter(user_id=user_id))


@transaction.atomic
def end_by_value(value: str) -> None:
    """A plugin disconnects itself; a value that is none changes nothing."""
    _end(_tokens().by_value(value))


@transaction.atomic
def end_idle_plugins(*, now: datetime) -> int:
    """Disconnect plugins whose ninety days are over or that were silent for thirty, a chunk of them; how many."""
    silent_since = (now - IDLE).date().isoformat()
    over = Q(expires_at__lte=now) | Q(created_at__lte=now - IDLE, data__last_used_day__lte=silent_since)
    return _end(list(_tokens().filter(over)[:CHUNK]))
