"""The OpenAPI 3.1 document of the intake, made from the classes that read and write it."""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec

from leavethemeeting import __version__
from leavethemeeting.realtime import batch as wire


class ProblemDocument(msgspec.Struct, frozen=True, kw_only=True):
    """What went wrong with a whole request (RFC 9457)."""

    type: str
    status: int
    title: str
    detail: str


_PROBLEMS = {
    "400": "The body is not JSON, or not a batch.",
    "401": "No token, an unknown one, or one that was revoked or is over.",
    "408": "The body took too long.",
    "413": "More than 1 MiB, or more than 2000 events and people.",
    "415": "The body is not said to be application/json.",
    "428": "A plugin's token, and its member has yet to accept a changed policy. Link, rel privacy-policy, says where; send it again then.",
    "503": "Busy. Nothing of the request was acknowledged; send it again after Retry-After seconds.",
}


@cache
def document() -> bytes:
    """The whole document, as JSON."""
    (batch, results, problem), components = msgspec.json.schema_components(
        [wire.Batch, wire.Results, ProblemDocument], ref_template="#/components/schemas/{name}"
    )
    answers: dict[str, Any] = {
        "200": {
            "description": "Every accepted event is durable.",
            "content": {"application/json": {"schema": results}},
        }
    }
    for status, description in _PROBLEMS.items():
        answers[status] = {"description": description, "content": {"application/problem+json": {"schema": problem}}}
    post = {
        "operationId": "sendEvents",
        "summary": "Send evidence of one meeting",
        "description": "Safe to repeat: an event with the same id and content is answered as a duplicate.",
        "security": [{"token": []}],
        "requestBody": {"required": True, "content": {"application/json": {"schema": batch}}},
        "responses": answers,
    }
    scheme = {"type": "http", "scheme": "bearer", "description": "A token (ltm_…) of one of the meeting's sources."}
    return msgspec.json.encode(
        {
            "openapi": "3.1.0",
            "info": {"title": "LeaveTheMeeting events", "version": __version__},
            "paths": {"/api/v1/events": {"post": post}},
            "components": {"schemas": components, "securitySchemes": {"token": scheme}},
        }
    )
