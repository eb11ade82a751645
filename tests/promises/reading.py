"""Reads the tables of the policy page back, as a person would."""

from __future__ import annotations

from html.parser import HTMLParser


class _Tables(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tables: dict[str, list[dict[str, str]]] = {}
        self._label, self._column = "", ""
        self._in_cell = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if told.get("class") == "table-wrap":
            self._label = told["aria-label"]
        elif tag == "tr" and self._label:
            self.tables.setdefault(self._label, []).append({})
        elif tag == "td" and self._label:
            self._column, self._in_cell = told["data-label"], True

    def handle_endtag(self, tag: str) -> None:
        if tag == "td":
            self._in_cell = False

    def handle_data(self, data: str) -> None:
        if self._in_cell:
            row = self.tables[self._label][-1]
            row[self._column] = " ".join(f"{row.get(self._column, '')} {data}".split())


def tables_of(html: str) -> dict[str, list[dict[str, str]]]:
    """Rows of each table by the heading above it; a row is text by column."""
    parser = _Tables()
    parser.feed(html)
    return {label: [row for row in rows if row] for label, rows in parser.tables.items()}
