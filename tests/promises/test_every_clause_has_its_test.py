"""The clauses that this installation keeps so far: each has a module here that is named after it, with tests in it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from pathlib import Path

import pytest

KEPT = range(1, 54)
HERE = Path(__file__).parent
_MODULE = re.compile(r"test_c(\d\d)_\w+")


def clauses_tested(modules: Iterable[Path]) -> set[int]:
    """The clauses after which a module with at least one test in it, or one of its tests, is named."""
    found = set()
    for module in modules:
        names = [one.name for one in ast.walk(ast.parse(module.read_text())) if isinstance(one, ast.FunctionDef)]
        tests = [name for name in names if name.startswith("test_")]
        found |= {int(said[1]) for name in (module.stem, *tests) if tests and (said := _MODULE.fullmatch(name))}
    return found


@pytest.mark.parametrize("clause", KEPT, ids="C{}".format)
def test_the_clause_has_a_test_of_its_own(clause: int) -> None:
    assert clause in clauses_tested(HERE.glob("test_c*.py")), f"nothing in {HERE.name}/ is named test_c{clause:02}_…"


def test_an_empty_module_keeps_no_promise(tmp_path: Path) -> None:
    empty = tmp_path / "test_c11_empty.py"
    empty.write_text('"""C11, one day."""\n\n\ndef helper() -> None: ...\n')
    assert clauses_tested([empty]) == set()
    empty.write_text("def test_c12_something() -> None: ...\n")
    assert clauses_tested([empty]) == {11, 12}
