"""docs/developer/room.md says what the code does."""

from __future__ import annotations

from importlib import import_module
from typing import Any, get_args

import pytest

from leavethemeeting.domain.permissions import Relation, may
from leavethemeeting.realtime import messages as wire
from leavethemeeting.realtime.deeds import DEEDS, OWN_IDS
from leavethemeeting.realtime.limits import Pace
from tests.room.tables import PAGE, matrix, table
from tests.room.test_receives import MAY_HEAR

HOMES = {"views": "leavethemeeting.room.views", "tickets": "leavethemeeting.shared.tickets"}


def _tag(message: Any) -> str:
    return str(message.__struct_config__.tag)


@pytest.mark.parametrize("row", table("what"), ids=lambda row: row["where"])
def test_every_number_is_the_one_in_the_code(row: dict[str, str]) -> None:
    module, name = row["where"].split(".")
    found = getattr(import_module(HOMES.get(module, f"leavethemeeting.realtime.{module}")), name)
    assert row["value"] == str(found)


def test_the_measures_of_speed_are_those_in_the_code() -> None:
    pace = Pace()
    buckets = (pace._chat, pace._signals, pace._others, pace._strikes)
    told = [(float(row["at once"]), float(row["then a second"])) for row in table("how fast one connection may speak")]
    assert told == [(bucket.burst, bucket.per_second) for bucket in buckets]


def test_who_may_say_what_is_the_table_of_permissions() -> None:
    for column, said in matrix("says").items():
        relation = Relation(column.replace("-", "_"))
        assert said == {_tag(message) for message, deed in DEEDS.items() if may(relation, deed)}, column


def test_who_hears_what_is_the_table_that_the_sockets_are_held_to() -> None:
    assert matrix("hears") == MAY_HEAR
    assert {row["hears"] for row in table("hears")} == {_tag(message) for message in get_args(wire.Down)}


def test_the_services_own_names_are_told() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert ", ".join(f"`{prefix}`" for prefix in OWN_IDS) in text
    for row in table("event"):
        if row["event"] in ("enter", "exit", "lobby_enter", "lobby_exit"):
            assert row["id"] == f"{row['event'].replace('_', '-')}-<connection>"
