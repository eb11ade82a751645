"""The code behind a promise, as it runs here: read from this installation's own files."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from leavethemeeting.evidence.clauses import Place

LONGEST = 60  # lines on a page; whoever wants more has the file's name


class NotThere(LookupError):
    """A place names something that its module does not have."""


@dataclass(frozen=True, slots=True)
class Code:
    """``lines`` from ``line`` on; ``cut`` where there are more than a page shows."""

    place: Place
    line: int
    lines: tuple[str, ...]
    cut: bool

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


def _named(node: ast.stmt) -> set[str]:
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return {name}
        case ast.Assign(targets=targets):
            return {target.id for target in targets if isinstance(target, ast.Name)}
        case ast.AnnAssign(target=ast.Name(id=name)):
            return {name}
    return set()


@cache
def code_at(place: Place) -> Code:
    """Raises NotThere."""
    spec = find_spec(place.module)
    if spec is None or spec.origin is None:
        raise NotThere(place.module)
    text = Path(spec.origin).read_text(encoding="utf-8")
    for node in ast.parse(text).body:
        if place.name in _named(node):
            first = min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", []))])
            lines = text.splitlines()[first - 1 : node.end_lineno]
            return Code(place, first, tuple(lines[:LONGEST]), len(lines) > LONGEST)
    raise NotThere(f"{place.module}:{place.name}")
