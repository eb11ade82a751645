"""C43: a date of birth under eighteen opens no account; a flag that says the same for everybody is all that remains."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from leavethemeeting.accounts.age_question import REFUSED_COOKIE
from leavethemeeting.accounts.models import User
from tests.accounts.journeys import everything_stored, sign_up

pytestmark = pytest.mark.django_db


def eighteen(days_short: int) -> dict[str, str]:
    """Today eighteen years ago, or some days later."""
    today = datetime.now(UTC).date()
    born = today.replace(year=today.year - 18, day=min(today.day, 28)) + timedelta(days=days_short)
    return {"born_on_day": str(born.day), "born_on_month": str(born.month), "born_on_year": str(born.year)}


def test_a_day_decides(client: Client) -> None:
    assert sign_up(Client(), **eighteen(30)).status_code == 403
    assert not User.objects.exists()
    assert sign_up(client, **eighteen(0)).status_code == 302
    assert User.objects.get().age_ok_at is not None


def test_what_remains_is_one_cookie_that_names_nobody_and_the_way_back_is_shut(client: Client) -> None:
    assert sign_up(client, **eighteen(30)).status_code == 403
    assert set(client.cookies) == {REFUSED_COOKIE}
    assert sign_up(client).status_code == 403  # another date in the same browser
    assert not User.objects.exists()


def test_the_date_itself_is_kept_of_nobody(client: Client) -> None:
    sign_up(client, born_on_day="17", born_on_month="4", born_on_year="1983")
    assert "1983" not in everything_stored()
