"""The letters of the accounts slice, one function each.

None of them carries a name that somebody typed: whoever signs a stranger's address up could
otherwise write to that stranger in our name. None carries an IP address or a browser.
"""

from __future__ import annotations

from datetime import UTC, datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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
    return Content(
        subject=_("Your password was changed"),
        paragraphs=(_("The password of your account is a new one, and every other browser has been signed out."),),
        facts=(_when(at),),
        button=Button(_("Ask for a new password"), absolute(reverse("account_reset_password"))),
        after=(_("If this was you, all is well. If it was not, ask for a new password now."),),
    )


def sign_in_code(*, code: str) -> Content:
    """To a member: the code that signs in."""
    return Content(
        subject=_("Your code to sign in"),
        paragraphs=(_("Type this code on the page that asked for it. It holds for ten minutes and works once."),),
        code=code,
        after=(_("Tell it to nobody, whoever asks. If you did not ask for it, you need do nothing."),),
    )


def code_again(*, code: str) -> Content:
    """To a member without a password: the code that answers whether it is them."""
    return Content(
        subject=_("Your code to go on"),
        paragraphs=(
            _("In your account something that matters is about to be changed. Type this code on the page that asked."),
            _("It holds for ten minutes and works once."),
        ),
        code=code,
        after=(
            _(
                "If you changed nothing, somebody sits at a browser in which you are signed in: tell the code to nobody, and sign that browser out."
            ),
        ),
    )


def _when(at: datetime) -> tuple[str, str]:
    return _("When"), f"{date_format(at.astimezone(UTC), 'j F Y, H:i')} UTC"


def new_device(*, device: str, at: datetime) -> Content:
    """To a member: somebody signed in from a kind of device that was not seen before. ``device`` is in coarse words."""
    return Content(
        subject=_("A sign-in from a new device"),
        paragraphs=(
            _("Somebody signed in to your account from a device and a network that we have not seen with you."),
        ),
        facts=((_("Device"), device), _when(at)),
        button=Button(_("Look at your sign-ins"), absolute(reverse("accounts:devices"))),
        after=(
            _("If it was you, all is well. If it was not, sign out everywhere on that page and choose a new password."),
        ),
    )


def address_changed(*, at: datetime) -> Content:
    """To the address a member had until now. It does not name the new one: who reads here may be somebody else."""
    return Content(
        subject=_("Your account has another address now"),
        paragraphs=(_("Your account here now goes by another e-mail address. Letters no longer come to this one."),),
        facts=(_when(at),),
        after=(_("If this was not you, write to whoever runs this service; the page has their address."),),
    )


#: What allauth calls a change of second factors, and what we say.
SECURITY_CHANGES = {
    "totp_activated": gettext_lazy("An authenticator app was added to your account."),
    "totp_deactivated": gettext_lazy("The authenticator app was removed from your account."),
    "webauthn_added": gettext_lazy("A passkey was added to your account."),
    "webauthn_removed": gettext_lazy("A passkey was removed from your account."),
    "recovery_codes_generated": gettext_lazy("Your account has new recovery codes. The old ones no longer work."),
}


def security_changed(*, what: str, at: datetime) -> Content:
    """To a member: a second factor came or went. ``what`` is a key of SECURITY_CHANGES; KeyError for another."""
    told = str(SECURITY_CHANGES[what])
    return Content(
        subject=_("The security of your account was changed"),
        paragraphs=(told,),
        facts=(_when(at),),
        button=Button(_("Look at it"), absolute(reverse("accounts:security"))),
        after=(_("If this was you, all is well. If it was not, change your password now and sign out everywhere."),),
    )


def account_ends(*, at: datetime, page: str) -> Content:
    """To a member who asked to be deleted: until when they can change their mind, and the ``page`` that says how far it is."""
    return Content(
        subject=_("Your account will be deleted"),
        paragraphs=(
            _(
                "You asked us to delete your account. You are signed out everywhere, and on the day below it goes for good."
            ),
            _("Until then one sign-in is enough to keep it."),
        ),
        facts=(
            (_("Deleted on"), f"{date_format(at.astimezone(UTC), 'j F Y, H:i')} UTC"),
            (_("How far it is"), page),
        ),
        button=Button(_("Sign in and keep it"), absolute(reverse("account_login"))),
        after=(_("If it was not you who asked, sign in, keep the account, and choose a new password."),),
    )


def account_ended() -> Content:
    """To the address of a member who is deleted by now: the last letter."""
    return Content(
        subject=_("Your account is deleted"),
        paragraphs=(
            _("As you asked, your account is gone, with your meetings and everything recorded in them."),
            _(
                "Hosts of meetings you attended keep what you shared with them, until they delete it or its time is over."
            ),
        ),
        after=(_("This letter is the last one. Thank you for having been here."),),
    )


def plugin_paired(*, device: str, at: datetime) -> Content:
    """To a member: a plugin was paired with the account. ``device`` is in coarse words."""
    return Content(
        subject=_("A plugin is connected with your account"),
        paragraphs=(_("You allowed a plugin to report your coming and going in meetings."),),
        facts=((_("Device"), device), _when(at)),
        button=Button(_("Look at your plugins"), absolute(reverse("accounts:plugins"))),
        after=(_("If it was you, all is well. If it was not, disconnect it there and choose a new password."),),
    )


_INVENTED = datetime(2026, 10, 3, 10, 0, tzinfo=UTC)

#: Every letter above with invented contents, for the previews (``mail.previews``).
SAMPLES = {
    "confirm_address": lambda: confirm_address(code="BCDF-GHJK"),
    "account_exists": account_exists,
    "no_account": no_account,
    "reset_code": lambda: reset_code(code="LMNP-QRST"),
    "password_changed": lambda: password_changed(at=_INVENTED),
    "sign_in_code": lambda: sign_in_code(code="VWXZ-BCDF"),
    "code_again": lambda: code_again(code="KLMN-PQRS"),
    "new_device": lambda: new_device(device=_("Firefox on Windows, a computer"), at=_INVENTED),
    "address_changed": lambda: address_changed(at=_INVENTED),
    "security_changed": lambda: security_changed(what="webauthn_added", at=_INVENTED),
    "plugin_paired": lambda: plugin_paired(device=_("Firefox on Windows, a computer"), at=_INVENTED),
    "account_ends": lambda: account_ends(at=_INVENTED, page=absolute("/account/gone/…/")),
    "account_ended": account_ended,
}
