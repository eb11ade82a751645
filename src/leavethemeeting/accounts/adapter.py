"""Where allauth asks us."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from leavethemeeting.accounts import letters
from leavethemeeting.accounts.models import User
from leavethemeeting.accounts.signing_in import method_of, note_sign_in
from leavethemeeting.mail.composing import Because, Content, send
from leavethemeeting.mail.guard import typed_now
from leavethemeeting.shared.tickets import session_digest
from leavethemeeting.shared.wakeups import ACCESS, ring_on_commit

#: Our letter for what allauth calls a template: its kind here, and how it is written.
_WRITE: dict[str, tuple[str, Callable[[dict[str, Any]], Content]]] = {
    "email_confirmation_signup": ("confirm_address", lambda told: letters.confirm_address(code=told["code"])),
    "email_confirmation": ("confirm_address", lambda told: letters.confirm_address(code=told["code"])),
    "account_already_exists": ("account_exists", lambda _told: letters.account_exists()),
    "unknown_account": ("no_account", lambda _told: letters.no_account()),
    "password_reset_code": ("reset_code", lambda told: letters.reset_code(code=told["code"])),
    "login_code": ("sign_in_code", lambda told: letters.sign_in_code(code=told["code"])),
    "password_changed": ("password_changed", lambda _told: letters.password_changed(at=timezone.now())),
    "password_reset": ("password_changed", lambda _told: letters.password_changed(at=timezone.now())),
    "password_set": ("password_changed", lambda _told: letters.password_changed(at=timezone.now())),
    "email_changed": ("address_changed", lambda _told: letters.address_changed(at=timezone.now())),
}


def _letter(template_prefix: str, context: dict[str, Any]) -> tuple[str, Content]:
    """Our letter for what allauth calls a template. Raises LookupError for one we do not write."""
    slice_, _email, name = template_prefix.partition("/email/")
    if slice_ == "mfa" and name in letters.SECURITY_CHANGES:
        return "security_changed", letters.security_changed(what=name, at=timezone.now())
    if slice_ != "account" or name not in _WRITE:
        raise LookupError(f"allauth wants to send {template_prefix!r}; write it in accounts/letters.py")
    kind, write = _WRITE[name]
    return kind, write(context)


#: Letters that answer an address typed in the entrance's forms; all others go to a member's verified address.
#: The notice of a change goes to the address that was the member's until this very request, and is nobody's now.
ANSWERS = frozenset(
    {"confirm_address", "account_exists", "no_account", "reset_code", "sign_in_code", "address_changed"}
)


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
        "duplicate_email": _("This is your address already."),
        "incorrect_password": _("This is not your current password."),
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

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **about: Any) -> HttpResponse:
        """After every way in: what is noted about it, in the one transaction with allauth's own list of sessions."""
        assert isinstance(user, User)  # noqa: S101 -- allauth found it by AUTH_USER_MODEL
        with transaction.atomic():
            response: HttpResponse = super().post_login(request, user, **about)
            note_sign_in(request, user=user, method=method_of(request, user), now=timezone.now())
        return response

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
        return reverse("accounts:security")

    def get_email_verification_redirect_url(self, email_address: EmailAddress) -> str:  # noqa: ARG002 -- allauth's
        return reverse("accounts:profile")

    def get_reauthentication_methods(self, user: AbstractBaseUser | AnonymousUser) -> list[dict[str, Any]]:
        """The same ways in our words."""
        words = {
            "reauthenticate": _("Use your password"),
            "mfa_reauthenticate": _("Use a code from your app, or a recovery code"),
            "mfa_reauthenticate:webauthn": _("Use a passkey"),
        }
        return [{**way, "description": words[way["id"]]} for way in super().get_reauthentication_methods(user)]
