"""The laws that import-linter cannot see: names, sizes, reasons."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src/leavethemeeting"
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts)
OURS = sorted(path for folder in ("src", "tests", "tools", "benchmarks") for path in (ROOT / folder).rglob("*.py"))
SCRIPTS = sorted(path for folder in ("web/src", "protocol/src") for path in (ROOT / folder).rglob("*.ts"))

LONGEST_FILE = 300
LONGEST_FUNCTION = 40
UNNAMES = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "service", "services"}


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", MODULES + SCRIPTS, ids=name)
def test_no_file_is_a_drawer(path: Path) -> None:
    assert path.stem not in UNNAMES, "name it after what it holds"


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_no_module_is_longer_than_three_hundred_lines(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_no_function_is_longer_than_forty_lines(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
            length = (body[-1].end_lineno or 0) - body[0].lineno + 1
            assert length <= LONGEST_FUNCTION, f"{node.name} has {length} lines"


@pytest.mark.parametrize("path", OURS, ids=name)
def test_every_suppression_has_its_reason(path: Path) -> None:
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if re.search(r"#\s*(noqa|type:\s*ignore)", line) and path != Path(__file__):
            assert re.search(r"(noqa: [A-Z0-9, ]+|type: ignore\[[a-z-, ]+\]\s*#) -- \w", line), (
                f"line {number}: {line.strip()}"
            )


def test_migrations_are_named_by_their_effect() -> None:
    for path in PACKAGE.glob("*/migrations/0*.py"):
        assert "_auto_" not in path.name


def test_nothing_committed_is_built() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    assert [path for path in tracked if "/dist/" in path or path.endswith((".sqlite3", ".pyc"))] == []
