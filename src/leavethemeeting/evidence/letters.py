"""The letter of a self-check that found something."""

from __future__ import annotations

from datetime import UTC, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from leavethemeeting.evidence.checks import CHECKS
from leavethemeeting.evidence.models import SelfCheck
from leavethemeeting.mail.composing import Button, Content, absolute


def self_check_red(made: SelfCheck) -> Content:
    """To the operator: which promise of the policy this installation does not keep just now. It names nobody."""
    facts = tuple(
        (str(CHECKS[name].title) if name in CHECKS else name, "; ".join(found[:3]))
        for name, found in made.findings.items()
        if found
    )
    return Content(
        subject=_("Your LeaveTheMeeting does not keep a promise"),
        paragraphs=(
            _("Every hour this service compares itself with its own privacy policy. This time something was not as it should be."),
        ),
        facts=facts,
        button=Button(_("See all checks"), absolute(reverse("evidence:overview"))),
        after=(
            _("`leavethemeeting doctor` on the machine says more. Once it is mended the next check says so on the page."),
            _("You get this once for each thing that turns red, because your address is the operator's (OPERATOR_EMAIL)."),
        ),
    )  # fmt: skip


def _sample() -> Content:
    found = {"data_map": ["table side_list is in the database but not in the data map"], "keeping": []}
    return self_check_red(SelfCheck(at=datetime(2026, 11, 2, 9, 0, tzinfo=UTC), red=True, findings=found))


SAMPLES = {"self_check_red": _sample}
