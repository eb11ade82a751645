"""What the accounts' journeys share."""

from __future__ import annotations

import pytest
from pytest_django.fixtures import Settings


@pytest.fixture(autouse=True)
def real_outbox(settings: Settings) -> None:
    """Letters go where they go in the product; Django's test runner would keep them in memory."""
    settings.EMAIL_BACKEND = "leavethemeeting.mail.backend.OutboxBackend"
