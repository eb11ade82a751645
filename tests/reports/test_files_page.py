"""docs/host/files.md tells every column of every file, and none that is not there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from leavethemeeting.reports import files, people_views

PAGE = Path(__file__).resolve().parents[2] / "docs/host/files.md"
FILES = {
    "attendance.csv": files.ATTENDANCE,
    "stays.csv": files.STAYS,
    "interactions.csv": files.INTERACTIONS,
    "My attendees": people_views.FILE,
}


@pytest.mark.parametrize(("title", "columns"), FILES.items(), ids=list(FILES))
def test_the_page_tells_the_columns_of_the_file(title: str, columns: tuple[str, ...]) -> None:
    section = PAGE.read_text().partition(f"\n## {title}\n")[2].partition("\n## ")[0]
    told = [
        name
        for line in section.splitlines()
        if line.startswith("| `")
        for name in re.findall(r"`(\w+)`", line.split("|")[1])
    ]
    assert sorted(told) == sorted(columns)
