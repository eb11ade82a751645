"""What all tests share. The cast: Alice hosts, Bob attends, Charlie is a stranger."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace

os.environ.setdefault("LEAVETHEMEETING_TESTING", "1")
if "DATA_DIR" not in os.environ:  # before Django's settings are read; the workers of this run inherit it
    os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="ltm-test-")
    atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)

import pytest
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.cache import cache
from django.db import connection
from django.test import Client

from leavethemeeting.accounts.models import User
from leavethemeeting.safety import blocking
from leavethemeeting.shared import egress, outgoing
from leavethemeeting.shared.environment import environment
from tests.answering import look_at_answers
from tests.cast import make_member, signed_in
from tests.coturn import turn_server
from tests.flushing import let_suites_flush
from tests.proving import pytest_runtest_logreport, pytest_sessionfinish

__all__ = [
    "pytest_runtest_logreport",
    "pytest_sessionfinish",
    "turn_server",
]  # hooks, and a fixture for whoever names it


look_at_answers()
let_suites_flush()


@pytest.fixture(autouse=True, scope="session")
def cheap_clients_and_passwords() -> None:
    """What a suite pays thousands of times and a service once: the list of static files, a slow hash, blocked networks.

    Every ``Client`` loads the middleware anew, and WhiteNoise would read all files with it. Servers that run as
    processes of their own have both as in production.
    """
    settings.WHITENOISE_AUTOREFRESH = True
    blocking.FRESH_S = float("inf")  # tests/safety reads them
    Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost, Argon2PasswordHasher.parallelism = 1, 64, 1


@pytest.fixture(autouse=True, scope="session")
def nobody_is_talked_to() -> Iterator[None]:
    """Whatever the settings were read with: a field too many and a machine that nobody declared are failures here."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (egress, outgoing):
            patch.setattr(module, "environment", lambda: replace(environment(), testing=True))
        yield
    assert not egress.undeclared, f"this run tried to talk to {dict(egress.undeclared)}"


@pytest.fixture(autouse=True)
def no_tries_yet() -> None:
    """Every test begins with its rate limits unused. On PostgreSQL they are rows, and go as rows do."""
    if connection.vendor == "sqlite":
        cache.clear()


@pytest.fixture
def alice(db: None) -> User:
    """The host."""
    return make_member("Alice Archer", "alice@example.org")


@pytest.fixture
def bob(db: None) -> User:
    """A member who attends Alice's meetings."""
    return make_member("Bob Baker", "bob@example.org")


@pytest.fixture
def charlie(db: None) -> User:
    """A member who has nothing to do with any of it, and hosts meetings of his own."""
    return make_member("Charlie Cook", "charlie@example.org")


@pytest.fixture
def provider(db: None) -> User:
    """One of the provider's staff."""
    return make_member("Paula Provider", "paula@example.org", is_provider=True)


@pytest.fixture
def as_alice(alice: User) -> Client:
    return signed_in(alice)


@pytest.fixture
def as_bob(bob: User) -> Client:
    return signed_in(bob)


@pytest.fixture
def as_charlie(charlie: User) -> Client:
    return signed_in(charlie)


@pytest.fixture
def as_provider(provider: User) -> Client:
    return signed_in(provider)
