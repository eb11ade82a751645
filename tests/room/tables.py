"""Tables of docs/developer/room.md, read as they stand there."""

from __future__ import annotations

from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs/developer/room.md"


def table(first: str) -> list[dict[str, str]]:
    """The rows of the table whose first heading is ``first``; backquotes are left out."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith(f"| {first} |"))
    headings = _cells(lines[start])
    rows = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        rows.append(dict(zip(headings, _cells(line), strict=True)))
    return rows


def matrix(first: str) -> dict[str, set[str]]:
    """By column: in which rows it says yes."""
    rows = table(first)
    columns = [heading for heading in rows[0] if heading != first]
    return {column: {row[first] for row in rows if row[column] == "yes"} for column in columns}


def _cells(line: str) -> list[str]:
    return [cell.strip().replace("`", "") for cell in line.strip().strip("|").split("|")]
