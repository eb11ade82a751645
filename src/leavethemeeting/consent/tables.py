"""The tables of the policy, made from the data map, the cookie register and the recipients; nobody types them (C5, C6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from leavethemeeting.consent import words
from leavethemeeting.consent.portions import Without, portions
from leavethemeeting.domain.promises import (
    Audience,
    Category,
    Column,
    Cookie,
    Erasure,
    Purpose,
    Recipient,
    Remembered,
    Retention,
    Table,
)
from leavethemeeting.shared.field_words import field_words
from leavethemeeting.shared.table_words import title_of


def markdown(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; a bar inside a cell is escaped."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell).replace("|", "\\|") for cell in line) + " |" for line in lines)


def _columns(tables: Mapping[str, Table], category: Category) -> list[Column]:
    found = (column for table in tables.values() for column in table.columns.values())
    return [column for column in found if column.category is category]


def _longest(columns: list[Column]) -> str:
    """Every distinct retention, the longest first; ``the row`` alone says nothing, so it comes last."""
    distinct: set[Retention] = {column.retention for column in columns}
    return words.listed(words.kept(one) for one in sorted(distinct, key=lambda one: (-(one.days or 0), one.since)))


def categories(tables: Mapping[str, Table]) -> str:
    """One line for each kind of data that is kept at all."""
    rows = []
    for category in words.CATEGORIES:
        columns = _columns(tables, category)
        if columns:
            purposes = {purpose for column in columns for purpose in column.purposes}
            audience = {one for column in columns for one in column.audience}
            rows.append([
                f"**{words.CATEGORIES[category]}**", str(words.MEANINGS[category]), words.purposes(purposes),
                words.audiences(audience), _longest(columns),
            ])  # fmt: skip
    return markdown([_("Kind"), _("What it is"), _("Why"), _("Who sees it"), _("How long")], rows)


Held = tuple[Category, tuple[Purpose, ...], frozenset[Audience], Retention, Erasure]


def _alike(table: Table) -> dict[Held, list[str]]:
    found: dict[Held, list[str]] = {}
    for name, column in table.columns.items():
        same = (column.category, column.purposes, column.audience, column.retention, column.erasure)
        found.setdefault(same, []).append(name)
    return found


def fields(tables: Mapping[str, Table]) -> str:
    """Every stored field in plain words; those of one table that are held alike share a line."""
    rows = []
    for name in sorted(tables, key=title_of):
        for (category, purposes, audience, retention, erasure), columns in _alike(tables[name]).items():
            rows.append([
                title_of(name), words.listed(field_words(name, column) for column in columns), str(words.CATEGORIES[category]),
                words.purposes(purposes), words.audiences(audience), words.kept(retention), str(words.ERASURES[erasure]),
            ])  # fmt: skip
    head = [_("What"), _("Fields"), _("Kind"), _("Why"), _("Who sees it"), _("How long"), _("When you are erased")]
    return markdown(head, rows)


def seen_by_hosts(tables: Mapping[str, Table]) -> str:
    """In plain words, what the host of a meeting sees of whoever came; one line for each table."""
    rows = []
    for name in sorted(tables, key=title_of):
        seen = [column for column, held in tables[name].columns.items() if Audience.HOST in held.audience]
        if seen and tables[name].subject != "host":
            rows.append([title_of(name), words.listed(field_words(name, column) for column in seen)])
    return markdown([_("What"), _("Fields")], rows)


def cookies(register: Mapping[str, Cookie], prefix: str) -> str:
    """Every cookie, by category and name."""
    ordered = sorted(
        register.values(), key=lambda cookie: (list(words.COOKIE_CATEGORIES).index(cookie.category), cookie.name)
    )
    rows = [
        [f"`{prefix}{one.name}`", str(words.COOKIE_CATEGORIES[one.category]), one.note, words.life(one.seconds)] for one in ordered
    ]  # fmt: skip
    return markdown([_("Name"), _("Category"), _("What for"), _("How long")], rows)


def remembered(things: Iterable[Remembered]) -> str:
    """What pages and the plugin remember without a cookie, in the order of the shelves."""
    ordered = sorted(things, key=lambda thing: (list(words.SHELVES).index(thing.shelf), thing.name))
    rows = [
        [f"`{thing.name}`", str(words.SHELVES[thing.shelf]), thing.note, str(words.SHELF_LIVES[thing.shelf])] for thing in ordered
    ]  # fmt: skip
    return markdown([_("Name"), _("Where"), _("What for"), _("How long")], rows)


def receivers(known: Sequence[Recipient]) -> str:
    """Everybody outside who receives data, or the sentence that nobody does."""
    if not known:
        return _("As this installation is set up today, nobody outside of it receives anything.")
    rows = [[f"**{one.name}**", one.purpose, one.data] for one in known]
    return markdown([_("Who"), _("Why"), _("What they receive")], rows)


def off(without: Without) -> str:
    """What does not work then, as a list."""
    return "\n".join(f"- {portion.title}" for portion in portions(without))


def facts(tables: Mapping[str, Table], known: Sequence[Recipient]) -> list[str]:
    """What is promised, in small: kind and purpose, kind and audience, recipients. A new one widens the policy."""
    found = {
        f"why|{column.category}|{purpose}"
        for table in tables.values()
        for column in table.columns.values()
        for purpose in column.purposes
    }
    found |= {
        f"who|{column.category}|{one}"
        for table in tables.values()
        for column in table.columns.values()
        for one in column.audience
    }
    return sorted(found | {f"recipient|{one.name}" for one in known})
