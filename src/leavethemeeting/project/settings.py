"""Django's settings, all from the one typed environment. No other settings file exists."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from leavethemeeting.project.browser_rules import CONTENT_SECURITY_POLICY, PERMISSIONS_POLICY  # noqa: F401 -- settings
from leavethemeeting.project.social import *  # noqa: F403 -- SOCIALACCOUNT_*, as its __all__ lists them
from leavethemeeting.shared.environment import Database, environment

ENVIRONMENT = environment()
PACKAGE = Path(__file__).resolve().parent.parent

DEBUG = False
TESTING = ENVIRONMENT.testing
SECRET_KEY = ENVIRONMENT.secret_key
ALLOWED_HOSTS = sorted({ENVIRONMENT.public_host, "localhost", "127.0.0.1", "[::1]"})
CSRF_TRUSTED_ORIGINS = [ENVIRONMENT.public_origin]
ROOT_URLCONF = "leavethemeeting.project.urls"
WSGI_APPLICATION = "leavethemeeting.project.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SITE_NAME = "LeaveTheMeeting"

INSTALLED_APPS = [
    "leavethemeeting.project",
    "leavethemeeting.shared",
    "leavethemeeting.accesslog",
    "leavethemeeting.consent",
    "leavethemeeting.mail",
    "leavethemeeting.logdata",
    "leavethemeeting.accounts",
    "leavethemeeting.accounts.social",
    "leavethemeeting.website",
    "leavethemeeting.meetings",
    "leavethemeeting.referrals",
    "leavethemeeting.safety",
    "leavethemeeting.attendance",
    "leavethemeeting.room",
    "leavethemeeting.live",
    "leavethemeeting.reports",
    "leavethemeeting.privacy",
    "leavethemeeting.provider",
    "leavethemeeting.registers",
    "leavethemeeting.evidence",
    "leavethemeeting.rights",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.google",
    "allauth.socialaccount.providers.facebook",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.idp.oidc",
    "csp",
]

MIDDLEWARE = [
    "leavethemeeting.shared.request_numbers.NumberRequests",
    "leavethemeeting.evidence.watching.WatchCookies",
    "leavethemeeting.shared.middleware.NoticeProxies",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "leavethemeeting.logdata.watching.ReportTo",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "leavethemeeting.accounts.session_limits.Limits",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "leavethemeeting.shared.middleware.NoStore",
    "leavethemeeting.shared.middleware.OwnTimeZone",
    "leavethemeeting.safety.blocking.RefuseBlocked",
    "leavethemeeting.accounts.gate.Gate",
    "leavethemeeting.consent.asking.AskAgain",
    "leavethemeeting.logdata.watching.Watch",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "leavethemeeting.project.navigation.navigation",
            ],
            "builtins": ["leavethemeeting.shared.templatetags.moments"],
        },
    }
]


def _database(database: Database) -> dict[str, Any]:
    """Durable in both: an answer given means the rows are on the disk."""
    if database.vendor == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": database.name,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 10,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
            },
            "TEST": {"NAME": f"{database.name}.test"},
        }
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": database.name,
        "HOST": database.host,
        "PORT": database.port,
        "USER": database.user,
        "PASSWORD": database.password,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "options": "-c synchronous_commit=on",
            **({"sslmode": database.ssl_mode} if database.ssl_mode else {}),
        },
    }


DATABASES = {"default": _database(ENVIRONMENT.database)}
ATOMIC_REQUESTS = False

# Rate limits live here. On SQLite one process serves, and its memory will do; on PostgreSQL all web processes share them.
_CACHE_BACKENDS = {
    "sqlite": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "postgresql": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "shared_cache"},
}
CACHES = {"default": {**_CACHE_BACKENDS[ENVIRONMENT.database.vendor], "OPTIONS": {"MAX_ENTRIES": 50_000}}}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email")},
    },
    {"NAME": "leavethemeeting.accounts.passwords.NotOurName"},
    {"NAME": "leavethemeeting.accounts.passwords.NotTooLong"},
]
SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # e-mail is unique whatever its case: a constraint on Lower("email")
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/meetings/"
LOGOUT_REDIRECT_URL = "/"

# allauth: accounts-privacy.md §2; the reasons for each line stand in docs/decisions/accounts.md
ACCOUNT_ADAPTER = "leavethemeeting.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "leavethemeeting.accounts.forms.SignupForm"
ACCOUNT_FORMS = {
    "signup": "leavethemeeting.accounts.entrance_forms.SignUpForm",
    "login": "leavethemeeting.accounts.entrance_forms.SignInForm",
    "confirm_email_verification_code": "leavethemeeting.accounts.entrance_forms.AddressCodeForm",
    "reset_password": "leavethemeeting.accounts.entrance_forms.ResetForm",
    "confirm_password_reset_code": "leavethemeeting.accounts.entrance_forms.ResetCodeForm",
    "reset_password_from_key": "leavethemeeting.accounts.entrance_forms.NewPasswordForm",
    "change_password": "leavethemeeting.accounts.entrance_forms.ChangePasswordForm",
    "set_password": "leavethemeeting.accounts.entrance_forms.SetPasswordForm",
    "request_login_code": "leavethemeeting.accounts.entrance_forms.AskCodeForm",
    "confirm_login_code": "leavethemeeting.accounts.entrance_forms.SignInCodeForm",
    "reauthenticate": "leavethemeeting.accounts.entrance_forms.PasswordAgainForm",
    "add_email": "leavethemeeting.accounts.entrance_forms.NewAddressForm",
}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 600
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 600
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
# Beside allauth's own: a class behind one address may come at once, a room holds fewer; and nobody may ask
# address by address who is a member.
ACCOUNT_RATE_LIMITS = {
    "code_again": "5/10m/user", "enter_as_guest": "100/5m/ip", "add_co_host": "20/h/user", "offer_meeting": "5/h/user", "choose_cookies": "60/h/ip",
    # Forms of visitors: a class behind one address may ask together; nobody fills a stranger's mailbox.
    "plugin_link": "60/h/ip", "plugin_link_address": "1/h/key,3/d/key",
    "contact": "20/h/ip", "contact_address": "5/h/key,10/d/key",
    "guardian": "20/h/ip", "guardian_address": "3/h/key,6/d/key",
    "case_reply": "20/h/key",
    "prove": "20/h/ip", "prove_address": "3/h/key,6/d/key", "prove_code": "60/h/ip",
    "ask_export": "3/d/key", "ask_correction": "10/d/key",
    "page_error": "60/h/ip",
    # Plugins: a class may pair at once, and each asks every five seconds while it waits.
    "pair_code": "60/m/ip", "pair_token": "900/m/ip", "pair_revoke": "60/m/ip",
    "plugin_call": "60/m/key",  # each is a guess at a call's address
    "plugin_health": "60/h/key",  # a plugin says a thing once, and what changes
}  # fmt: skip
MFA_ADAPTER = "leavethemeeting.accounts.second_factor.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}  # nothing to guess, and a class may come at once
MFA_FORMS = {
    "authenticate": "leavethemeeting.accounts.factor_forms.FactorCodeForm",
    "reauthenticate": "leavethemeeting.accounts.factor_forms.FactorCodeAgainForm",
    "activate_totp": "leavethemeeting.accounts.factor_forms.AppCodeForm",
    "add_webauthn": "leavethemeeting.accounts.factor_forms.AddPasskeyForm",
    "edit_webauthn": "leavethemeeting.accounts.factor_forms.NamePasskeyForm",
}
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if ENVIRONMENT.https else "http"
ALLAUTH_TRUSTED_PROXY_COUNT = ENVIRONMENT.trusted_proxies

EMAIL_BACKEND = "leavethemeeting.mail.backend.OutboxBackend"
DEFAULT_FROM_EMAIL = ENVIRONMENT.email_from

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True  # nothing to collect: one process serves what the package ships
WHITENOISE_AUTOREFRESH = False

_PREFIX = "__Host-" if ENVIRONMENT.https else ""
SESSION_COOKIE_NAME = f"{_PREFIX}sid"
SESSION_COOKIE_SECURE = ENVIRONMENT.https
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = int(ENVIRONMENT.sessions.whole.total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True  # what ends it sooner: accounts/session_limits.py
CSRF_COOKIE_NAME = f"{_PREFIX}csrf"
CSRF_COOKIE_SECURE = ENVIRONMENT.https
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "leavethemeeting.consent.choice_views.form_refused"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
LANGUAGE_COOKIE_SECURE = ENVIRONMENT.https

# Plain requests are sent to HTTPS where we can tell the two apart: TLS ends here, or a trusted proxy says so.
SECURE_SSL_REDIRECT = ENVIRONMENT.https and bool(ENVIRONMENT.tls_certificate or ENVIRONMENT.trusted_proxies)
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if ENVIRONMENT.https and not ENVIRONMENT.local_run else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = bool(SECURE_HSTS_SECONDS)
SECURE_HSTS_PRELOAD = bool(SECURE_HSTS_SECONDS)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.trusted_proxies else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"()": "leavethemeeting.logdata.lines.WithoutValues"},
        "json": {"()": "leavethemeeting.logdata.lines.JsonLines"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "plain" if ENVIRONMENT.local_run or ENVIRONMENT.demo else "json",
        },
        "errors": {"class": "leavethemeeting.logdata.sightings.NoteErrors", "level": "ERROR"},
    },
    "root": {"handlers": ["console", "errors"], "level": "INFO"},
    "loggers": {"django.request": {"level": "ERROR"}, "django.server": {"level": "WARNING"}},
}
