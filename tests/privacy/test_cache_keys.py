"""What the cache holds: keys of known kinds, in which an address or a name stands at most as a digest, and moments of tries."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from leavethemeeting.accounts.models import User
from tests.accounts.journeys import sign_up
from tests.logdata.browsers import sign_in
from tests.walls.test_pages import answer
from tests.website.visitors import Visitor

pytestmark = pytest.mark.django_db
CANARY = "zyxcanary"
EMAIL = f"{CANARY}@example.org"

#: What a key may look like after Django's own prefix; what of anybody is in it stands in the data map under ``shared_cache``.
KINDS = (
    r"allauth:rl:allauth\.[a-z_.]+:[a-z_]+:\d+/[0-9.]+/(ip:ip:[0-9a-fA-F.:]+|key:[0-9a-f]{64}|user:user:[0-9a-f-]+)",
    r"public-form:[0-9a-f]{64}",
    r"allauth_?[a-z_.:\[\]]*(device|user)_code[a-z_.:\[\]]*[0-9A-Za-z_-]+\]?",
    r"ltm\.pairing\.taken\.[0-9a-f]+",
    r"room-tickets:[0-9a-f:-]+",
)


def keys() -> set[str]:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT cache_key FROM shared_cache")
            held = {row[0] for row in cursor.fetchall()}
    else:
        held = set(cache._cache)  # type: ignore[attr-defined]  # -- Django's memory cache has no other way to list its keys
    return {key.partition(":")[2].partition(":")[2] for key in held}


def strange(found: set[str]) -> set[str]:
    return {key for key in found if not any(re.fullmatch(kind, key) for kind in KINDS)}


def busy_day(bob: User) -> None:
    """Whatever is counted or remembered for a while."""
    sign_in(EMAIL, password=f"{CANARY} guesses")
    sign_in(bob.email)
    sign_up(Client(), email=EMAIL, name="Zyxcanary Quill")
    Client().post("/accounts/password/reset/", {"email": EMAIL})
    Client().post("/accounts/code/", {"email": bob.email})
    Visitor().send("/contact/", {"name": "Zyxcanary", "email": EMAIL, "text": CANARY})
    Visitor().send("/plugin/link/", {"email": EMAIL})
    answer(Client(), "POST", "/pair/code/")


def test_every_key_is_of_a_known_kind_and_holds_no_address(bob: User) -> None:
    busy_day(bob)
    found = keys()
    assert len(found) > 4, found
    assert strange(found) == set()
    assert [key for key in found if CANARY in key.lower() or "@" in key] == []


def test_a_key_of_another_kind_is_found() -> None:
    cache.set(f"seen:{EMAIL}", 1)
    assert strange(keys()) == {f"seen:{EMAIL}"}
