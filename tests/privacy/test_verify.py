"""Nothing is stored that the data map does not declare."""

from __future__ import annotations

import pytest
from django.db import connection

from leavethemeeting.privacy import verify
from leavethemeeting.shared.personal_data import data_map

pytestmark = pytest.mark.django_db


def test_every_stored_column_is_declared_and_every_declared_column_is_stored() -> None:
    assert verify.drift() == []


def test_a_column_added_by_hand_is_found() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE meetings_attendee ADD COLUMN shoe_size integer NULL")
    assert verify.drift() == ["column meetings_attendee.shoe_size is stored but not declared"]


def test_a_table_made_by_hand_is_found() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE side_list (email varchar(254))")
    assert verify.drift() == ["table side_list is in the database but not in the data map"]


def test_a_declaration_without_a_column_is_found() -> None:
    stored = verify.stored_columns()
    stored["meetings_attendee"].discard("email")
    assert verify.differences(stored, data_map()) == ["column meetings_attendee.email is declared but not stored"]


def test_every_declared_column_names_its_clauses_and_purpose() -> None:
    for table in data_map().values():
        for name, column in table.columns.items():
            assert column.clauses, f"{table.name}.{name} names no clause"
            assert column.purposes, f"{table.name}.{name} has no purpose"
            assert all(clause[0] == "C" and 1 <= int(clause[1:]) <= 53 for clause in column.clauses)
