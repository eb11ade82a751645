"""Polls need not wait, and what one story counted is forgotten before the next."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from pytest_django.fixtures import Settings


@pytest.fixture(autouse=True)
def at_once(settings: Settings) -> Iterator[None]:
    settings.IDP_OIDC_DEVICE_CODE_INTERVAL = 0
    cache.clear()
    yield
    cache.clear()
