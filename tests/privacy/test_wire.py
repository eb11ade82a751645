"""Every field of every message is declared: which columns it shows, and that its readers may see them. Both ways."""

from __future__ import annotations

import typing
from collections.abc import Iterable

import msgspec
import pytest

from leavethemeeting.domain.promises import Audience
from leavethemeeting.live import carried as live
from leavethemeeting.live import shapes
from leavethemeeting.realtime import batch, carried, messages
from leavethemeeting.shared.carried import Carried, columns_of, faults

ROOM, ONESELF = frozenset({Audience.ROOM}), frozenset({Audience.SELF})
HOST, NOBODY = frozenset({Audience.HOST}), frozenset[Audience]()


def structs_in(kind: object, known: dict[str, type[msgspec.Struct]] | None = None) -> dict[str, type[msgspec.Struct]]:
    """``kind`` and every message that its fields lead to, by name."""
    known = {} if known is None else known
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        name = "Listed" if kind is batch.Person else kind.__name__  # the room has a Person, too
        if name not in known:
            known[name] = kind
            for field in msgspec.structs.fields(kind):
                structs_in(field.type, known)
    for inner in typing.get_args(kind):
        structs_in(inner, known)
    return known


def fields_of(*kinds: object) -> set[str]:
    found: dict[str, type[msgspec.Struct]] = {}
    for kind in kinds:
        structs_in(kind, found)
    return {f"{name}.{field.name}" for name, kind in found.items() for field in msgspec.structs.fields(kind)}


DOWN = fields_of(messages.Down, batch.Results)
TO_MANY = set(carried.TO_THE_ROOM) | set(carried.TO_HOSTS)
WIRES: dict[str, tuple[Carried, set[str], frozenset[Audience]]] = {
    "room": (carried.TO_THE_ROOM, DOWN - set(carried.TO_ONESELF) - set(carried.TO_HOSTS), ROOM),
    "oneself": (carried.TO_ONESELF, DOWN - TO_MANY, ONESELF),
    "those who admit": (carried.TO_HOSTS, DOWN - set(carried.TO_THE_ROOM) - set(carried.TO_ONESELF), HOST),
    "from the room": (carried.UP, fields_of(messages.Up), NOBODY),
    "intake": (carried.INTAKE, fields_of(batch.Batch), NOBODY),
    "dashboard": (live.TO_HOSTS, fields_of(shapes.Snapshot, shapes.Changes), HOST),
}


@pytest.mark.parametrize("name", WIRES)
def test_every_field_is_declared_is_there_and_is_for_its_readers(name: str) -> None:
    assert list(faults(*WIRES[name])) == []


def test_no_field_is_declared_for_two_kinds_of_readers() -> None:
    groups: Iterable[Carried] = (carried.TO_THE_ROOM, carried.TO_ONESELF, carried.TO_HOSTS)
    names = [field for group in groups for field in group]
    assert len(names) == len(set(names)) and set(names) == DOWN


def test_all_messages_are_looked_at() -> None:
    assert {"Person.name", "ChatLine.text", "Waiting.former_name", "Results.received_at"} <= DOWN
    assert "Listed.email" in fields_of(batch.Batch) and "Row.email" in fields_of(shapes.Snapshot)
    assert len(DOWN) > 60


class Leaky(msgspec.Struct):
    """A message as somebody might add one."""

    person: messages.Person
    shoe_size: int = 0


def test_a_field_that_somebody_adds_is_found() -> None:
    declared, fields, readers = WIRES["room"]
    assert list(faults(declared, fields | fields_of(Leaky), readers)) == [
        "Leaky.person travels and is not declared", "Leaky.shoe_size travels and is not declared",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("meetings_attendee.email", "shows meetings_attendee.email to the room"),
        ("logdata_entry.ip", "shows logdata_entry.ip to the room"),
        ("accounts_user.password", "shows the secret accounts_user.password"),
        ("meetings_attendee.shoe_size", "shows meetings_attendee.shoe_size, which is not in the data map"),
        ("no_such_table.name", "shows no_such_table.name, which is not in the data map"),
        ("- ", "says nothing about where it comes from"),
    ],
)
def test_a_field_that_shows_what_its_readers_may_not_see_is_found(said: str, fault: str) -> None:
    declared, fields, readers = WIRES["room"]
    leaky = {**declared, "Person.name": said}
    assert [one for one in faults(leaky, fields, readers) if one.startswith("Person.name")] == [f"Person.name {fault}"]


def test_a_declaration_without_its_field_is_found() -> None:
    declared, fields, readers = WIRES["dashboard"]
    assert list(faults(declared, fields - {"Row.email"}, readers)) == ["Row.email is declared and does not travel"]


def test_words_name_no_column() -> None:
    assert columns_of("- of Person") == []
    assert columns_of("a.b c.d") == [("a", "b"), ("c", "d")]
