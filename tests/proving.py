"""Writes down how each test of a clause ended, for the evidence pages (src/leavethemeeting/evidence).

Only where PROOFS names a file, which ``make test`` does. Several runs of pytest go into one file: SQLite, PostgreSQL, each
journey; the last word on a test in one place counts, and that it was told twice is kept.
"""

from __future__ import annotations

import fcntl
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from leavethemeeting import __version__
from leavethemeeting.evidence.clauses import clause_of
from leavethemeeting.evidence.proofs import Proofs, Told, read

told: dict[str, Told] = {}


def _where(keywords: Any) -> str:
    if "browser" in keywords:
        return "browser"
    return "postgresql" if os.environ.get("DATABASE_URL", "").startswith("postgres") else "sqlite"


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Set-up, call and tear-down each report: a failure of any is one, and the call says the rest."""
    if "PROOFS" not in os.environ or not clause_of(report.nodeid):
        return
    if report.when != "call" and report.outcome == "passed":
        return
    before = told.get(report.nodeid)
    if before is not None and before.outcome == "failed":
        return
    told[report.nodeid] = Told(
        test=report.nodeid, where=_where(report.keywords), outcome=report.outcome, at=datetime.now(UTC).replace(microsecond=0),
        seconds=round(report.duration, 3),
    )  # fmt: skip


def pytest_sessionfinish(session: pytest.Session) -> None:
    """The workers of a run report to its first process, which writes."""
    if told and not hasattr(session.config, "workerinput"):
        put(Path(os.environ["PROOFS"]), told.values())


def merged(before: list[Told], fresh: list[Told]) -> list[Told]:
    """``fresh`` replaces what stood under the same test and place; a failure that a second try mended says so."""
    known = {(one.test, one.where): one for one in before}
    for one in fresh:
        earlier = known.get((one.test, one.where))
        again = earlier is not None and (earlier.again or earlier.outcome == "failed")
        known[one.test, one.where] = msgspec.structs.replace(one, again=again)
    return sorted(known.values(), key=lambda one: (one.test, one.where))


def put(path: Path, fresh: Any) -> None:
    """Add to the file, alone: two journeys may end at once."""
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        before = read(path)
        tests = merged(before.tests if before else [], list(fresh))
        proofs = Proofs(version=__version__, finished_at=datetime.now(UTC).replace(microsecond=0), tests=tests)
        unfinished = path.with_suffix(".new")
        unfinished.write_bytes(msgspec.json.format(msgspec.json.encode(proofs), indent=1))
        unfinished.rename(path)
