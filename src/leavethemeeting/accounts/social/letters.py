"""Letters about linked profiles."""

from __future__ import annotations

from datetime import UTC, datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from leavethemeeting.mail.composing import Button, Content, absolute


def _facts(network: str, at: datetime) -> tuple[tuple[str, str], ...]:
    return (
        (_("Network"), network),
        (_("When"), f"{date_format(at.astimezone(UTC), 'j F Y, H:i')} UTC"),
    )


def profile_linked(*, network: str, at: datetime) -> Content:
    """To a member: a profile opens their account from now on. ``network`` is its name."""
    return Content(
        subject=_("A profile was linked to your account"),
        paragraphs=(_("Your account can be opened with this profile from now on, beside the ways you had before."),),
        facts=_facts(network, at),
        button=Button(_("Look at linked profiles"), absolute(reverse("accounts:linked"))),
        after=(
            _("If this was you, all is well. If it was not, unlink it on that page, then change your password."),
        ),
    )  # fmt: skip


def profile_unlinked(*, network: str, at: datetime) -> Content:
    """To a member: a profile no longer opens their account, and what was kept of it is gone."""
    return Content(
        subject=_("A profile was unlinked from your account"),
        paragraphs=(_("It no longer opens your account, and what we kept of it is deleted."),),
        facts=_facts(network, at),
        button=Button(_("Look at linked profiles"), absolute(reverse("accounts:linked"))),
        after=(_("If this was not you, change your password now and sign out everywhere."),),
    )


_INVENTED = datetime(2026, 10, 3, 10, 0, tzinfo=UTC)

#: Every letter above with invented contents, for the previews (``mail.previews``).
SAMPLES = {
    "profile_linked": lambda: profile_linked(network="Google", at=_INVENTED),
    "profile_unlinked": lambda: profile_unlinked(network="Facebook", at=_INVENTED),
}
