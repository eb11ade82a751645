"""What is not there and what is somebody else's are told alike: status, page, headers, and how much work it was.

Every address with something's id in it that is *absent* to Charlie (docs/developer/who-may-what.md) is asked twice: about
Alice's things, and about things that do not exist. Tokens of a door or a letter are not ids: who has one may use it.
"""

from __future__ import annotations

import re
from itertools import combinations
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse

from leavethemeeting.accounts.models import User
from tests.cast import signed_in
from tests.walls.test_pages import as_a_test, written
from tests.walls.world import World, _parameters, build

CHARLIE = 1  # of PEOPLE
ABSENT = [(row.method, row.name) for row in written() if row.answers[CHARLIE] == "absent"]
#: Headers that are new with every answer.
RANDOM = {"X-Request-Id", "Request-Id"}


def given(world: World, name: str) -> dict[str, Any]:
    wanted = _parameters(get_resolver().url_patterns, name)
    return {one: world.parameters.get(f"{name} {one}", world.parameters.get(one)) for one in wanted}


def invented(value: Any) -> Any:
    """Something of the same kind that is nobody's."""
    if isinstance(value, UUID):
        return uuid4()
    if isinstance(value, int):
        return value + 999_983
    return ("0" * 64)[: len(value)] if isinstance(value, str) and re.fullmatch(r"[0-9a-f]{16}", value) else None


def others(parameters: dict[str, Any]) -> list[dict[str, Any]]:
    """The parameters with one, or several, of their things replaced by what does not exist."""
    ids = [name for name, value in parameters.items() if invented(value) is not None]
    return [
        {name: invented(value) if name in chosen else value for name, value in parameters.items()}
        for size in range(1, len(ids) + 1) for chosen in combinations(ids, size)
    ]  # fmt: skip


def told(client: Client, method: str, url: str) -> tuple[int, str, dict[str, str], int]:
    """Status, page and headers without what is random in them, and how many queries it took."""
    with CaptureQueriesContext(connection) as queries, as_a_test():
        answer = client.get(url) if method == "GET" else client.post(url)
        transaction.set_rollback(True)
    body = b"".join(answer).decode() if answer.streaming else answer.content.decode()
    return answer.status_code, plain(body, url), headers(answer.headers, url), len(queries)


def plain(text: str, url: str) -> str:
    text = text.replace(url, "URL")
    return re.sub(r'(value|nonce|content)="[^"]*"|nonce-[\w+/=-]+|[0-9a-f-]{32,36}', "", text)


def headers(found: Any, url: str) -> dict[str, str]:
    return {name: plain(value, url) for name, value in found.items() if name not in RANDOM}


@pytest.fixture
def world(alice: User, bob: User, charlie: User) -> World:
    return build(alice=alice, bob=bob, charlie=charlie)


def test_the_walk_meets_every_slice_that_has_somebodys_things() -> None:
    spaces = {name.partition(":")[0] for _method, name in ABSENT}
    assert {"meetings", "reports", "live", "attendance", "room", "rights", "accounts", "mail", "provider"} <= spaces
    assert len(ABSENT) > 60


@pytest.mark.django_db
@pytest.mark.parametrize(("method", "name"), ABSENT, ids=str)
def test_missing_and_forbidden_are_told_alike(method: str, name: str, world: World, charlie: User) -> None:
    parameters, client = given(world, name), signed_in(charlie)
    told(client, method, reverse(name, kwargs=parameters))  # what is done once a session, or once a page
    forbidden = told(client, method, reverse(name, kwargs=parameters))
    assert forbidden[0] == 404
    for missing in others(parameters):
        assert told(client, method, reverse(name, kwargs=missing)) == forbidden, missing
