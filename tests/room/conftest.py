"""The room's stage: one server per test, on committed data."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from leavethemeeting.accounts.models import User
from leavethemeeting.meetings.models import Attendee
from tests.cast import make_member
from tests.room.story import Run, Running, open_meeting, serving


@pytest.fixture
def host(transactional_db: None) -> User:
    """Alice, committed, so that the server sees her."""
    return make_member("Alice Archer", "alice@example.org")


@pytest.fixture
def run(host: User) -> Run:
    """Alice's meeting, open."""
    return open_meeting(host)


@pytest.fixture
def server(transactional_db: None) -> Iterator[Running]:
    with serving() as running:
        yield running


@pytest.fixture
def alice_in(run: Run, host: User) -> Attendee:
    return run.attendee("Alice Archer", user=host)


@pytest.fixture
def bob_in(run: Run) -> Attendee:
    return run.attendee("Bob Baker", user=make_member("Bob Baker", "bob@example.org"))


@pytest.fixture
def victor_in(run: Run) -> Attendee:
    """Only watches."""
    return run.attendee("Victor Vale", role="viewer")
