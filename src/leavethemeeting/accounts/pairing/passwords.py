"""What a new password does to plugins: one that was lost ends them, one that is changed ends them if asked to."""

from __future__ import annotations

from typing import Any

from allauth.account import signals
from django.http import HttpRequest

from leavethemeeting.accounts.models import User
from leavethemeeting.accounts.pairing.plugins import end_plugins

FIELD = "disconnect_plugins"


def _changed(request: HttpRequest, user: User, **_about: Any) -> None:
    if FIELD in request.POST:
        end_plugins(user_id=user.pk)


def _reset(user: User, **_about: Any) -> None:
    end_plugins(user_id=user.pk)


def connect() -> None:
    """Listen to allauth; called when Django is ready."""
    signals.password_changed.connect(_changed, dispatch_uid="leavethemeeting.plugins.changed")
    signals.password_reset.connect(_reset, dispatch_uid="leavethemeeting.plugins.reset")
