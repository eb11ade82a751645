"""Second factors and passkeys: our page over allauth's, and its views with our way back."""

from __future__ import annotations

from typing import Any

from allauth.account import views as allauth_views
from allauth.account.decorators import reauthentication_required
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery_views
from allauth.mfa.totp import views as totp_views
from allauth.mfa.webauthn import views as webauthn_views
from allauth.mfa.webauthn.internal import auth as webauthn
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from leavethemeeting.accounts.models import User
from leavethemeeting.accounts.second_factor import has_second_factor, must_have_second_factor
from leavethemeeting.accounts.social.links import drop_unproven
from leavethemeeting.accounts.views import Whole
from leavethemeeting.logdata.watching import passkey_refused


@login_required
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Password, passkeys, authenticator app, recovery codes."""
    user = request.user
    assert isinstance(user, User)  # noqa: S101 -- login_required; narrows the type
    kept = list(Authenticator.objects.filter(user=user).order_by("created_at"))
    recovery = next((one for one in kept if one.type == Authenticator.Type.RECOVERY_CODES), None)
    told = {
        "has_password": user.has_usable_password(),
        "passkeys": [one for one in kept if one.type == Authenticator.Type.WEBAUTHN],
        "app": next((one for one in kept if one.type == Authenticator.Type.TOTP), None),
        "recovery": recovery,
        "codes_left": len(recovery.wrap().get_unused_codes()) if recovery else 0,
        "has_factor": has_second_factor(user.pk),
        "must_have": must_have_second_factor(user),
    }
    return render(request, "accounts/security.html", told)


@method_decorator(never_cache, name="dispatch")
class AddAppView(Whole, totp_views.ActivateTOTPView):
    """Set up an authenticator app."""


class RemoveAppView(Whole, totp_views.DeactivateTOTPView):
    """Let the authenticator app go."""


@method_decorator(never_cache, name="dispatch")
class AddPasskeyView(Whole, webauthn_views.AddWebAuthnView):
    """Make a passkey. Every passkey here can sign in alone, so it has to be kept by the device and unlocked each time."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        told: dict[str, Any] = super().get_context_data(**kwargs)
        user = self.request.user
        assert isinstance(user, User)  # noqa: S101 -- allauth asked who it is; narrows the type
        told["js_data"] = {"creation_options": webauthn.begin_registration(user, passwordless=True)}
        return told


class RemovePasskeyView(Whole, webauthn_views.RemoveWebAuthnView):
    """Let a passkey go."""


class RenamePasskeyView(Whole, webauthn_views.EditWebAuthnView):
    """Call a passkey something else."""


class PasskeySignInView(webauthn_views.LoginWebAuthnView):
    """Sign in by a passkey alone. GET hands the browser the question that the passkey answers."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002 -- allauth's signature
        response = JsonResponse({"request_options": webauthn.begin_authentication(user=None)})
        response["Cache-Control"] = "no-store"
        return response

    def form_invalid(self, form: Any) -> HttpResponse:
        """No passkey of ours: a sign-in that was refused, as a wrong password is."""
        passkey_refused(self.request)
        response: HttpResponse = super().form_invalid(form)
        return response


@method_decorator(never_cache, name="dispatch")
class RecoveryCodesView(recovery_views.ViewRecoveryCodesView):
    """The codes, shown once."""


class NewRecoveryCodesView(recovery_views.GenerateRecoveryCodesView):
    """Other codes in place of the ones so far."""


@method_decorator(reauthentication_required(app="allauth.account"), name="dispatch")
class ChangeAddressView(Whole, allauth_views.EmailView):
    """Another e-mail address: confirmed by a code there, told to the old one, after the password was asked again."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """allauth's page also knows how to remove and to choose between several; one address is enough here."""
        if "action_add" not in request.POST:
            return redirect("account_email")
        response: HttpResponse = super().post(request, *args, **kwargs)
        return response


class SignInByCodeView(Whole, allauth_views.ConfirmLoginCodeView):
    """The code that signs in."""

    def _verify_form_valid(self, form: Any) -> HttpResponse:
        """The code shows whose address it is. A password that was set before anybody had shown that may be a stranger's."""
        user, email = self.stage.login.user, self._process.state.get("email") or ""
        if user and not EmailAddress.objects.filter(user=user, email__iexact=email, verified=True).exists():
            drop_unproven(user)
            user.set_unusable_password()
            user.save(update_fields=["password"])
        response: HttpResponse = super()._verify_form_valid(form)
        return response
