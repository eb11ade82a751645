from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "leavethemeeting.privacy"
    label = "privacy"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from leavethemeeting.accesslog.queries import know_subjects  # noqa: PLC0415 -- beside its use
        from leavethemeeting.meetings.actions.erasing import attendees_of  # noqa: PLC0415 -- apps are loaded only now

        know_subjects(attendees_of)
