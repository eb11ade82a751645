"""C5: every category, field, use, audience, time and cookie on the page is in the data map, and the other way round."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from leavethemeeting.consent import posting, words
from leavethemeeting.domain.promises import Audience, Category, Column, Erasure, Purpose, Retention, Table
from leavethemeeting.shared import personal_data
from leavethemeeting.shared.environment import environment
from leavethemeeting.shared.field_words import EVERYWHERE, HERE, field_words, has_words
from leavethemeeting.shared.personal_data import cookie_register, data_map, remembered_register
from leavethemeeting.shared.table_words import TITLES, title_of
from tests.consent.stories import page
from tests.promises.reading import tables_of

pytestmark = pytest.mark.django_db
Held = tuple[str, str, str, str, str]


def _shown(client: Client) -> dict[str, Held]:
    """``title: field``, in plain words → kind, why, who, how long, what erasure does; as the page says it."""
    rows = tables_of(page(client, "/privacy/"))["Every stored field"]
    return {
        f"{row['What']}: {field}": (
            row["Kind"],
            row["Why"],
            row["Who sees it"],
            row["How long"],
            row["When you are erased"],
        )
        for row in rows
        for field in row["Fields"].split("; ")
    }


def _declared() -> dict[str, Held]:
    return {
        f"{title_of(table.name)}: {field_words(table.name, name)}": (
            str(words.CATEGORIES[column.category]), words.purposes(column.purposes), words.audiences(column.audience),
            words.kept(column.retention), str(words.ERASURES[column.erasure]),
        )
        for table in data_map().values()
        for name, column in table.columns.items()
    }  # fmt: skip


def test_every_field_stands_on_the_page_as_it_is_declared_and_no_other(client: Client) -> None:
    assert _shown(client) == _declared()


def test_every_table_and_field_has_plain_words_that_tell_it_from_its_neighbours() -> None:
    """Or the comparison above would not see a missing one, and nobody would understand it."""
    nameless = [f"{table.name}.{name}" for table in data_map().values() for name in table.columns if not has_words(table.name, name)]  # fmt: skip
    assert nameless == [] and set(data_map()) == set(TITLES)
    assert len(set(map(str, TITLES.values()))) == len(TITLES)
    for table in data_map().values():
        said = [field_words(table.name, name) for name in table.columns]
        assert len(set(said)) == len(said), (table.name, sorted(word for word in said if said.count(word) > 1))
        assert not [word for word in said if "_" in word or ";" in word or "|" in word]


def test_no_words_are_left_of_what_is_stored_no_more() -> None:
    stored = {table.name: set(table.columns) for table in data_map().values()}
    assert {name: set(words) - stored.get(name, set()) for name, words in HERE.items() if set(words) - stored.get(name, set())} == {}  # fmt: skip
    assert set(EVERYWHERE) <= set().union(*stored.values())


def test_every_kind_has_its_line_with_all_its_uses_and_readers(client: Client) -> None:
    rows = {row["Kind"]: row for row in tables_of(page(client, "/privacy/"))["Information Collection And Use"]}
    used = {column.category for table in data_map().values() for column in table.columns.values()}
    assert set(rows) == {str(words.CATEGORIES[category]) for category in used}
    for category in used:
        columns = [one for table in data_map().values() for one in table.columns.values() if one.category is category]
        row = rows[str(words.CATEGORIES[category])]
        assert row["Why"] == words.purposes(purpose for column in columns for purpose in column.purposes)
        assert row["Who sees it"] == words.audiences(one for column in columns for one in column.audience)


def test_what_hosts_see_is_named_field_by_field(client: Client) -> None:
    rows = tables_of(page(client, "/privacy/"))["Use of User Information: Attendees to meetings"]
    shown = {f"{row['What']}: {field}" for row in rows for field in row["Fields"].split("; ")}
    assert shown == {
        f"{title_of(table.name)}: {field_words(table.name, name)}"
        for table in data_map().values()
        for name, column in table.columns.items()
        if Audience.HOST in column.audience and table.subject != "host"
    }
    assert {"Account: e-mail address", "People of a meeting: name"} <= shown
    assert not [one for one in shown if one.startswith(("Log data", "Letters", "Second factors"))]


def test_every_cookie_and_whatever_else_a_browser_remembers_stands_on_the_page_as_it_is_registered(
    client: Client,
) -> None:
    rows = tables_of(page(client, "/privacy/"))["Cookies"]
    shown = {(row["Name"], row["Category"], row["What for"], row["How long"]) for row in rows if "Category" in row}
    assert shown == {
        (one.name, one.category.value, one.note, words.life(one.seconds)) for one in cookie_register().values()
    }
    remembered = {(row["Name"], row["Where"], row["What for"], row["How long"]) for row in rows if "Where" in row}
    assert remembered == {
        (one.name, str(words.SHELVES[one.shelf]), one.note, str(words.SHELF_LIVES[one.shelf]))
        for one in remembered_register().values()
    }


def test_a_field_declared_tomorrow_is_on_the_page_at_the_next_start(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Retention(3, "it was measured")
    shoe = Column(
        Category.PROFILE, (Purpose.PROVIDE,), ("C13",), frozenset({Audience.SELF}), kept, Erasure.DELETE, True
    )
    monkeypatch.setattr(personal_data, "_registry", {**data_map(), "shoes": Table("shoes", "member", {"size": shoe})})
    posting.bring_up_to_date(environment=environment(), now=timezone.now())
    assert _shown(client)["shoes: size"] == (
        "profile",
        "providing the Service",
        "yourself",
        "3 days after it was measured",
        "deleted",
    )
    assert _shown(client) == _declared()


def test_the_words_tell_any_two_values_apart() -> None:
    """Or a page could be wrong and the comparison above would not see it."""
    for meanings in (words.CATEGORIES, words.PURPOSES, words.AUDIENCES, words.ERASURES, words.COOKIE_CATEGORIES):
        assert len({str(word) for word in meanings.values()}) == len(meanings)
    assert set(words.CATEGORIES) == set(Category) and set(words.PURPOSES) == set(Purpose)
    assert set(words.AUDIENCES) == set(Audience) and set(words.ERASURES) == set(Erasure)
