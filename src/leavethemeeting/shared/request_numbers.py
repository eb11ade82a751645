"""A random number for each request, by which a row, a line of the log and an answer can be told to belong together."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse

HEADER = "X-Request-Id"
_number: ContextVar[str] = ContextVar("request_number", default="")


def request_number() -> str:
    """Of the request being answered; empty outside of one."""
    return _number.get()


class NumberRequests:
    """Gives the request its number, made here: what a browser sends under this name is not read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        number = secrets.token_hex(8)
        before = _number.set(number)
        try:
            response = self.get_response(request)
        finally:
            _number.reset(before)
        response.headers[HEADER] = number
        return response
