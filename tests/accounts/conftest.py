"""What the accounts' journeys share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from pytest_django.fixtures import Settings


@pytest.fixture(autouse=True)
def fresh_limits() -> Iterator[None]:
    """Rate limits of one test do not reach the next."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def real_outbox(settings: Settings) -> None:
    """Letters go where they go in the product; Django's test runner would keep them in memory."""
    settings.EMAIL_BACKEND = "leavethemeeting.mail.backend.OutboxBackend"
