"""C11: personal information is a name and an e-mail address, and whatever else there is stands on one closed list."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client

from leavethemeeting.domain.promises import Category
from leavethemeeting.privacy import verify
from leavethemeeting.shared.field_words import field_words
from leavethemeeting.shared.personal_data import data_map
from leavethemeeting.shared.table_words import title_of
from tests.consent.stories import page
from tests.promises.reading import tables_of

pytestmark = pytest.mark.django_db


def personal_fields() -> set[str]:
    """``title: field``, in plain words, of whatever the data map calls information about a person."""
    kinds = (Category.ACCOUNT, Category.PROFILE)
    return {f"{title_of(table.name)}: {field_words(table.name, name)}" for table in data_map().values() for name, one in table.columns.items() if one.category in kinds}  # fmt: skip


def on_the_page(client: Client) -> set[str]:
    rows = tables_of(page(client, "/privacy/"))["Every stored field"]
    return {f"{row['What']}: {field}" for row in rows for field in row["Fields"].split("; ")}


def test_name_and_address_are_named_as_such_wherever_a_person_gives_them() -> None:
    for table in ("accounts_user", "meetings_attendee", "meetings_admission"):
        for field in ("name", "email"):
            assert "C11" in data_map()[table].columns[field].clauses, f"{table}.{field}"


def test_the_page_names_every_personal_field_there_is(client: Client) -> None:
    assert {"Account: name", "Account: e-mail address"} <= personal_fields()
    assert personal_fields() - on_the_page(client) == set()


@pytest.mark.parametrize("table", ["accounts_user", "meetings_attendee"])
def test_a_field_that_is_stored_and_not_on_the_list_is_found(client: Client, table: str) -> None:
    """*Not limited to* stays a promise only as long as nothing can be added unseen."""
    assert verify.drift() == []
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} ADD COLUMN shoe_size integer NULL")
    assert verify.drift() == [f"column {table}.shoe_size is stored but not declared"]
    assert f"{title_of(table)}: {field_words(table, 'shoe_size')}" not in on_the_page(client)
