"""Whatever is thrown at the intake: it answers, it never breaks, and it stores exactly what it accepted."""

from __future__ import annotations

import asyncio
import json
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from leavethemeeting.accounts.models import User
from leavethemeeting.attendance.models import Event
from leavethemeeting.realtime.openapi import document
from tests.realtime.logside import T0, credential, open_meeting, served

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]

THOROUGH = 20 if os.environ.get("SOAK") else 1
EXAMPLES = settings(
    max_examples=30 * THOROUGH,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@dataclass
class Door:
    url: str
    headers: dict[str, str]
    client: httpx.Client


@pytest.fixture
def door(alice: User) -> Iterator[Door]:
    """A server in a thread of its own, and a token for one open meeting."""
    token = credential(open_meeting(alice))
    urls: list[str] = []
    up, over = threading.Event(), threading.Event()

    async def run() -> None:
        async with served() as here:
            urls.append(here.url)
            up.set()
            await asyncio.to_thread(over.wait)

    thread = threading.Thread(target=asyncio.run, args=(run(),))
    thread.start()
    assert up.wait(20)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    with httpx.Client(base_url=urls[0], headers=headers, timeout=20) as client:
        yield Door(urls[0], headers, client)
    over.set()
    thread.join()


def check(answer: httpx.Response) -> None:
    """The answer is one of those that are promised; what was accepted is stored and nothing else is."""
    assert answer.status_code in (200, 400, 413, 415), answer.text
    before = check.accepted  # type: ignore[attr-defined]  # -- the running sum lives beside its reader
    if answer.status_code == 200:
        results = answer.json()["results"]
        before |= {result["id"] for result in results if result["status"] == "accepted"}
        assert all(result["status"] in ("accepted", "duplicate", "refused") for result in results)
    else:
        assert answer.headers["content-type"] == "application/problem+json"
    assert set(Event.objects.exclude(type="seen").values_list("id", flat=True)) == before


@pytest.fixture(autouse=True)
def _nothing_accepted_yet() -> None:
    check.accepted = set()  # type: ignore[attr-defined]  # -- as above


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
KEYS = st.sampled_from(
    ["type", "id", "at", "until", "connection", "name", "email", "people", "complete", "interaction", "text", "room",
     "count", "reason", "occurrence", "entered_at", "final", "value"]
)  # fmt: skip
VALID: list[dict[str, Any]] = [
    {"type": "enter", "id": "a", "at": T0, "connection": "c", "name": "Bob"},
    {"type": "exit", "id": "b", "at": T0, "connection": "c", "reason": "left", "entered_at": T0 - 5},
    {"type": "heartbeat", "id": "c", "at": T0, "until": T0 + 9, "connection": "c"},
    {"type": "interact", "id": "d", "at": T0, "connection": "c", "interaction": "chat", "text": "hi"},
    {"type": "interval", "id": "e", "at": T0, "until": T0 + 9, "connection": "c", "final": True},
    {"type": "roster", "id": "f", "at": T0, "complete": True, "people": [{"name": "Bob"}]},
]
BROKEN_EVENTS = st.builds(
    lambda event, changes, gone: {key: value for key, value in {**event, **changes}.items() if key not in gone},
    st.sampled_from(VALID),
    st.dictionaries(KEYS, JSON | st.integers(T0 - 10, T0 + 10) | st.text(max_size=300), max_size=3),
    st.sets(KEYS, max_size=2),
)


@EXAMPLES
@given(body=st.binary(max_size=200))
def test_any_bytes_are_answered(door: Door, body: bytes) -> None:
    check(door.client.post("/api/v1/events", content=body))


@EXAMPLES
@given(body=JSON)
def test_any_json_is_answered(door: Door, body: object) -> None:
    check(door.client.post("/api/v1/events", content=json.dumps(body)))


@EXAMPLES
@given(events=st.lists(BROKEN_EVENTS, min_size=1, max_size=6), cut=st.integers(0, 40))
def test_a_valid_batch_that_was_damaged_is_answered(door: Door, events: list[Any], cut: int) -> None:
    body = json.dumps({"sent_at": T0, "events": events})
    check(door.client.post("/api/v1/events", content=body))
    check(door.client.post("/api/v1/events", content=body[: len(body) - cut]))


@pytest.mark.parametrize("body", [b"[" * 200_000, b'{"sent_at":1,"events":[' + b"[" * 200_000, b'{"a":' * 100_000])
def test_nesting_without_end_is_answered(door: Door, body: bytes) -> None:
    assert door.client.post("/api/v1/events", content=body).status_code == 400


schema = schemathesis.openapi.from_dict(json.loads(document()))


@schema.parametrize()
@settings(max_examples=30 * THOROUGH, deadline=None, suppress_health_check=list(HealthCheck))
def test_the_intake_answers_as_its_description_says(case: schemathesis.Case[Any], door: Door) -> None:
    answer = case.call(base_url=door.url, headers={"Authorization": door.headers["Authorization"]})
    case.validate_response(
        answer,
        checks=[
            not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance,
        ],
    )  # fmt: skip


def test_the_description_is_served_as_it_is_made(door: Door) -> None:
    answer = door.client.get("/api/v1/openapi.json")
    assert answer.json() == json.loads(document())
    assert answer.json()["openapi"] == "3.1.0"
