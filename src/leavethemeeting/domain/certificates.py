"""Attention checks and the rule for a certificate of attendance.

Rules: docs/developer/presence.md, "Checks and certificates". Nothing is granted on an
attendee's own word alone: time counts if a platform saw it, or if the host vouches for it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from leavethemeeting.domain.meeting import MINUTE, Window
from leavethemeeting.domain.timelines import Assurance, AttendeeTimeline

_TRUSTED = (Assurance.MANUAL, Assurance.CORROBORATED, Assurance.PLATFORM)


@dataclass(frozen=True, slots=True)
class CheckRule:
    """How many checks are needed per ``period_ms`` of presence and which share answered.

    The share is ``pass_percent`` of the checks issued while the attendee was present.
    """

    checks: int = 0
    period_ms: int = 50 * MINUTE
    pass_percent: int = 75


@dataclass(frozen=True, slots=True)
class CertificateRule:
    """Who gets a certificate: at least ``min_percent`` of the window, and the checks.

    ``credit_ms``: presence per credit; only whole credits are given.
    """

    min_percent: int = 80
    credit_ms: int = 50 * MINUTE
    check: CheckRule = CheckRule()


PLAIN = CertificateRule()
NASBA = CertificateRule(check=CheckRule(checks=3))  # three random checks per credit of 50 minutes
NY_CLE = CertificateRule(check=CheckRule(checks=1))  # one code per 50 minutes


@dataclass(frozen=True, slots=True)
class CheckResult:
    """An attendee's checks. ``missed`` names each one unanswered while present."""

    issued: int  # while present
    answered: int
    missed: tuple[str, ...]
    required: int
    passed: bool


class Refusal(StrEnum):
    """Why there is no certificate."""

    TOO_SHORT = "too_short"
    CHECKS = "checks"
    ASSURANCE = "assurance"  # enough time, but on too weak evidence


@dataclass(frozen=True, slots=True)
class Certificate:
    """The outcome: granted if there is no refusal. ``credits`` is 0 without a grant."""

    refusals: tuple[Refusal, ...]
    credits: int

    @property
    def granted(self) -> bool:
        """Is there nothing against it?"""
        return not self.refusals


def checked(
    attendee: AttendeeTimeline, issued: Iterable[tuple[str, int]], answered: Collection[str], rule: CheckRule
) -> CheckResult:
    """Judge the checks ``(id, ms)`` that were ``issued``; ``answered`` are ids.

    Only what was issued while the attendee was present counts. Too few checks issued for the
    time spent is a failure of the meeting, and no pass either.
    """
    due = [one for one, at in sorted(issued, key=_moment) if _present(attendee, at)]
    missed = tuple(one for one in due if one not in answered)
    right = len(due) - len(missed)
    required = rule.checks * (attendee.present_ms // rule.period_ms)
    passed = len(due) >= required and 100 * right >= rule.pass_percent * len(due)
    return CheckResult(len(due), right, missed, required, passed)


def _moment(check: tuple[str, int]) -> tuple[int, str]:
    return (check[1], check[0])


def _present(attendee: AttendeeTimeline, at: int) -> bool:
    return any(start <= at < end for start, end in attendee.present)


def certificate(
    attendee: AttendeeTimeline,
    window: Window,
    *,
    checks: CheckResult,
    rule: CertificateRule = PLAIN,
    host_approved: bool = False,
) -> Certificate:
    """Decide on a certificate; ``host_approved`` replaces assurance, not presence."""
    needed = rule.min_percent * window.length
    trusted = sum(ms for level, ms in attendee.assured if level in _TRUSTED)
    refusals = []
    if not window.length or 100 * attendee.present_ms < needed:
        refusals.append(Refusal.TOO_SHORT)
    elif not host_approved and 100 * trusted < needed:
        refusals.append(Refusal.ASSURANCE)
    if not checks.passed:
        refusals.append(Refusal.CHECKS)
    counted = attendee.present_ms if host_approved else trusted
    return Certificate(tuple(refusals), 0 if refusals else counted // rule.credit_ms)
