"""The pages of allauth that exist here, under allauth's names. What is not listed is not served.

Social sign-in and pairing get their lines here when they are built.
"""

from __future__ import annotations

from allauth.account import views as allauth_views
from allauth.account.internal.decorators import login_not_required
from allauth.mfa.base import views as mfa_views
from allauth.mfa.webauthn import views as webauthn_views
from django.urls import URLPattern, path
from django.views.generic import RedirectView

from leavethemeeting.accounts import security_views, views
from leavethemeeting.accounts.social import urls as social

urlpatterns: list[URLPattern] = [
    *social.entrance,
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
        login_not_required(views.ResetCodeView.as_view()),
        name="account_confirm_password_reset_code",
    ),
    path("password/reset/complete/", views.NewPasswordView.as_view(), name="account_complete_password_reset"),
    path(
        "password/reset/done/",
        allauth_views.password_reset_from_key_done,
        name="account_password_reset_completed",
    ),
    path("password/set/", views.PasswordSetView.as_view(), name="account_set_password"),
    path("email/", security_views.ChangeAddressView.as_view(), name="account_email"),
    path("code/", allauth_views.request_login_code, name="account_request_login_code"),
    path("code/confirm/", security_views.SignInByCodeView.as_view(), name="account_confirm_login_code"),
    path("again/", allauth_views.reauthenticate, name="account_reauthenticate"),
    path("again/code/", mfa_views.reauthenticate, name="mfa_reauthenticate"),
    path("again/passkey/", webauthn_views.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("second-step/", mfa_views.authenticate, name="mfa_authenticate"),
    path("passkey/", security_views.PasskeySignInView.as_view(), name="mfa_login_webauthn"),
    path("passkeys/add/", security_views.AddPasskeyView.as_view(), name="mfa_add_webauthn"),
    path("passkeys/<int:pk>/remove/", security_views.RemovePasskeyView.as_view(), name="mfa_remove_webauthn"),
    path("passkeys/<int:pk>/name/", security_views.RenamePasskeyView.as_view(), name="mfa_edit_webauthn"),
    path("app/add/", security_views.AddAppView.as_view(), name="mfa_activate_totp"),
    path("app/remove/", security_views.RemoveAppView.as_view(), name="mfa_deactivate_totp"),
    path("recovery-codes/", security_views.RecoveryCodesView.as_view(), name="mfa_view_recovery_codes"),
    path("recovery-codes/new/", security_views.NewRecoveryCodesView.as_view(), name="mfa_generate_recovery_codes"),
    # allauth leads here after each change; the list is our page.
    path("factors/", RedirectView.as_view(pattern_name="accounts:security"), name="mfa_index"),
    path("passkeys/", RedirectView.as_view(pattern_name="accounts:security"), name="mfa_list_webauthn"),
]
