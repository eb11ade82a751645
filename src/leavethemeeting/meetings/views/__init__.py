"""The pages of the slice: ``planning`` and ``hosting`` for hosts, ``joining`` for everyone with a join link."""

from __future__ import annotations

from django.http import HttpRequest

from leavethemeeting.accounts.models import User


class MemberRequest(HttpRequest):
    """A request behind ``login_required``: somebody is signed in."""

    user: User
