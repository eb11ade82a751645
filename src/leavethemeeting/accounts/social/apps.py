from django.apps import AppConfig


class SocialConfig(AppConfig):
    """A part of the accounts slice, with its own migrations because it keeps a table of its own."""

    name = "leavethemeeting.accounts.social"
    label = "social"
    default_auto_field = "django.db.models.BigAutoField"
