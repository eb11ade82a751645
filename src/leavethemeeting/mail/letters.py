"""The letters that this slice writes itself: product news, and a changed policy."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from leavethemeeting.mail.content import Button, Content, absolute
from leavethemeeting.mail.lists import NEWS, POLICY_CHANGED


def news(*, subject: str, paragraphs: Sequence[str], button: Button | None = None) -> Content:
    """To those who asked for news: the provider's own words."""
    return Content(subject=subject, paragraphs=tuple(paragraphs), button=button)


def policy_changed(*, terms: bool, number: int, summary: str, url: str) -> Content:
    """To those who asked to be told: a new version of the policy, or of the terms, is posted."""
    if terms:
        subject = _("The terms have changed: version %(number)s") % {"number": number}
        what = _("A new version of the terms is posted. It holds from now on.")
    else:
        subject = _("The privacy policy has changed: version %(number)s") % {"number": number}
        what = _("A new version of the privacy policy is posted. It holds from now on.")
    return Content(
        subject=subject,
        paragraphs=(what,),
        facts=((_("What changed"), summary),) if summary else (),
        button=Button(_("Read it"), url),
        after=(_("If something has to be accepted anew, the next page you open asks for it."),),
    )


SAMPLES = {
    NEWS: lambda: news(
        subject=_("Reports now open twice as fast"),
        paragraphs=(
            _("Since this week the report of a meeting opens while it is still being counted."),
            _("Nothing has changed in what is recorded."),
        ),
        button=Button(_("See what is new"), absolute("/")),
    ),
    POLICY_CHANGED: lambda: policy_changed(
        terms=False, number=3, summary=_("Letters are kept for 30 days instead of 60."), url=absolute("/privacy/")
    ),
}
