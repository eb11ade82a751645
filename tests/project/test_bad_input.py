"""Nothing that somebody sends to a page makes it break: every address, every hostile input, as a host.

A host is asked because a host gets furthest in. A clear refusal, a page that ignores the nonsense
or a redirect are fine; a server error is not. The realtime app's entrances are held to the same in
tests/realtime/test_intake_fuzz.py and tests/room/test_bounds.py.

Forty-five inputs times every address are seven thousand requests. A run sends a third of them, so that every input
meets a third of the addresses and every address a third of the inputs; PostgreSQL sends another third than SQLite
does, and ``make soak`` all of them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import quote

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import get_resolver

from leavethemeeting.accounts.models import User
from tests.cast import signed_in
from tests.walls.test_pages import addresses, as_a_test
from tests.walls.world import World, build

FORM, JSON = "application/x-www-form-urlencoded", "application/json"
FIELDS = (
    "title", "description", "when", "day", "starts", "ends", "every", "weekdays", "stops", "count", "until", "place",
    "outside_url", "admits", "newcomers_are", "keeps_days", "time_zone", "name", "email", "login", "password", "password1",
    "date_of_birth", "year", "month", "code", "tab", "from", "next", "attendee", "at", "kind", "what", "reason", "label",
    "comment", "minutes", "start", "end",
)  # fmt: skip
HUGE = "9" * 5000
NAMES = {
    "NUL": "Ada\x00Lovelace", "controls": "A\x07\x1b[31md\r\n\ta", "right-to-left override": "\u202egnp.exe", "formula": "=cmd|' /C calc'!A0",
    "script": "<script>alert(1)</script>", "lone surrogate bytes": "\udcff\udcfe", "nothing but spaces": "\u3000\u2003 \u200b",
    "huge number": HUGE, "far future": "9999-12-31",
    "beyond all calendars": "99999-99-99T99:99",
}  # fmt: skip


@dataclass(frozen=True)
class Hostile:
    """One request to be sent to every address."""

    name: str
    method: str = "POST"
    query: str = ""
    body: bytes = b""
    content_type: str = FORM
    headers: dict[str, str] = field(default_factory=dict)


def _form(value: str) -> bytes:
    told = quote(value.encode("utf-8", "surrogateescape"))
    return "&".join(f"{name}={told}" for name in FIELDS).encode()


def _hostile() -> Iterator[Hostile]:
    for name, value in NAMES.items():
        told = quote(value.encode("utf-8", "surrogateescape"))
        keys = ("q", "page", "sort", "only", "lanes", "plain", "next", "attendee", "code", "at", "from", "unknown")
        yield Hostile(f"query of {name}", "GET", "&".join(f"{key}={told}" for key in keys))
        yield Hostile(f"form of {name}", body=_form(value))
    yield Hostile("query of 30 kB", "GET", "q=" + "a" * 30_000)
    yield Hostile("two thousand parameters", "GET", "&".join(f"a{number}=1" for number in range(2000)))
    yield Hostile("broken percent signs", "GET", "q=%zz%&page=%&sort=%e2%28%a1")
    yield Hostile("form of 3 MB", body=b"title=" + b"a" * 3_000_000)
    yield Hostile("form of three thousand fields", body=b"&".join(b"f%d=1" % number for number in range(3000)))
    for name, body in {
        "cut off": b'{"tab": "a', "deep": b"[" * 20_000, "a list": b"[1,2]", "null": b"null", "unknown keys": b'{"tab":"a-tab-of-mine","x":1}',
        "not UTF-8": b'{"tab":"\xff\xfe"}', "NUL inside": b'{"tab":"a\\u0000b"}', "huge number": b'{"tab":' + HUGE.encode() + b"}",
        "nothing": b"", "3 MB": b'{"tab":"' + b"a" * 3_000_000 + b'"}', "a lone surrogate": b'{"tab":"\\ud800"}',
    }.items():  # fmt: skip
        yield Hostile(f"JSON {name}", body=body, content_type=JSON)
    yield Hostile("a content type of nonsense", body=b"title=x", content_type="text/\x7f; charset=;;;")
    yield Hostile(
        "an unknown charset", body=b"title=x", content_type="application/x-www-form-urlencoded; charset=klingon"
    )
    yield Hostile(
        "UTF-16 that is none", body=b"title=\xff", content_type="application/x-www-form-urlencoded; charset=utf-16"
    )
    yield Hostile("multipart without a boundary", body=b"--x\r\n", content_type="multipart/form-data")
    yield Hostile(
        "multipart cut off",
        body=b'--x\r\nContent-Disposition: form-data; name="title"\r\n',
        content_type="multipart/form-data; boundary=x",
    )
    yield Hostile("an odd method", method="PROPFIND")
    yield Hostile(
        "odd headers",
        "GET",
        headers={
            "accept-language": "\u202e," * 900,
            "accept": "\xff",
            "referer": "javascript:1",
            "x-forwarded-for": "a" * 5000,
        },
    )


@pytest.fixture
def world(alice: User, bob: User, charlie: User) -> World:
    return build(alice=alice, bob=bob, charlie=charlie)


HOSTILE = list(_hostile())


def _share(names: list[str], hostile: Hostile) -> list[str]:
    if os.environ.get("SOAK"):
        return names
    turn = HOSTILE.index(hostile) + (connection.vendor == "postgresql")
    return [name for place, name in enumerate(names) if (place + turn) % 3 == 0]


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda hostile: hostile.name)
def test_no_address_breaks(hostile: Hostile, world: World, alice: User) -> None:
    alices = signed_in(alice)
    alices.raise_request_exception = False
    cookies = alices.cookies.output()
    for name in _share(list(addresses(get_resolver().url_patterns)), hostile):
        with as_a_test():
            url = world.url(name) + (f"?{hostile.query}" if hostile.query else "")
            answer = alices.generic(hostile.method, url, hostile.body, hostile.content_type, headers=hostile.headers)
            if answer.streaming:
                b"".join(answer)  # a file that breaks while it is sent breaks as well
            transaction.set_rollback(True)
        assert answer.status_code < 500, f"{hostile.method} {name}: {answer.status_code}"
        if alices.cookies.output() != cookies:  # signed out by the sign-out page: in again
            alices = signed_in(alice)
            alices.raise_request_exception = False
            cookies = alices.cookies.output()


@pytest.mark.parametrize("path", ["/%00", "/m/%00/", "/m/a%00b/", "/set-up/%00/", "/%ff%fe/", "/m/%e2%28%a1/", "/m/" + "a" * 5000 + "/", "/meetings/not-a-uuid/", "/..%2f..%2fetc/passwd", "/reports/%00/"])  # fmt: skip
def test_an_address_of_nonsense_is_not_there(path: str, as_alice: Client) -> None:
    as_alice.raise_request_exception = False
    assert as_alice.generic("GET", path).status_code in (301, 400, 404)
