"""What the public pages say: the last self-check, and how every clause stands. Nothing here is about anybody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.safestring import SafeString

from leavethemeeting import __version__
from leavethemeeting.consent.queries import current_policy
from leavethemeeting.consent.rendering import rendered
from leavethemeeting.evidence.checks import CHECKS
from leavethemeeting.evidence.clauses import CLAUSES, Clause
from leavethemeeting.evidence.models import SelfCheck
from leavethemeeting.evidence.proofs import Proofs, Standing, shipped, standings
from leavethemeeting.evidence.words import promised
from leavethemeeting.privacy.keeping import Rule, rules

OLD = timedelta(hours=3)  # checks come every hour
COUNTED = {
    "data_map": "drift", "keys": "unknown_keys", "keeping": "overdue", "cookies": "undeclared_cookies",
    "egress": "undeclared_egress",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One clause in the list of all."""

    clause: Clause
    standing: Standing


@dataclass(frozen=True, slots=True)
class Round:
    """The last self-check. ``is_old``: the clock does not make them any more."""

    check: SelfCheck
    is_old: bool

    @property
    def lines(self) -> list[tuple[str, list[str]]]:
        """Each check by its words, and what it found."""
        return [(str(one.title), self.check.findings.get(one.name, [])) for one in CHECKS.values()]

    @property
    def kept(self) -> list[tuple[Rule, float | None, bool]]:
        """Each rule, the share of its limit that its oldest row has used up, whether it is overdue."""
        told = self.check.kept
        known = ((rule, told[name]) for name, rule in rules().items() if name in told)
        return [(rule, one["share"], bool(one["overdue_s"])) for rule, one in known]


def last_round(now: datetime) -> Round | None:
    """None on an installation that has made none yet."""
    last = SelfCheck.objects.order_by("-at").first()
    return Round(last, now - last.at > OLD) if last else None


def lines() -> list[Line]:
    """All clauses, in the policy's order."""
    told = standings(shipped())
    return [Line(clause, told[number]) for number, clause in CLAUSES.items()]


def line_of(number: int) -> Line | None:
    clause = CLAUSES.get(number)
    return Line(clause, standings(shipped())[number]) if clause else None


def words_of(clause: Clause) -> list[SafeString]:
    """What the policy promises there, as HTML; empty where the posted text does not say it."""
    return [rendered(said).body for said in promised(current_policy().text).get(clause.key, [])]


def _last_drill(found: Iterable[Line]) -> dict[str, Any] | None:
    """When a person was last erased and searched for byte by byte: in the tests of this release, on invented people."""
    told = next((line.standing for line in found if line.clause.number == 46), None)
    if told is None or told.at is None:
        return None
    return {"at": told.at.isoformat(), "where": "tests of this release", "passed": told.is_proved}


def status(now: datetime) -> dict[str, Any]:
    """The public state in numbers, for machines."""
    last, found, proofs = last_round(now), lines(), shipped()
    findings = last.check.findings if last else {}
    return {
        "version": __version__,
        "checked_at": last.check.at.isoformat() if last else None,
        "check_is_old": last.is_old if last else True,
        "red": last.check.red if last else None,
        **{word: len(findings[name]) if name in findings else None for name, word in COUNTED.items()},
        "checks": {name: len(findings[name]) if name in findings else None for name in CHECKS},
        "kept": last.check.kept if last else {},
        "last_erasure_drill": _last_drill(found),
        "proofs": _proofs(proofs, found),
    }


def _proofs(proofs: Proofs | None, found: list[Line]) -> dict[str, Any] | None:
    if proofs is None:
        return None
    return {
        "version": proofs.version, "finished_at": proofs.finished_at.isoformat(), "tests": len(proofs.tests),
        "clauses": len(found), "clauses_proved": sum(line.standing.is_proved for line in found),
    }  # fmt: skip
