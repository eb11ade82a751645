"""How each clause was last proved: what ``make test`` wrote down, as it came with this release.

The file stands beside this module and is made by the suite itself (tests/proving.py). A clone in which the suite was
never run to its end has none, and says so; nothing is shown that was not measured.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

import msgspec

from leavethemeeting.evidence.clauses import CLAUSES, clause_of

FILE = Path(__file__).with_name("proofs.json")


class Told(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One test in one run. ``again``: it failed among its neighbours and was told once more, alone."""

    test: str  # pytest's id
    where: str  # "sqlite", "postgresql" or "browser"
    outcome: str  # "passed", "failed" or "skipped"
    at: datetime
    seconds: float
    again: bool = False


class Proofs(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A whole run of the suite."""

    version: str
    finished_at: datetime
    tests: list[Told]


@dataclass(frozen=True, slots=True)
class Standing:
    """How one clause stands: its tests, the newest last."""

    told: tuple[Told, ...]

    @property
    def passed(self) -> int:
        return sum(one.outcome == "passed" for one in self.told)

    @property
    def failed(self) -> int:
        return sum(one.outcome == "failed" for one in self.told)

    @property
    def at(self) -> datetime | None:
        return max((one.at for one in self.told), default=None)

    @property
    def is_proved(self) -> bool:
        return bool(self.passed) and not self.failed


def read(path: Path = FILE) -> Proofs | None:
    """The file's proofs; None where there is none, or none that can be read."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Proofs)
    except (OSError, msgspec.MsgspecError):
        return None


@lru_cache(maxsize=1)
def shipped() -> Proofs | None:
    """Those of this release, read once: the file does not change while the service runs."""
    return read()


def standings(proofs: Proofs | None) -> dict[int, Standing]:
    """By clause. Empty standings where nothing was run."""
    told: dict[int, list[Told]] = {number: [] for number in CLAUSES}
    for one in proofs.tests if proofs else ():
        for number in clause_of(one.test) & told.keys():
            told[number].append(one)
    return {number: Standing(tuple(sorted(found, key=lambda one: one.at))) for number, found in told.items()}
