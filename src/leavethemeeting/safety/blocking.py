"""Refuses requests from blocked networks. What the law gives everybody stays open: to read, to write to us, to say no."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from leavethemeeting.logdata.client import client_of
from leavethemeeting.safety.models import NetworkBlock
from leavethemeeting.safety.queries import block_of, standing_blocks

#: Policy, terms and consents; contact, guardians and cases; ways out of lists; whatever a guest may ask for.
OPEN_SPACES = frozenset({"website", "consent", "privacy", "rights", "evidence", "transparency"})
OPEN_PAGES = frozenset({"mail:way_out"})
FRESH_S = 5.0  # a block holds everywhere within so many seconds


class RefuseBlocked:
    """403 with what happened, until when, and where to write."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._blocks: list[NetworkBlock] = []
        self._read_at = float("-inf")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, _view: object, _args: Any, _kwargs: Any) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or match.namespace in OPEN_SPACES or match.view_name in OPEN_PAGES:
            return None
        blocks = self._standing()
        if not blocks:
            return None
        found = block_of(client_of(request).ip, blocks)
        if found is None or found.until <= timezone.now():
            return None
        return render(request, "safety/blocked.html", {"until": found.until}, status=403)

    def _standing(self) -> list[NetworkBlock]:
        if time.monotonic() - self._read_at > FRESH_S:
            self._blocks, self._read_at = standing_blocks(timezone.now()), time.monotonic()
        return self._blocks
