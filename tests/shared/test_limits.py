"""Rate limits hold across web processes on PostgreSQL, and what they remember is forgotten in time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.db import connection
from django.utils import timezone

from leavethemeeting.shared.jobs import delete_expired_limits
from leavethemeeting.shared.models import CacheEntry

pytestmark = pytest.mark.django_db


@pytest.mark.skipif(connection.vendor != "postgresql", reason="on SQLite one process serves")
def test_a_try_counted_by_one_web_process_is_known_to_another() -> None:
    one, another = (
        caches.create_connection("default"),
        caches.create_connection("default"),
    )  # as two processes have them
    one.set("tries", [1.0], 60)
    assert another.get("tries") == [1.0]
    assert not another.add("tries", [2.0], 60)
    assert CacheEntry.objects.count() == 1


def test_tries_are_forgotten_when_they_count_no_more() -> None:
    now = timezone.now()
    for number, age in enumerate((-60, 0, 60)):
        CacheEntry.objects.create(cache_key=f"ip:192.0.2.{number}", value="", expires=now + timedelta(seconds=age))
    assert delete_expired_limits(now=now) == 2
    assert [entry.cache_key for entry in CacheEntry.objects.all()] == ["ip:192.0.2.2"]
