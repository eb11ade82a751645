"""docs/data-map.md says what the declarations say."""

from __future__ import annotations

from tools.data_map import FILE, written

from leavethemeeting.shared.personal_data import data_map


def test_the_page_is_written_from_the_declarations_of_today() -> None:
    assert FILE.read_text() == written(data_map().values()), "run: python tools/data_map.py"


def test_every_declared_column_stands_on_the_page() -> None:
    page = FILE.read_text()
    for table in data_map().values():
        section = page.partition(f" `{table.name}`\n")[2].partition("\n## ")[0]
        assert all(f"`{column}`" in section for column in table.columns), table.name
