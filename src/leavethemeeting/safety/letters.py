"""The letters of this slice: an account is suspended, and is open again."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.urls import reverse
from django.utils.translation import gettext as _

from leavethemeeting.mail.composing import Button, Content, absolute


def suspended(*, reason: str) -> Content:
    """To a member whose account the provider has closed; ``reason`` is the provider's own sentence."""
    return Content(
        subject=_("Your account is suspended"),
        paragraphs=(
            _("The provider of this service has closed your account for now. You cannot sign in, and your plugins are disconnected."),
            _("Nothing was deleted. What hosts and you may see, take along or have erased stays your right: write to us for it."),
        ),
        facts=((_("The reason given"), reason),),
        button=Button(_("Object to it"), absolute(reverse("website:contact"))),
        after=(_("Whoever answers you can open the account again."),),
    )  # fmt: skip


def restored() -> Content:
    """To a member whose account is open again."""
    return Content(
        subject=_("Your account is open again"),
        paragraphs=(_("You can sign in as before. Plugins have to be paired anew."),),
        button=Button(_("Sign in"), absolute(reverse("account_login"))),
    )


SAMPLES: Mapping[str, Callable[[], Content]] = {
    "account_suspended": lambda: suspended(reason=_("More than forty people were invited who had not asked for it.")),
    "account_restored": restored,
}
