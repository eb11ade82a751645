"""C12: technical information is collected to see that things work; its shape is fixed, and anything else is refused."""

from __future__ import annotations

import json

import pytest

from leavethemeeting.domain.promises import Purpose
from leavethemeeting.logdata.errors import write_noted
from leavethemeeting.logdata.models import Error
from leavethemeeting.shared.personal_data import data_map
from tests.logdata.browsers import report

pytestmark = pytest.mark.django_db
GOOD = {"source": "page", "name": "TypeError", "stack": ["dist/room.js:1:1"]}


@pytest.mark.parametrize("extra", ["message", "user", "url", "email", "ip"])
def test_a_key_that_nobody_declared_is_refused(extra: str) -> None:
    assert report(json.dumps({**GOOD, extra: "anything"})).status_code == 400
    write_noted()
    assert not Error.objects.exists()
    assert report(json.dumps(GOOD)).status_code == 204


def test_every_technical_column_says_what_it_is_for() -> None:
    columns = data_map()["logdata_entry"].columns
    technical = [column for column in columns.values() if set(column.clauses) & {"C12", "C20"}]
    assert len(technical) >= 7
    assert all(set(column.purposes) <= {Purpose.IMPROVE, Purpose.SECURITY, Purpose.FRAUD} for column in technical)
