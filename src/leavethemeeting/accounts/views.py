"""Pages of the accounts slice: allauth's with our rules around them, the set-up link, the profile."""

from __future__ import annotations

from typing import Any

from allauth.account import views as allauth_views
from django.contrib import messages
from django.contrib.auth import login
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from leavethemeeting.accounts import actions
from leavethemeeting.accounts.age_question import refuse, was_refused
from leavethemeeting.accounts.forms import SetUpForm
from leavethemeeting.accounts.models import User
from leavethemeeting.accounts.queries import is_spent
from leavethemeeting.accounts.second_factor import must_have_second_factor
from leavethemeeting.accounts.signing_in import Method, note_sign_in
from leavethemeeting.accounts.social.links import drop_unproven
from leavethemeeting.consent.kinds import Channel

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class Whole:
    """A form's work is done as a whole or not at all, its letter included."""

    def form_valid(self, form: Any) -> HttpResponse:
        with transaction.atomic():
            response: HttpResponse = super().form_valid(form)  # type: ignore[misc]  # -- mixed into allauth's views
            return response


class SignUpView(Whole, allauth_views.SignupView):
    """Sign-up, with the age question before everything that stores."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if was_refused(request):
            return refuse(request)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "today": timezone.now().date()}

    def form_invalid(self, form: Any) -> HttpResponse:
        return refuse(self.request) if form.age_refused else super().form_invalid(form)


class ConfirmAddressView(Whole, allauth_views.ConfirmEmailVerificationCodeView):
    """The code from the letter, and a new letter for whom the first did not reach."""

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        if self._action == "resend":
            messages.success(self.request, _("A new code is on its way. The old one has stopped working."))
        return response


class PasswordResetView(Whole, allauth_views.PasswordResetView):
    """Ask for a new password."""


class ResetCodeView(Whole, allauth_views.ConfirmPasswordResetCodeView):
    """The code that opens the way to a new password. It shows whose address it is."""

    def form_valid(self, form: Any) -> HttpResponse:
        user = self._process.user if self._process else None
        if isinstance(user, User):
            drop_unproven(user)
        return super().form_valid(form)


class NewPasswordView(Whole, allauth_views.CompletePasswordResetView):
    """Choose the new password after the code."""


class PasswordChangeView(Whole, allauth_views.PasswordChangeView):
    """Choose a new password while signed in."""


class PasswordSetView(Whole, allauth_views.PasswordSetView):
    """Choose a first password, for who signed up by a network."""

    def get_default_success_url(self) -> str:
        return reverse("accounts:security")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters("password")
def set_up(request: HttpRequest, token: str) -> HttpResponse:
    """The one-time page that makes the provider's account and signs in."""
    if is_spent(token):
        return render(request, "accounts/set_up_spent.html", status=410)
    if was_refused(request):
        return refuse(request)
    form = SetUpForm(request.POST or None, today=timezone.now().date())
    if request.method == "POST" and form.is_valid():
        return _open_provider_account(request, token, form)
    if form.age_refused:
        return refuse(request)
    return render(request, "accounts/set_up.html", {"form": form}, status=422 if form.is_bound else 200)


def _open_provider_account(request: HttpRequest, token: str, form: SetUpForm) -> HttpResponse:
    answers = {field: form.cleaned_data[field] for field in ("name", "email", "password")}
    try:
        with transaction.atomic():
            user = actions.open_provider_account(token=token, now=timezone.now(), **answers)
            form.accept(user_id=user.pk, channel=Channel.SET_UP, now=timezone.now())
    except actions.LinkSpent:
        return render(request, "accounts/set_up_spent.html", status=410)
    except actions.AddressTaken:
        form.add_error("email", _("This address already belongs to a member. Take another one for the provider."))
        return render(request, "accounts/set_up.html", {"form": form}, status=422)
    login(request, user, backend=BACKEND)
    note_sign_in(request, user=user, method=Method.SET_UP, now=timezone.now())
    messages.success(request, _("Your account is ready, and you are signed in as the provider."))
    return redirect("accounts:security" if must_have_second_factor(user) else "accounts:profile")
