"""The writer of self-checks, and of what was seen that no register knows."""

from __future__ import annotations

import time
from datetime import datetime

from django.db import transaction

from leavethemeeting import __version__
from leavethemeeting.evidence import letters
from leavethemeeting.evidence.checks import all_findings
from leavethemeeting.evidence.models import SelfCheck, Undeclared
from leavethemeeting.mail.composing import Because, send
from leavethemeeting.privacy.keeping import measured
from leavethemeeting.shared.environment import environment

MOST_FINDINGS = 20  # of one check; the rest is a number


def check_itself(*, now: datetime) -> SelfCheck:
    """Make every check, keep what it found, and write to the operator when something new is red."""
    begun = time.monotonic()
    findings = {name: _short(found) for name, found in all_findings(now).items()}
    kept = {
        one.rule.name: {"share": one.share, "overdue_s": int(one.late.total_seconds()) if one.overdue else 0}
        for one in measured(now=now)
    }
    red = {name for name, found in findings.items() if found}
    with transaction.atomic():
        before = _red_before()
        made = SelfCheck.objects.create(
            at=now, milliseconds=int((time.monotonic() - begun) * 1000), version=__version__[:20], red=bool(red),
            findings=findings, kept=kept,
        )  # fmt: skip
        if red - before:
            _tell_operator(made, now)
    return made


def _short(found: list[str]) -> list[str]:
    told = [line[:300] for line in found[:MOST_FINDINGS]]
    return [*told, *([f"and {len(found) - MOST_FINDINGS} more"] if len(found) > MOST_FINDINGS else [])]


def _red_before() -> set[str]:
    """Which checks the operator has been told of: those that were red in the last round."""
    last = SelfCheck.objects.order_by("-at").first()
    return {name for name, found in last.findings.items() if found} if last else set()


def _tell_operator(made: SelfCheck, now: datetime) -> None:
    """One letter when something turns red, none while it stays so. Without ``OPERATOR_EMAIL`` the page shows it."""
    address = environment().operator_email.strip()
    if address:
        send(letters.self_check_red(made), kind="self_check_red", recipient=address, now=now, because=Because.OPERATOR)


def note_undeclared(*, kind: str, name: str, now: datetime) -> None:
    """A cookie left the web app that stands in no register. Its value is not looked at."""
    Undeclared.objects.update_or_create(
        kind=kind, name=name[:80], defaults={"last_at": now}, create_defaults={"first_at": now, "last_at": now}
    )
