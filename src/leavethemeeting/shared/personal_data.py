"""The data map's vocabulary and its one frozen registry.

Every slice declares its tables in ``personal_data.py`` with the short forms below;
``project`` loads them all with ``fill``; lower slices read with ``data_map``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

from leavethemeeting.domain.promises import (
    Audience,
    Category,
    Column,
    Cookie,
    Erasure,
    Purpose,
    Remembered,
    Retention,
    Shelf,
    Table,
)

_registry: dict[str, Table] = {}
_cookies: dict[str, Cookie] = {}
_remembered: dict[tuple[Shelf, str], Remembered] = {}

WITH_ROW = Retention(None, "the row it belongs to")
HOST_LIMIT = Retention(365, "the meeting's end, or sooner where its host says so")
ACCOUNT_LIFE = Retention(None, "the account")
MEETING_LIFE = Retention(None, "the meeting, which its host deletes")


def fill(tables: Iterable[Table]) -> None:
    """Enter declarations. Raises ValueError when a table is declared twice."""
    for table in tables:
        if table.name in _registry and _registry[table.name] != table:
            raise ValueError(f"table {table.name} is declared twice in the data map")
        _registry[table.name] = table


def data_map() -> Mapping[str, Table]:
    """Every declared table by name."""
    return MappingProxyType(_registry)


def fill_cookies(cookies: Iterable[Cookie]) -> None:
    """Enter cookies. Raises ValueError when one is declared twice."""
    for cookie in cookies:
        if cookie.name in _cookies and _cookies[cookie.name] != cookie:
            raise ValueError(f"cookie {cookie.name} is declared twice")
        _cookies[cookie.name] = cookie


def cookie_register() -> Mapping[str, Cookie]:
    """Every declared cookie by its bare name."""
    return MappingProxyType(_cookies)


def fill_remembered(things: Iterable[Remembered]) -> None:
    """Enter what browsers remember without a cookie. Raises ValueError when a thing is declared twice."""
    for thing in things:
        if _remembered.setdefault((thing.shelf, thing.name), thing) != thing:
            raise ValueError(f"{thing.name} ({thing.shelf}) is declared twice")


def remembered_register() -> Mapping[tuple[Shelf, str], Remembered]:
    """Everything that browsers remember without a cookie, by shelf and name."""
    return MappingProxyType(_remembered)


def operation(note: str = "") -> Column:
    """A column about no person: book-keeping of the service."""
    return Column(
        Category.OPERATION,
        (Purpose.PROVIDE,),
        ("C7",),
        frozenset({Audience.PROVIDER}),
        WITH_ROW,
        Erasure.KEEP,
        False,
        note,
    )


def key(erasure: Erasure = Erasure.DELETE, note: str = "") -> Column:
    """An identifier, or the link to another row."""
    return Column(
        Category.KEY, (Purpose.PROVIDE,), ("C7",), frozenset({Audience.PROVIDER}), WITH_ROW, erasure, False, note
    )


def in_the_room(column: Column) -> Column:
    """What everybody in the same running meeting sees as well: who is there, since when, and as what."""
    return replace(column, audience=column.audience | {Audience.ROOM})


def plan(note: str = "", kept: Retention = HOST_LIMIT) -> Column:
    """What a host writes about a meeting, and when it was held: seen by whoever holds its link."""
    return Column(
        Category.PLAN, (Purpose.PROVIDE,), ("C7", "C25"),
        frozenset({Audience.SELF, Audience.HOST, Audience.ROOM, Audience.PROVIDER}), kept, Erasure.DELETE, True, note,
    )  # fmt: skip


def account(*clauses: str, note: str = "") -> Column:
    """Name, e-mail and what else a member tells: seen by themselves and by their hosts."""
    return Column(
        Category.ACCOUNT, (Purpose.PROVIDE,), clauses or ("C11", "C13", "C24"),
        frozenset({Audience.SELF, Audience.HOST, Audience.PROVIDER}), ACCOUNT_LIFE, Erasure.DELETE, True, note,
    )  # fmt: skip


def secret(note: str = "") -> Column:
    """Never shown to anybody, the person included."""
    return Column(
        Category.SECRET,
        (Purpose.SECURITY,),
        ("C13", "C25", "C37"),
        frozenset(),
        ACCOUNT_LIFE,
        Erasure.DELETE,
        False,
        note,
    )


def presence(*clauses: str, note: str = "") -> Column:
    """When somebody was in a meeting: seen by themselves and by the meeting's host."""
    return Column(
        Category.PRESENCE, (Purpose.PROVIDE,), clauses or ("C24", "C25"),
        frozenset({Audience.SELF, Audience.HOST, Audience.PROVIDER}), HOST_LIMIT, Erasure.DELETE, True, note,
    )  # fmt: skip


def interaction(note: str = "") -> Column:
    """What somebody did in a meeting: seen by the room as it happens and by the host afterwards."""
    return Column(
        Category.INTERACTION, (Purpose.PROVIDE,), ("C25",),
        frozenset({Audience.SELF, Audience.HOST, Audience.ROOM, Audience.PROVIDER}), HOST_LIMIT, Erasure.DELETE, True, note,
    )  # fmt: skip


def device(days: int, note: str = "") -> Column:
    """IP address and the like: log data, for the provider only."""
    return Column(
        Category.DEVICE, (Purpose.SECURITY, Purpose.FRAUD), ("C20", "C21"),
        frozenset({Audience.SELF, Audience.PROVIDER}), Retention(days, "it was written"), Erasure.DELETE, True, note,
    )  # fmt: skip


def mail(days: int, note: str = "") -> Column:
    """A letter: seen by the one it was sent to, and by the provider."""
    return Column(
        Category.MAIL, (Purpose.PROVIDE,), ("C1", "C27"),
        frozenset({Audience.SELF, Audience.PROVIDER}), Retention(days, "it was written"), Erasure.DELETE, True, note,
    )  # fmt: skip
