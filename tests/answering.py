"""Every JSON answer that any test receives is looked at: a leaf that project/answers.py does not declare fails the test."""

from __future__ import annotations

import json
from typing import Any

from django.test import Client

from leavethemeeting.project.answers import undeclared

_request = Client.request


class Undeclared(AssertionError):
    """An answer carries what nobody declared."""


def looked_at(client: Client, **request: Any) -> Any:
    answer = _request(client, **request)
    kind = answer.get("Content-Type", "")
    if "json" in kind and not answer.streaming and answer.content:
        view = answer.resolver_match.view_name
        strange = undeclared(view, json.loads(answer.content), problem="problem+json" in kind)
        if strange:
            raise Undeclared(f"{view} answers with {', '.join(strange)}: say in project/answers.py where it comes from")
    return answer


def look_at_answers() -> None:
    """For the whole run."""
    Client.request = looked_at  # type: ignore[method-assign,assignment]  # -- the one door of Django's test client
