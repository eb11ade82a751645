"""A random number for each request, by which a row, a line of the log and an answer can be told to belong together.

The realtime app stands in front of the web app and makes the number (``begin``); where the web app runs alone, it
makes its own. A ticket carries the number of the request that issued it, so that the lines of a room's socket or of a
dashboard's stream lead back to the page that opened it (``came_from``).
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse

HEADER = "X-Request-Id"
_number: ContextVar[str] = ContextVar("request_number", default="")
_origin: ContextVar[str] = ContextVar("origin_number", default="")
_SHAPE = re.compile(r"[0-9a-f]{16}")


def begin() -> str:
    """A request begins in this context: its number."""
    number = secrets.token_hex(8)
    _number.set(number)
    return number


def request_number() -> str:
    """Of the request being answered; empty outside of one."""
    return _number.get()


def came_from(number: str) -> None:
    """The request being answered follows from the one with this number; anything else than a number is let go."""
    _origin.set(number if _SHAPE.fullmatch(number) else "")


def origin_number() -> str:
    """Of the request that the one being answered follows from; empty where it follows from none."""
    return _origin.get()


class NumberRequests:
    """Gives the request its number, made here: what a browser sends under this name is not read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        number = request_number() or secrets.token_hex(8)
        before = _number.set(number)
        try:
            response = self.get_response(request)
        finally:
            _number.reset(before)
        response.headers[HEADER] = number
        return response
