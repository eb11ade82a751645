"""Every clause that has a test has a mutation that its test must notice; here that the list fits the code, and that the tool bites."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tools.mutations import ROOT, copy_to, survives

from tests.promises.mutations import MUTATIONS, Mutation
from tests.promises.test_every_clause_has_its_test import HERE, clauses_tested


def test_every_clause_with_a_test_has_a_mutation() -> None:
    assert {one.clause for one in MUTATIONS} == clauses_tested(HERE.glob("test_c*.py"))


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda one: f"C{one.clause} {one.file}")
def test_a_mutation_fits_the_code_and_its_test_is_there(mutation: Mutation) -> None:
    text = (ROOT / mutation.path).read_text()
    assert text.count(mutation.original) == 1, "it changed: say anew how this clause could be broken"
    assert mutation.mutated != mutation.original
    module, _colons, name = mutation.told.partition("::")
    assert (ROOT / module).is_file() and f"def {name}" in (ROOT / module).read_text()
    assert module.startswith(f"tests/promises/test_c{mutation.clause:02}_")


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_the_tool_tells_a_test_that_notices_from_one_that_does_not(tmp_path: Path) -> None:
    copy_to(tmp_path)
    harmful = next(one for one in MUTATIONS if one.clause == 12)
    assert not survives(harmful, tmp_path)
    harmless = replace(harmful, mutated=harmful.original + "  # nothing")
    assert survives(harmless, tmp_path)
    with pytest.raises(SystemExit, match="C12"):
        survives(replace(harmful, original="no such line"), tmp_path)
