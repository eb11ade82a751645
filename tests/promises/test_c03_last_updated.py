"""C3: the date on the page is the day the newest version was posted."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client

from leavethemeeting.consent.queries import current_policy
from tests.consent.stories import page, post_change, words

pytestmark = pytest.mark.django_db


def test_the_date_is_the_newest_versions(client: Client) -> None:
    first = current_policy().published_at
    assert f'<time datetime="{first:%Y-%m-%d}' in page(client, "/privacy/")
    post_change(now=datetime(2031, 5, 6, 10, tzinfo=UTC))
    assert "Version 2. Last updated: 6 May 2031" in words(page(client, "/privacy/"))
    assert "Version 1. Last updated: 6 May 2031" not in words(page(client, "/privacy/versions/1/"))
