"""Breaks one promise after the other in a copy of the tree, and sees that its test turns red.

    python tools/mutations.py               all of tests/promises/mutations.py
    python tools/mutations.py 14 46         those of these clauses
    python tools/mutations.py --handful     three that cost little

Exit 1 when a test stays green under its mutation, or when a test is red without one.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from tests.promises.mutations import MUTATIONS, Mutation

ROOT = Path(__file__).resolve().parent.parent
HANDFUL = (12, 15, 43)
TAKEN = ("src", "tests", "tools", "protocol", "docs", "plugin", "web", "pyproject.toml", "manage.py")
RED, GREEN = 1, 0  # what pytest answers


def copy_to(folder: Path) -> None:
    """The tree as it is, changed or not, without what was installed."""
    for name in TAKEN:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(
                source, folder / name, ignore=shutil.ignore_patterns("node_modules", "__pycache__", ".stamps")
            )
        else:
            shutil.copy2(source, folder / name)


def run(folder: Path, told: Sequence[str]) -> int:
    """pytest's answer there; the copy's own code is what it imports (``pythonpath`` in pyproject.toml)."""
    kept = {name: value for name, value in os.environ.items() if name not in ("DATA_DIR", "PROOFS", "PYTHONPATH")}
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:randomly", "-p", "no:cacheprovider", *told]
    given = {**kept, "LEAVETHEMEETING_TESTING": "1", "PYTHONPATH": f"{folder / 'src'}{os.pathsep}{folder}"}
    done = subprocess.run(command, cwd=folder, env=given, capture_output=True, text=True, check=False)
    if done.returncode not in (RED, GREEN):
        sys.stderr.write(done.stdout[-3000:] + done.stderr[-3000:])
    return done.returncode


def survives(mutation: Mutation, folder: Path) -> bool:
    """Whether the clause's test stays green although its enforcement is gone. The copy is as before afterwards."""
    path = folder / mutation.path
    before = path.read_text(encoding="utf-8")
    if before.count(mutation.original) != 1:
        raise SystemExit(f"C{mutation.clause}: {mutation.path} does not hold what is to be changed, exactly once")
    path.write_text(before.replace(mutation.original, mutation.mutated), encoding="utf-8")
    try:
        return run(folder, [mutation.told]) == GREEN
    finally:
        path.write_text(before, encoding="utf-8")


def try_all(mutations: Iterable[Mutation]) -> list[Mutation]:
    """Those that survived, told one by one as they are tried."""
    survivors = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        copy_to(folder)
        for mutation in mutations:
            began = time.monotonic()
            alive = survives(mutation, folder)
            word = "SURVIVED" if alive else "noticed"
            print(f"{word:9} C{mutation.clause:<3} {mutation.path}  ({time.monotonic() - began:.0f} s)", flush=True)
            if alive:
                survivors.append(mutation)
    return survivors


def main(arguments: Sequence[str]) -> int:
    clauses = set(HANDFUL) if arguments == ["--handful"] else {int(one.lstrip("Cc")) for one in arguments}
    wanted = [one for one in MUTATIONS if not clauses or one.clause in clauses]
    survivors = try_all(wanted)
    print(f"{len(wanted) - len(survivors)} of {len(wanted)} mutations were noticed.")
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
