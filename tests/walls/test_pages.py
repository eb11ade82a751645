"""Who may open what: every address of the web app, asked by everybody, compared with the written table.

The table is docs/developer/who-may-what.md. A new address without a row fails; so does a row without
its address, and so does any answer that differs.

    page      200
    away      a redirect that is not to the sign-in page: the thing was done, or it leads on
    sign-in   a redirect to the sign-in page
    absent    404: it is not there, as far as this person can tell
    refused   400, 401, 403, 405, 410 or 422: said so
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from leavethemeeting.accounts.models import User
from tests.cast import make_member, signed_in
from tests.walls.world import World, build

TABLE = Path(__file__).resolve().parents[2] / "docs/developer/who-may-what.md"
PEOPLE = ("anonymous", "charlie", "bob", "alice", "provider")


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    method: str
    name: str
    answers: tuple[str, ...]  # in the order of PEOPLE


def written() -> list[Row]:
    rows = []
    for line in TABLE.read_text().splitlines():
        cells = [cell.strip(" `") for cell in line.strip("|").split("|")]
        if len(cells) == 2 + len(PEOPLE) and cells[0] in ("GET", "POST"):
            rows.append(Row(cells[0], cells[1], tuple(cells[2:])))
    return rows


def addresses(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from addresses(pattern.url_patterns, inner)
        else:
            assert pattern.name, f"{pattern.pattern} has no name"
            yield space + pattern.name


def answer(client: Client, method: str, url: str) -> str:
    said = {"tab": "a-tab-of-mine"} if url.endswith("/ticket/") else None
    response = (
        client.get(url)
        if method == "GET"
        else client.post(url, said, content_type="application/json")
        if said
        else client.post(url)
    )
    code = response.status_code
    if code in (301, 302, 303, 307, 308):
        return "sign-in" if response["Location"].startswith("/accounts/login/") else "away"
    return {200: "page", 404: "absent"}.get(
        code, "refused" if code in (400, 401, 403, 405, 410, 422, 429) else str(code)
    )


@contextmanager
def as_a_test() -> Iterator[None]:
    """A transaction that may be undone and lets one that must be durable (a noted look) begin inside, as a test's own."""
    around = transaction.atomic()
    around._from_testcase = True  # type: ignore[attr-defined]  # -- what Django's own TestCase sets
    with around:
        yield


@pytest.fixture
def world(alice: User, bob: User, charlie: User) -> World:
    return build(alice=alice, bob=bob, charlie=charlie)


def test_every_address_stands_in_the_table_for_get_and_post() -> None:
    stand = {(row.method, row.name) for row in written()}
    there = {(method, name) for name in addresses(get_resolver().url_patterns) for method in ("GET", "POST")}
    assert stand == there


@pytest.mark.parametrize("row", written(), ids=lambda row: f"{row.method} {row.name}")
def test_everybody_gets_the_written_answer(row: Row, world: World, alice: User, bob: User, charlie: User) -> None:
    provider = make_member("Paula Provider", "paula@example.org", is_provider=True)
    clients = (Client(), signed_in(charlie), signed_in(bob), signed_in(alice), signed_in(provider))
    url = world.url(row.name)
    got = []
    for client in clients:
        with as_a_test():
            got.append(answer(client, row.method, url))
            transaction.set_rollback(True)  # everybody meets the same world
    assert dict(zip(PEOPLE, got, strict=True)) == dict(zip(PEOPLE, row.answers, strict=True))


def test_the_table_mentions_no_address_twice() -> None:
    names = [(row.method, row.name) for row in written()]
    assert len(names) == len(set(names))


def test_a_parameter_of_every_address_is_known_to_the_world(world: World) -> None:
    for name in addresses(get_resolver().url_patterns):
        assert re.match(r"^/", world.url(name)), name
