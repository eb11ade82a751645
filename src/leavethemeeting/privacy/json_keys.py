"""What may stand inside of a field that holds more than one value: its keys, one by one.

A field that the data map declares once could otherwise become a place for anything. The newest rows are read as
they are, sessions opened, and a key that is not on the list is a finding, told without its value.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db.models import JSONField, Model

from leavethemeeting.accounts.social.profiles import KEPT
from leavethemeeting.attendance.payloads import Detail

MOST_ROWS = 500  # of a table in one round, the newest; every row was new once


@dataclass(frozen=True, slots=True)
class Held:
    """``keys`` of an object; or a list of texts or numbers, ``depth`` lists deep, without any key."""

    keys: frozenset[str] = frozenset()
    depth: int = 0
    free: str = ""  # why its keys are not listed: they are names of ours, like those of rules


def _keys(*names: str) -> Held:
    return Held(frozenset(names))


DETAIL = frozenset(field.name for field in msgspec.structs.fields(Detail))
SESSION = frozenset({
    "_auth_user_id", "_auth_user_backend", "_auth_user_hash", "_session_expiry", "_messages", "_password_reset_key",
    "account_authentication_methods", "account_authentication_methods_user", "account_email_verification_code", "account_login",
    "account_password_reset_verification", "account_reauthentication_state", "account_user", "account_verified_email",
    "mfa.totp.secret", "mfa.webauthn.state", "socialaccount_states", "socialaccount_sociallogin",
    "age_passed", "attendees", "code_again", "invitation", "newcomer", "pairing_challenge", "pairing_looked_at", "seen_at",
    "signed_in_at",
})  # fmt: skip

#: By table and column. ``session_data`` and ``detail`` are texts that hold JSON; the others are JSON fields of models.
HELD: Mapping[tuple[str, str], Held] = {
    ("django_session", "session_data"): Held(SESSION),
    ("attendance_event", "detail"): Held(DETAIL),
    ("socialaccount_socialaccount", "extra_data"): _keys(*KEPT),
    ("usersessions_usersession", "data"): _keys("shortened", "method", "device_type", "system", "browser", "network"),
    ("allauth_idp_oidc_token", "data"): _keys("name", "last_used_day", "email", "claims"),
    ("allauth_idp_oidc_client", "data"): _keys(),
    ("socialaccount_socialapp", "settings"): _keys(),
    ("mfa_authenticator", "data"): _keys("secret", "seed", "migrated_codes", "used_mask", "name", "credential", "passwordless"),
    ("mail_mailing", "content"): _keys("paragraphs", "button", "facts", "after"),
    ("room_checkpoint", "connections"): Held(depth=2),
    ("logdata_error", "stack"): Held(depth=1),
    ("consent_policy_version", "facts"): Held(depth=1),
    ("privacy_order", "attendee_ids"): Held(depth=1),
    ("privacy_order", "emails"): Held(depth=1),
    ("evidence_self_check", "findings"): Held(free="the names of checks"),
    ("evidence_self_check", "kept"): Held(free="the names of rules"),
}  # fmt: skip


def json_fields() -> set[tuple[str, str]]:
    """Every JSON field of every model there is, and the two texts that hold JSON."""
    found = {("django_session", "session_data"), ("attendance_event", "detail")}
    for model in apps.get_models(include_auto_created=True):
        found |= {
            (model._meta.db_table, field.column or "")
            for field in model._meta.concrete_fields
            if isinstance(field, JSONField)
        }
    return found


def strange(held: Held, value: Any) -> Iterator[str]:
    """What of ``value`` is not on the list: a key's name, or that it is of another shape."""
    if value is None or held.free:
        return
    if held.depth:
        if not _is_list(value, held.depth):
            yield "a value that is no list of texts and numbers"
    elif not isinstance(value, dict):
        yield f"a value that is no object ({type(value).__name__})"
    else:
        yield from (f"the key {str(key)[:40]!r}" for key in value if key not in held.keys)


def _is_list(value: Any, depth: int) -> bool:
    if depth == 0:
        return isinstance(value, str | int | float | None)
    return isinstance(value, list) and all(_is_list(one, depth - 1) for one in value)


def _model(table: str) -> type[Model]:
    return next(model for model in apps.get_models(include_auto_created=True) if model._meta.db_table == table)


def _values(table: str, column: str) -> Iterable[Any]:
    if table == "django_session":
        newest = Session.objects.order_by("-expire_date")[:MOST_ROWS]
        return [session.get_decoded() for session in newest]
    model = _model(table)
    order = "-position" if table == "attendance_event" else "-pk"
    found = model._default_manager.order_by(order).values_list(column, flat=True)[:MOST_ROWS]
    return [json.loads(text) for text in found if text] if column == "detail" else list(found)


def unknown() -> list[str]:
    """One sentence for each key in a row that stands in no list; empty = none."""
    found = set()
    for (table, column), held in HELD.items():
        for value in _values(table, column):
            found |= {f"{what} stands in {table}.{column}" for what in strange(held, value)}
    return sorted(found)
