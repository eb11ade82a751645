"""Whatever a plugin's token sends to its two addresses: the answer is one of those that are promised, in the promised shape."""

from __future__ import annotations

import os
from typing import Any

import msgspec
import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from pytest_django.live_server_helper import LiveServer
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from leavethemeeting.accounts.models import User
from leavethemeeting.attendance.models import Credential, Event
from leavethemeeting.attendance.plugin_views import AskedCall
from tests.attendance.plugin_stories import LINK, Paired, outside, pair, sha_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]
THOROUGH = 20 if os.environ.get("SOAK") else 1
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


TEXT, WHOLE = {"type": "string"}, {"type": "integer"}
TEXTS, ROLE = {"type": "array", "items": TEXT}, {"enum": ["host", "attendee"]}
TRUTH, MOMENT = {"type": "boolean"}, {"type": ["integer", "null"]}
HASH = {"type": "string", "pattern": "^([0-9a-f]{64})?$"}
CREDENTIAL = _object(
    token={"type": "string", "pattern": "^ltm_"},
    kind={"enum": ["plugin", "host_plugin"]},
    expires_at=WHOLE,
    events_url=TEXT,
)
MEETING = _object(
    id=TEXT, title=TEXT, host=TEXT, role=ROLE, known=TRUTH, keeps_days=WHOLE, keeps_chat_text=TRUTH, recorded=TEXTS, seen_by=TEXTS, kept=TEXT,
)  # fmt: skip
ANSWER = _object(meeting=MEETING, credential={"anyOf": [CREDENTIAL, {"type": "null"}]}, now=WHOLE)
DATE = _object(id=TEXT, series=TEXT, title=TEXT, host=TEXT, role=ROLE, start=MOMENT, end=MOMENT, call_sha256=HASH)
PROBLEM = _object(status=WHOLE, title=TEXT)


def _answer(schema: dict[str, Any], kind: str = "application/json") -> dict[str, Any]:
    return {"description": "", "content": {kind: {"schema": schema}}}


def _problems(*statuses: str) -> dict[str, Any]:
    return {status: _answer(PROBLEM, "application/problem+json") for status in statuses}


def description() -> dict[str, Any]:
    """OpenAPI of both; the body's part is made from the class that reads it."""
    (asked,), components = msgspec.json.schema_components([AskedCall], ref_template="#/components/schemas/{name}")
    call = {
        "requestBody": {"required": True, "content": {"application/json": {"schema": asked}}},
        "responses": {"200": _answer(ANSWER), **_problems("400", "404", "429")},
    }
    tag = {"name": "If-None-Match", "in": "header", "schema": {"type": "string", "pattern": '^("[0-9a-f]{0,40}"|\\*)$'}}
    dates = {
        "parameters": [tag],
        "responses": {"200": _answer(_object(meetings={"type": "array", "items": DATE})), "304": {"description": ""}},
    }
    paths = {"/api/v1/plugin/call/": {"post": call}, "/api/v1/plugin/meetings/": {"get": dates}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "", "version": "1"},
        "paths": paths,
        "components": {"schemas": components},
    }


schema = schemathesis.openapi.from_dict(description())


@pytest.fixture
def bobs(alice: User, bob: User) -> Paired:
    """Bob's plugin, and a meeting of Alice's that it may come upon."""
    outside(alice)
    return pair(bob)


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sixty questions a minute are what a member may ask; here it is about the answers."""
    monkeypatch.setattr("leavethemeeting.attendance.plugin_views.consume", lambda *_, **__: True)


@schema.parametrize()
@settings(max_examples=40 * THOROUGH, deadline=None, suppress_health_check=list(HealthCheck))
def test_both_addresses_answer_as_described(
    case: schemathesis.Case[Any], bobs: Paired, live_server: LiveServer
) -> None:
    answer = case.call(base_url=live_server.url, headers={"Authorization": f"Bearer {bobs.secret}"})
    case.validate_response(answer, checks=CHECKS)
    assert not Event.objects.exists()
    assert not Credential.objects.exists(), "nobody can guess the hash of a call's address"


@schema.parametrize()
@settings(max_examples=10 * THOROUGH, deadline=None, suppress_health_check=list(HealthCheck))
def test_without_a_token_there_is_nothing_to_ask(
    case: schemathesis.Case[Any], bobs: Paired, live_server: LiveServer
) -> None:
    answer = case.call(base_url=live_server.url, headers={"Authorization": "Bearer ltm_nobodys"})
    assert answer.status_code in (401, 405)


@pytest.mark.parametrize("role", ["plugin", "host_plugin"])
def test_the_answer_about_a_known_call_is_as_described(
    role: str, alice: User, bobs: Paired, live_server: LiveServer
) -> None:
    """What chance never finds: the hash of a call that exists."""
    asks = bobs if role == "plugin" else pair(alice)
    operation = schema["/api/v1/plugin/call/"]["POST"]
    body: Any = {"address_sha256": sha_of(LINK), "confirmed": True, "roster": role == "host_plugin"}
    case = operation.Case(body=body, media_type="application/json")
    answer = case.call(base_url=live_server.url, headers={"Authorization": f"Bearer {asks.secret}"})
    case.validate_response(answer, checks=CHECKS)
    assert (answer.status_code, answer.json()["credential"]["kind"]) == (200, role)
