"""Where allauth asks us."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from leavethemeeting.accounts import letters
from leavethemeeting.accounts.models import User
from leavethemeeting.mail.composing import Because, Content, send
from leavethemeeting.mail.guard import typed_now
from leavethemeeting.shared.tickets import session_digest
from leavethemeeting.shared.wakeups import ACCESS, ring_on_commit


def _letter(template_prefix: str, context: dict[str, Any]) -> tuple[str, Content]:
    """Our letter for what allauth calls a template. Raises LookupError for one we do not write."""
    match template_prefix.removeprefix("account/email/"):
        case "email_confirmation_signup" | "email_confirmation":
            return "confirm_address", letters.confirm_address(code=context["code"])
        case "account_already_exists":
            return "account_exists", letters.account_exists()
        case "unknown_account":
            return "no_account", letters.no_account()
        case "password_reset_code":
            return "reset_code", letters.reset_code(code=context["code"])
        case "password_changed" | "password_reset":
            return "password_changed", letters.password_changed(at=timezone.now())
        case unknown:
            raise LookupError(f"allauth wants to send {unknown!r}; write it in accounts/letters.py")


#: Letters that answer an address typed in the entrance's forms; all others go to a member's verified address.
ANSWERS = frozenset({"confirm_address", "account_exists", "no_account", "reset_code"})


class AccountAdapter(DefaultAccountAdapter):
    """Our answers to allauth's questions."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed."),
        "email_password_mismatch": _(
            "Address and password do not belong together. Check both, or ask for a new password."
        ),
        "email_taken": _("This address has an account by now. Sign in with it."),
        "enter_current_password": _("This is not your current password."),
        "incorrect_code": _("This is not the code we sent. Look at the newest letter."),
        "rate_limited": _("A code has just been sent. Wait a few seconds before asking for another."),
        "too_many_login_attempts": _("Too many tries. Wait five minutes, then begin again."),
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write our own letter instead of rendering allauth's."""
        kind, content = _letter(template_prefix, context)
        because = Because.TYPED if kind in ANSWERS else Because.MEMBER
        if because is Because.TYPED:
            typed_now(email)  # allauth took it from this flow's form, or keeps it in the flow's session
        send(content, kind=kind, recipient=email, now=timezone.now(), because=because)

    def save_user(
        self,
        request: HttpRequest,  # noqa: ARG002 -- allauth's signature
        user: AbstractBaseUser,
        form: Any,
        commit: bool = True,
    ) -> AbstractBaseUser:
        """A new member's row; the form has already hashed the password, outside of the transaction."""
        assert isinstance(user, User)  # noqa: S101 -- allauth made it by AUTH_USER_MODEL
        user.email = form.cleaned_data["email"]
        user.password = form.password_hash
        if commit:
            user.save()
        return user

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """A new password closes whatever the old one opened."""
        super().set_password(user, password)
        ring_on_commit(ACCESS, f"user:{user.pk}")

    def logout(self, request: HttpRequest) -> None:
        """Signing out closes what this browser has open."""
        digest = session_digest(request.session.session_key)
        super().logout(request)
        if digest:
            ring_on_commit(ACCESS, f"session:{digest}")

    def is_safe_url(self, url: str) -> bool:
        """``?next=`` leads to this service only; allauth would also allow every name in ALLOWED_HOSTS."""
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={self.request.get_host()}, require_https=self.request.is_secure()
        )

    def is_ajax(self, request: HttpRequest) -> bool:  # noqa: ARG002 -- allauth's signature
        """Pages only: the JSON answers would be a second door with other words."""
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002 -- allauth's signature
        return reverse("accounts:profile")
