"""Who is signed in, for views behind ``login_required``."""

from __future__ import annotations

from django.http import HttpRequest

from leavethemeeting.accounts.models import User


def member_of(request: HttpRequest) -> User:
    """The signed-in member."""
    user = request.user
    assert isinstance(user, User)  # noqa: S101 -- login_required; narrows the type
    return user
