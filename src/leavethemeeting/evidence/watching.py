"""Looks at the cookies of every answer that leaves the web app; one that no register knows is noted by its name."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from leavethemeeting.evidence.actions import note_undeclared
from leavethemeeting.shared.personal_data import cookie_register

log = logging.getLogger(__name__)
_NAME = re.compile(r"[A-Za-z0-9_.-]{1,80}")


def undeclared(response: HttpResponse) -> list[str]:
    """Names of cookies in ``response`` that stand in no register; whatever is no plain name is told as one."""
    bare = (name.removeprefix("__Host-") for name in response.cookies)
    return sorted({name if _NAME.fullmatch(name) else "(odd)" for name in bare if name not in cookie_register()})


class WatchCookies:
    """Outermost, so that it sees what every other middleware sets."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name in undeclared(response) if response.cookies else ():
            log.error("the cookie %s is set and stands in no register", name)
            try:
                note_undeclared(kind="cookie", name=name, now=timezone.now())
            except DatabaseError:
                log.exception("it could not be noted")
        return response
