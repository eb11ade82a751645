"""Writes docs/data-map.md from the data map: what is stored, why, who may see it, how long.

    python tools/data_map.py            write the file
    python tools/data_map.py --check    write nothing; exit 1 when it is stale

Columns that are declared alike stand on one line, so that a person reads ten lines a table and not fifty.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import django

from leavethemeeting.domain.promises import Audience, Column, Erasure, Retention, Table
from leavethemeeting.shared.field_words import field_words
from leavethemeeting.shared.table_words import title_of

FILE = Path(__file__).resolve().parent.parent / "docs/data-map.md"
HEAD = """# Data map

Every column of every table that this service stores, written from the declarations in each slice's
`personal_data.py` by `python tools/data_map.py`; do not edit it by hand. The plain words are those of the policy page. `leavethemeeting privacy` compares
the same declarations with your own database.

*Why* and *seen by* are the promises that the service is held to: nothing is kept for another purpose or shown
to anybody else. A host sees only what belongs to their own meetings.
"""
SEEN_BY = {
    Audience.SELF: "themselves",
    Audience.HOST: "the host",
    Audience.ROOM: "the room",
    Audience.PROVIDER: "the provider",
}
ERASED = {Erasure.DELETE: "deleted", Erasure.UNLINK: "unlinked", Erasure.KEEP: "kept: not about a person"}


def _kept(retention: Retention) -> str:
    return (
        f"as long as {retention.since}" if retention.days is None else f"{retention.days} days after {retention.since}"
    )


def _line(table: str, names: list[str], column: Column) -> str:
    seen = ", ".join(SEEN_BY[one] for one in Audience if one in column.audience) or "nobody"
    cells = (
        ", ".join(f"{field_words(table, name)} `{name}`" for name in names), column.category.value, ", ".join(column.purposes), seen,
        _kept(column.retention), ERASED[column.erasure], "yes" if column.exported else "no", column.note,
    )  # fmt: skip
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _table(table: Table) -> Iterator[str]:
    yield f"\n## {title_of(table.name)} `{table.name}`\n"
    about = "About no person." if table.subject == "nobody" else f"About a {table.subject}." if table.subject[0] not in "aeiou" else f"About an {table.subject}."  # fmt: skip
    yield f"{about} {table.note[:1].upper()}{table.note[1:]}{'.' if table.note else ''}".strip()
    yield "\n| fields | kind | why | seen by | kept | when the person is erased | in their export | note |"
    yield "|---|---|---|---|---|---|---|---|"
    alike: dict[Column, list[str]] = {}
    for name, column in table.columns.items():
        alike.setdefault(column, []).append(name)
    for column, names in alike.items():
        yield _line(table.name, names, column)


def _inside() -> Iterator[str]:
    from leavethemeeting.privacy.json_keys import HELD  # noqa: PLC0415 -- models are loaded only after the set-up

    yield "\n# Inside of single fields\n"
    yield "What a field that holds more than one value may hold, key by key. `leavethemeeting privacy` and the hourly self-check read rows and compare.\n"
    yield "| field | may hold |"
    yield "|---|---|"
    for (table, column), held in sorted(HELD.items()):
        keys = ", ".join(f"`{key}`" for key in sorted(held.keys)) or "nothing"
        listed = f"a list of texts and numbers, {held.depth} deep" if held.depth else keys
        yield f"| `{table}.{column}` | {held.free or listed} |"


def _messages() -> Iterator[str]:
    from leavethemeeting.live import carried as live  # noqa: PLC0415 -- beside its use
    from leavethemeeting.realtime import carried as room  # noqa: PLC0415 -- beside its use

    yield "\n# What messages carry\n"
    yield "Every field of every message of the room, the intake and the dashboard, and the columns that it shows.\n"
    for title, declared in (
        ("To everybody in the room", room.TO_THE_ROOM), ("To one tab, about its own", room.TO_ONESELF),
        ("To those who may admit", room.TO_HOSTS), ("To the dashboard of a host", live.TO_HOSTS),
        ("From a browser in the room", room.UP), ("From another service or a plugin", room.INTAKE),
    ):  # fmt: skip
        yield f"## {title}\n"
        yield "| field | shows |"
        yield "|---|---|"
        for field, said in declared.items():
            shown = said.removeprefix("- ") if said.startswith("- ") else ", ".join(f"`{one}`" for one in said.split())
            yield f"| `{field}` | {shown} |"
        yield ""


def written(tables: Iterable[Table]) -> str:
    """The whole file."""
    ordered = sorted(tables, key=lambda table: table.name)
    lines = [line for table in ordered for line in _table(table)]
    return HEAD + "\n".join([*lines, *_inside(), *_messages()]).rstrip("\n") + "\n"


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leavethemeeting.project.settings")
    django.setup()
    from leavethemeeting.shared.personal_data import data_map  # noqa: PLC0415 -- filled by the set-up above

    text = written(data_map().values())
    if "--check" in sys.argv[1:]:
        return int(not FILE.exists() or FILE.read_text() != text)
    FILE.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
