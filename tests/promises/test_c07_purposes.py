"""C7: everything is used to provide or to improve the Service; security, fraud and answering are parts of that."""

from __future__ import annotations

import pytest
from django.test import Client

from leavethemeeting.consent import words as policy_words
from leavethemeeting.domain.promises import Purpose
from leavethemeeting.shared.personal_data import data_map
from tests.consent.stories import page
from tests.promises.reading import tables_of

pytestmark = pytest.mark.django_db
ALLOWED = {"provide", "improve", "security", "fraud", "support"}  # C7 and C21–C28


def test_there_is_no_other_purpose() -> None:
    assert {purpose.value for purpose in Purpose} == ALLOWED
    assert {p for table in data_map().values() for column in table.columns.values() for p in column.purposes} <= set(
        Purpose
    )


def test_the_page_names_no_other_purpose(client: Client) -> None:
    known = {str(word) for word in policy_words.PURPOSES.values()}
    rows = tables_of(page(client, "/privacy/"))["Every stored field"]
    assert {word for row in rows for word in row["Why"].split("; ")} <= known
