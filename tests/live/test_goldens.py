"""The examples that pytest and vitest share."""

from __future__ import annotations

import msgspec
import pytest

from leavethemeeting.live.board import apply_changes
from tests.live.goldens import EXAMPLES, FOLDER, Example, written


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_example_on_disk_is_what_the_board_says_today(name: str) -> None:
    assert (FOLDER / f"{name}.json").read_bytes() == written(name)


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_python_reducer_reaches_the_snapshot_after(name: str) -> None:
    example = msgspec.json.decode((FOLDER / f"{name}.json").read_bytes(), type=Example)
    assert apply_changes(example.before, example.changes) == example.after
    assert example.before != example.after


def test_no_example_is_left_over() -> None:
    assert {path.stem for path in FOLDER.glob("*.json")} == set(EXAMPLES)
