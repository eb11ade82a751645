"""The letters of the accounts slice, one function each.

None of them carries a name that somebody typed: whoever signs a stranger's address up could
otherwise write to that stranger in our name. None carries an IP address or a browser.
"""

from __future__ import annotations

from datetime import UTC, datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from leavethemeeting.mail.composing import Button, Content, absolute


def _not_you() -> str:
    return _("If this was not you, you need do nothing: without the code nobody gets further.")


def confirm_address(*, code: str) -> Content:
    """To a new member: the code that shows the address is theirs."""
    return Content(
        subject=_("Your code for LeaveTheMeeting"),
        paragraphs=(_("Type this code on the page that asked for it. It holds for ten minutes and works once."),),
        code=code,
        after=(_not_you(),),
    )


def account_exists() -> Content:
    """To a member whose address was used to sign up again."""
    return Content(
        subject=_("You already have an account"),
        paragraphs=(
            _("Somebody tried to sign up with this address. It already has an account, so nothing was changed."),
            _("If it was you, sign in. If the password is gone, ask for a new one on the same page."),
        ),
        button=Button(_("Sign in"), absolute(reverse("account_login"))),
        after=(_("If it was not you, you need do nothing."),),
    )


def no_account() -> Content:
    """To an address that asked for a new password and has no account."""
    return Content(
        subject=_("There is no account with this address"),
        paragraphs=(
            _("Somebody asked for a new password for this address, but it has no account here."),
            _("Perhaps you signed up with another address of yours."),
        ),
        button=Button(_("Sign up"), absolute(reverse("account_signup"))),
        after=(_("If it was not you, you need do nothing."),),
    )


def reset_code(*, code: str) -> Content:
    """To a member: the code that allows a new password."""
    return Content(
        subject=_("Your code for a new password"),
        paragraphs=(_("Type this code on the page that asked for it. It holds for ten minutes and works once."),),
        code=code,
        after=(_not_you(),),
    )


def password_changed(*, at: datetime) -> Content:
    """To a member: the password is another one now."""
    utc = at.astimezone(UTC)
    return Content(
        subject=_("Your password was changed"),
        paragraphs=(_("The password of your account is a new one, and every other browser has been signed out."),),
        facts=((_("When"), f"{date_format(utc, 'j F Y, H:i')} UTC"),),
        button=Button(_("Ask for a new password"), absolute(reverse("account_reset_password"))),
        after=(_("If this was you, all is well. If it was not, ask for a new password now."),),
    )


#: Every letter above with invented contents, for the previews (``mail.previews``).
SAMPLES = {
    "confirm_address": lambda: confirm_address(code="BCDF-GHJK"),
    "account_exists": account_exists,
    "no_account": no_account,
    "reset_code": lambda: reset_code(code="LMNP-QRST"),
    "password_changed": lambda: password_changed(at=datetime(2026, 10, 3, 10, 0, tzinfo=UTC)),
}
