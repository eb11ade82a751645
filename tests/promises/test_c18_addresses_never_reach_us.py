"""C18: addresses of friends are neither seen nor stored here, and nobody is written to.

That none arrives is shown with 200 canaries in a real browser (tests/journeys/test_referrals.py). Here: there is no
place where one could be kept, no code that would fetch one, and no letter that would go to one.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from leavethemeeting.accounts.models import User
from leavethemeeting.referrals.models import Invitation
from leavethemeeting.shared.personal_data import data_map

PACKAGE = Path(__file__).resolve().parents[2] / "src/leavethemeeting"
TEXTS = (models.CharField, models.TextField, models.JSONField, models.BinaryField, models.FileField)


def columns() -> dict[str, models.Field[object, object]]:
    return {
        f"{model._meta.db_table}.{field.column}": field
        for model in apps.get_app_config("referrals").get_models()
        for field in model._meta.local_fields
    }


def test_no_column_could_hold_a_recipient() -> None:
    texts = {name for name, field in columns().items() if isinstance(field, TEXTS)}
    assert texts == {"referrals_invitation.token_sha256", "referrals_invitation.state"}


def test_every_column_of_invitations_stands_in_the_data_map() -> None:
    declared = {
        f"{table.name}.{column}"
        for table in data_map().values()
        if table.name.startswith("referrals_")
        for column in table.columns
    }
    assert declared == set(columns())


@pytest.mark.django_db
@pytest.mark.parametrize("told", [{"token_sha256": "dora@example.org"}, {"state": "dora@e.x"}])
def test_the_database_itself_refuses_a_text_that_is_neither_hash_nor_state(alice: User, told: dict[str, str]) -> None:
    now = timezone.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.create(
            **{"token_sha256": "0" * 64, **told}, inviter=alice, made_at=now, expires_at=now
        )  # fmt: skip


def test_no_code_of_the_service_asks_google_for_people() -> None:
    """The address stands in one module, which hands it to the page, and nothing there opens a connection."""
    naming = {
        str(path.relative_to(PACKAGE)) for path in PACKAGE.rglob("*.py") if "people.googleapis.com" in path.read_text()
    }
    assert naming == {"referrals/google.py"}
    fetching = re.compile(
        r"^\s*(import|from) (requests|urllib\.request|http\.client|httpx|socket|aiohttp)\b", re.MULTILINE
    )
    assert not [path.name for path in (PACKAGE / "referrals").glob("*.py") if fetching.search(path.read_text())]


def test_invitations_write_no_letters() -> None:
    assert not [
        path.name for path in (PACKAGE / "referrals").glob("*.py") if "leavethemeeting.mail" in path.read_text()
    ]


@pytest.mark.django_db
def test_the_live_database_has_no_other_table_of_invitations() -> None:
    with connection.cursor() as cursor:
        there = {name for name in connection.introspection.table_names(cursor) if "referral" in name or "invit" in name}
    assert there == {"referrals_invitation", "referrals_named"}
