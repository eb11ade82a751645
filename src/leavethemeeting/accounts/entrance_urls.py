"""The pages of allauth that exist here, under allauth's names. What is not listed is not served.

Social sign-in, passkeys and pairing get their lines here when they are built.
"""

from __future__ import annotations

from allauth.account import views as allauth_views
from allauth.account.internal.decorators import login_not_required
from django.urls import URLPattern, path
from django.views.generic import RedirectView

from leavethemeeting.accounts import views

urlpatterns: list[URLPattern] = [
    path("signup/", views.SignUpView.as_view(), name="account_signup"),
    path("login/", allauth_views.login, name="account_login"),
    path("logout/", allauth_views.logout, name="account_logout"),
    path("inactive/", allauth_views.account_inactive, name="account_inactive"),
    path(
        "confirm-email/",
        login_not_required(views.ConfirmAddressView.as_view()),
        name="account_email_verification_sent",
    ),
    path("password/change/", views.PasswordChangeView.as_view(), name="account_change_password"),
    path("password/reset/", views.PasswordResetView.as_view(), name="account_reset_password"),
    path(
        "password/reset/confirm/",
        allauth_views.confirm_password_reset_code,
        name="account_confirm_password_reset_code",
    ),
    path("password/reset/complete/", views.NewPasswordView.as_view(), name="account_complete_password_reset"),
    path(
        "password/reset/done/",
        allauth_views.password_reset_from_key_done,
        name="account_password_reset_completed",
    ),
    # allauth sends signed-in members here in a few places; their address stands on the profile.
    path("email/", RedirectView.as_view(pattern_name="accounts:profile"), name="account_email"),
]
